"""The author's functions: diff, grad, jacobian, hessian, at, roots, argmin, with the drawn numbers put in.

An expression of the problem file goes in as a tree; what comes out has no author's function left in it, its
rational arithmetic done exactly, and is tidy enough to be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from exercises.exact import value_of
from exercises.faults import DeriveError
from grader.calculus import differentiate
from grader.calculus.substitution import substitute, with_children
from grader.calculus.task import CALLS
from grader.calculus.tidy import number, tidy
from grader.errors import ReferenceFault
from grader.language.tree import Call, Name, Node, Vector, names_in, walk

MAX_NODES = 5000
"""Pieces of a formula after everything is put in."""

Environment = Mapping[str, Node]
"""What each parameter and each [let] name stands for."""

AUTHOR_FUNCTIONS = ("diff", "grad", "jacobian", "hessian", "at", "roots", "argmin")


def derive(node: Node, environment: Environment, open_names: frozenset[str] = frozenset()) -> Node:
    """The value of an author's expression, as a tree in the grader's language.

    `open_names` are answers that a follow-through formula speaks of: the `diff` or `at` of one is kept for the
    grader, with everything else in it put in. Raises DeriveError where there is no value.
    """
    _refuse_size(sum(_size(environment[part.name]) for part in _names(node) if part.name in environment))
    try:
        return folded(_walk(node, environment, open_names))
    except RecursionError as error:
        raise DeriveError("a formula that is nested too deeply") from error


def _names(node: Node) -> Iterator[Name]:
    return (part for _, part in walk(node) if isinstance(part, Name))


def _size(node: Node) -> int:
    return sum(1 for _ in walk(node))


def _refuse_size(size: int) -> None:
    """Names that stand for names that stand for names can make a short file very long."""
    if size > MAX_NODES:
        raise DeriveError(f"a formula of more than {MAX_NODES:,} pieces")


def folded(node: Node) -> Node:
    """`node` tidied, with every part that is plain rational arithmetic replaced by its value.

    Lists that the author wrote with square brackets become points and vectors with round ones.
    """
    return tidy(_fold(node))


def _fold(node: Node) -> Node:
    value = value_of(node)
    if value is not None:
        return number(value)
    if isinstance(node, Vector) and node.brackets == "[":
        node = Vector(node.entries, "(")
    return with_children(node, _fold)


def _walk(node: Node, environment: Environment, open_names: frozenset[str]) -> Node:
    if isinstance(node, Name):
        return environment.get(node.name, node)
    if not isinstance(node, Call) or node.function not in AUTHOR_FUNCTIONS:
        return with_children(node, lambda child: _walk(child, environment, open_names))
    if names_in(node.arguments[0]) & open_names:
        return with_children(node, lambda child: _walk(child, environment, open_names))
    arguments = tuple(folded(_walk(child, environment, open_names)) for child in node.arguments)
    try:
        if node.function in _OWN:
            return _OWN[node.function](arguments)
        return CALLS[node.function](arguments, _slope)
    except ReferenceFault as fault:
        raise DeriveError(f"{node.function}: {fault.reason}") from fault


def _slope(tree: Node, name: str) -> Node:
    """One derivative, of a size that may go on growing."""
    slope = differentiate(tree, name)
    _refuse_size(_size(slope))
    return slope


def _roots(arguments: tuple[Node, ...]) -> Node:
    tree, by = _two(arguments, "roots(f, x)")
    return Vector(_zeros(tree, _letter(by)), "{")


def _zeros(tree: Node, name: str) -> tuple[Node, ...]:
    """Real zeros by sympy, which takes a second to import: only the few problems that need it wait."""
    found: tuple[Node, ...] = import_module("grader.symbolic").roots(tree, name)
    return found


def _argmin(arguments: tuple[Node, ...]) -> Node:
    """The one flat point of f, where f bends upwards."""
    tree, by = _two(arguments, "argmin(f, x)")
    name = _letter(by)
    slope = differentiate(tree, name)
    found = _zeros(slope, name)
    if len(found) != 1:
        raise DeriveError(f"argmin wants a function with one flat point; this one has {len(found)}")
    bend = value_of(folded(substitute(differentiate(slope, name), {name: found[0]})))
    if bend is None or bend <= 0:
        raise DeriveError("argmin wants a function that bends upwards at its flat point")
    return found[0]


def _two(arguments: tuple[Node, ...], example: str) -> tuple[Node, Node]:
    if len(arguments) != 2:
        raise DeriveError(f"two things are wanted: {example}")
    return arguments[0], arguments[1]


def _letter(node: Node) -> str:
    if not isinstance(node, Name):
        raise DeriveError("a variable is wanted (a letter that is no parameter)")
    return node.name


_OWN: dict[str, Callable[[tuple[Node, ...]], Node]] = {"roots": _roots, "argmin": _argmin}
"""What only authors have; the others stand in tasks too (`grader.calculus.task`)."""
