"""The calls of a task, and how wrong ways through a task rewrite them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.substitution import with_children
from grader.calculus.tidy import numeric
from grader.language.tree import Call, Matrix, Name, Node, Vector, walk

DERIVATIVES = frozenset(("diff", "grad", "jacobian", "hessian"))

Change = Callable[[Call], Node | None]


def everywhere(change: Change) -> Callable[[Node], Iterator[Node]]:
    """The task with `change` made of each of its calls, from the innermost outwards; nothing if none is changed."""

    def changed(node: Node) -> Node:
        node = with_children(node, changed)
        found = change(node) if isinstance(node, Call) else None
        return node if found is None else found

    def wrong(task: Node) -> Iterator[Node]:
        new = changed(task)
        if new != task:
            yield new

    return wrong


def one_value(wrong: Callable[[Node], Iterator[Node]]) -> Callable[[Node], Iterator[Node]]:
    """The wrong way, for tasks whose answer is one value and no vector or matrix."""
    return lambda task: iter(()) if _has_entries(task) else wrong(task)


def _has_entries(task: Node) -> bool:
    if isinstance(task, Call) and task.function == "at":
        return _has_entries(task.arguments[0])
    return isinstance(task, Vector | Matrix) or is_call(task, "grad", "jacobian", "hessian")


def is_call(node: Node, *functions: str) -> bool:
    """Is this a call of one of these functions?"""
    return isinstance(node, Call) and node.function in functions


def holds_derivative(node: Node) -> bool:
    """Does a derivative stand somewhere in it?"""
    return any(is_call(part, *DERIVATIVES) for _, part in walk(node))


def orders(call: Node) -> tuple[str, ...]:
    """The variables of a `diff`, one for each time: (x, x) of `diff(f, x, 2)`; empty for anything else."""
    if not isinstance(call, Call) or call.function != "diff":
        return ()
    names: list[str] = []
    for step in call.arguments[1:]:
        times = numeric(step)
        if isinstance(step, Name):
            names.append(step.name)
        elif times is not None and names:
            names += names[-1:] * (int(times) - 1)
    return tuple(names)


def diff(function: Node, *names: str) -> Call:
    """`diff(f, x, y)`."""
    return Call("diff", (function, *map(Name, names)))
