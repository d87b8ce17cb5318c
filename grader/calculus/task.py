"""A task: an author's expression in which `diff`, `grad`, `jacobian`, `hessian` and `at` still stand.

at(diff(sin(3x^2), x), x, 2)            the slope of sin(3x^2) at 2
2 - at(diff(w^4, w), w, 2)/10           one step of gradient descent

`carried_out` works it out. With another way to differentiate it gives what a student with that way would get, so
that one catalogue of wrong rules serves formulas, numbers, vectors, matrices and steps of descent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.derivation import differentiate
from grader.calculus.substitution import substitute, with_children
from grader.calculus.tidy import numeric
from grader.errors import ReferenceFault
from grader.language.tree import Call, Matrix, Name, Node, Vector, children, walk

Differentiate = Callable[[Node, str], Node]
MAX_ORDER = 8


class Plan:
    """A task that is carried out again and again: pieces without a call to work out keep their identity."""

    def __init__(self, task: Node) -> None:
        self.task = task
        self._calls: set[int] = set()
        self._mark(task)

    def _mark(self, node: Node) -> bool:
        below = [self._mark(child) for child in children(node)]
        found = any(below) or (isinstance(node, Call) and node.function in CALLS)
        if found:
            self._calls.add(id(node))
        return found

    def carried_out(self, differentiate: Differentiate = differentiate) -> Node:
        """See the function of this name."""
        return self._worked(self.task, differentiate)

    def _worked(self, node: Node, differentiate: Differentiate) -> Node:
        if id(node) not in self._calls:
            return node
        node = with_children(node, lambda child: self._worked(child, differentiate))
        if isinstance(node, Call) and node.function in CALLS:
            return CALLS[node.function](node.arguments, differentiate)
        return node


def carried_out(task: Node, differentiate: Differentiate = differentiate) -> Node:
    """The task with every call of the table below worked out, innermost first; nothing is folded or tidied.

    Raises ReferenceFault (NotDifferentiable among them) where a call cannot be worked out.
    """
    return Plan(task).carried_out(differentiate)


def asked_function(task: Node) -> Node | None:
    """The function whose derivative the task asks for: what stands under its first derivative.

    Node paths of steps and diagnoses count from it. An `at` in it is carried out. Raises ReferenceFault where that
    cannot be done.
    """
    for _, node in walk(task):
        if isinstance(node, Call) and node.function in DERIVATIVES and node.arguments:
            inner = asked_function(node.arguments[0])
            return carried_out(node.arguments[0]) if inner is None else inner
    return None


def _diff(arguments: tuple[Node, ...], differentiate: Differentiate) -> Node:
    """`diff(f, x)`, `diff(f, x, y)`, `diff(f, x, 2)`: one derivative after another."""
    tree, *by = arguments
    for name in _orders(by):
        tree = differentiate(tree, name)
    return tree


def _orders(by: list[Node]) -> Iterator[str]:
    last: list[str] = []
    if not by:
        raise ReferenceFault("", "diff wants the variable too: diff(f, x)")
    for step in by:
        times = numeric(step)
        if times is None:
            last = _variables(step)
            yield from last
        elif last and times.denominator == 1 and 1 <= times <= MAX_ORDER:
            yield from last[-1:] * (int(times) - 1)
        else:
            raise ReferenceFault("", f"diff wants a variable, then perhaps how often (1 to {MAX_ORDER})")


def _grad(arguments: tuple[Node, ...], differentiate: Differentiate) -> Node:
    tree, by = _two(arguments, "grad(f, [x, y])")
    return Vector(tuple(differentiate(tree, name) for name in _variables(by)))


def _jacobian(arguments: tuple[Node, ...], differentiate: Differentiate) -> Node:
    outputs, by = _two(arguments, "jacobian([u, v], [x, y])")
    if not isinstance(outputs, Vector):
        raise ReferenceFault("", "jacobian wants a list of outputs first: jacobian([u, v], [x, y])")
    names = _variables(by)
    return Matrix(tuple(tuple(differentiate(entry, name) for name in names) for entry in outputs.entries))


def _hessian(arguments: tuple[Node, ...], differentiate: Differentiate) -> Node:
    tree, by = _two(arguments, "hessian(f, [x, y])")
    names = _variables(by)
    first = [differentiate(tree, name) for name in names]
    return Matrix(tuple(tuple(differentiate(part, name) for name in names) for part in first))


def _at(arguments: tuple[Node, ...], _: Differentiate) -> Node:
    """`at(f, x, 2)`, `at(f, [x, y], [2, 3])`: the value of f there."""
    if len(arguments) != 3:
        raise ReferenceFault("", "at wants three things: at(f, x, 2)")
    tree, by, values = arguments
    names = _variables(by)
    points = values.entries if isinstance(values, Vector) else (values,)
    if len(names) != len(points):
        raise ReferenceFault("", f"at was given {len(names)} variables and {len(points)} values")
    return substitute(tree, dict(zip(names, points, strict=True)))


def _two(arguments: tuple[Node, ...], example: str) -> tuple[Node, Node]:
    if len(arguments) != 2:
        raise ReferenceFault("", f"two things are wanted: {example}")
    return arguments[0], arguments[1]


def _variables(node: Node) -> list[str]:
    """`x` or `[x, y]` as names."""
    parts = node.entries if isinstance(node, Vector) else (node,)
    names = [part.name for part in parts if isinstance(part, Name)]
    if len(names) != len(parts):
        raise ReferenceFault("", "a variable is wanted (a letter that is no parameter)")
    return names


DERIVATIVES = frozenset(("diff", "grad", "jacobian", "hessian"))
CALLS: dict[str, Callable[[tuple[Node, ...], Differentiate], Node]] = {
    "diff": _diff, "grad": _grad, "jacobian": _jacobian, "hessian": _hessian, "at": _at,
}  # fmt: skip
