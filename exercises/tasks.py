"""The task of an answer: what is asked with its numbers put in, while its derivatives still stand to be taken.

`diff(f, x)` with f = "a*x^2" becomes diff(3x^2, x). The grader works wrong answers, steps and hints out from it
(`grader.calculus.task`).
"""

from __future__ import annotations

from exercises.derive import Environment, derive
from exercises.kinks import refuse_kinks
from exercises.program import Program
from grader.calculus.substitution import substitute, with_children
from grader.calculus.task import DERIVATIVES
from grader.language.limits import AUTHOR
from grader.language.text import to_text
from grader.language.tree import Call, Node, names_in, walk

MAX_NODES = 400
"""A longer task has too many wrong ways to be worth following."""
MAX_DEPTH = AUTHOR.depth // 2
"""Brackets count as a level where the task is read again."""
_UNFOLLOWED = frozenset({"roots", "argmin"})
"""Author's functions that no rule of differentiation leads through."""


def task_of(program: Program, answer: str, environment: Environment) -> Node | None:
    """The task behind the answer called `answer`; `environment` holds the value of each parameter and [let] name.

    A [let] name that holds a derivative is spelled out, every other one stands with its value. None where nothing
    is differentiated, where zeros or minima are sought, and where the task would be too long to read or to follow.
    Raises DeriveError like `derive`, and for a slope at a kink.
    """
    reference = program.references.get(answer)
    if reference is None:
        return None
    spelled = _spelled(reference, spelled_out(program))
    if spelled is None or not _calls(spelled) & DERIVATIVES or _calls(spelled) & _UNFOLLOWED:
        return None
    task = _filled(spelled, environment)
    refuse_kinks(task)
    fits = _size(task) <= MAX_NODES and _depth(task) <= MAX_DEPTH and len(to_text(task)) <= AUTHOR.characters
    return task if fits else None


def spelled_out(program: Program) -> dict[str, Node]:
    """The [let] names that hold a derivative, themselves or through another, with their formulas."""
    found: dict[str, Node] = {}
    for name, tree in program.let.items():
        if _calls(tree) & (DERIVATIVES | _UNFOLLOWED) or names_in(tree) & found.keys():
            found[name] = tree
    return found


def _spelled(node: Node, long: dict[str, Node]) -> Node | None:
    """`node` with the names in `long` replaced by their formulas; None beyond MAX_NODES pieces or MAX_DEPTH."""
    while used := names_in(node) & long.keys():
        node = substitute(node, {name: long[name] for name in used})
        if _size(node) > MAX_NODES or _depth(node) > MAX_DEPTH:
            return None
    return node


def _filled(node: Node, environment: Environment) -> Node:
    """Numbers and plain names put in; what holds no derivative is worked out, as it is shown."""
    if not _calls(node) & DERIVATIVES:
        return derive(node, environment)
    return with_children(node, lambda child: _filled(child, environment))


def _calls(node: Node) -> set[str]:
    return {part.function for _, part in walk(node) if isinstance(part, Call)}


def _size(node: Node) -> int:
    return sum(1 for _ in walk(node))


def _depth(node: Node) -> int:
    return max(len(path) for path, _ in walk(node))
