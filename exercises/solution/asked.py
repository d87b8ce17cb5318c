"""What kind of task it is, and the derivatives and values that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exercises.derive import folded
from grader.calculus import differentiate
from grader.calculus.substitution import with_children
from grader.calculus.task import DERIVATIVES, carried_out
from grader.calculus.tidy import ONE
from grader.language.tree import (
    Call,
    Name,
    Negative,
    Node,
    Product,
    Quotient,
    Sum,
    Vector,
    children,
    names_in,
    walk,
)


@dataclass(frozen=True, slots=True)
class Round:
    """One differentiation on the way of a task."""

    function: Node
    variable: str
    slope: Node


@dataclass(frozen=True, slots=True)
class Descent:
    """old - rate * slope: one step of gradient descent."""

    old: Node
    rate: Node
    slope: Call


def is_derivative(node: Node) -> bool:
    """diff, grad, jacobian or hessian?"""
    return isinstance(node, Call) and node.function in DERIVATIVES


def is_value(node: Node) -> bool:
    """The value of a derivative at a point?"""
    return isinstance(node, Call) and node.function == "at" and is_derivative(node.arguments[0])


def asks(node: Node) -> bool:
    """Is something differentiated in this tree?"""
    return any(is_derivative(part) for _, part in walk(node))


def derivatives(task: Node) -> list[Call]:
    """The derivatives that the task asks for, innermost first, each once."""
    found: dict[Call, None] = {}
    for node in _upwards(task):
        if isinstance(node, Call) and is_derivative(node):
            found.setdefault(node)
    return list(found)


def values(task: Node) -> list[Call]:
    """The values of derivatives that the task is made of, innermost first, each once."""
    return list(dict.fromkeys(node for node in _upwards(task) if isinstance(node, Call) and is_value(node)))


def rounds(derivative: Call) -> list[Round]:
    """The differentiations that a derivative takes, in their order."""
    made: list[Round] = []

    def once(function: Node, variable: str) -> Node:
        slope = folded(differentiate(function, variable))
        made.append(Round(function, variable, slope))
        return slope

    carried_out(derivative, once)
    return made


def points(value: Call) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """The variables of an `at` and where each of them stands."""
    _, by, where = value.arguments
    names = tuple(part.name for part in entries(by) if isinstance(part, Name))
    return names, entries(where)


def entries(node: Node) -> tuple[Node, ...]:
    """What a list holds; a thing that is no list is its own only entry."""
    return node.entries if isinstance(node, Vector) else (node,)


def pushed(task: Node) -> Node:
    """The task with each `at` moved inwards to the derivatives: at(w - diff(L, w), w, 4) is 4 - at(diff(L, w), w, 4)."""
    if is_derivative(task):
        return task
    task = with_children(task, pushed)
    if isinstance(task, Call) and task.function == "at":
        return _inwards(task.arguments[0], task)
    return task


def _inwards(tree: Node, at: Call) -> Node:
    if is_derivative(tree):
        return Call("at", (tree, *at.arguments[1:]))
    if is_value(tree) and isinstance(tree, Call):
        return _at_both(tree, at)
    if not asks(tree):
        return folded(carried_out(Call("at", (tree, *at.arguments[1:]))))
    return with_children(tree, lambda child: _inwards(child, at))


def _at_both(inner: Call, outer: Call) -> Call:
    """One `at` for two within each other: the inner one comes first, so its variables are taken already."""
    places = dict(zip(*points(inner), strict=True))
    for name, where in zip(*points(outer), strict=True):
        places.setdefault(name, where)
    by = Vector(tuple(Name(name) for name in places))
    return Call("at", (inner.arguments[0], by, Vector(tuple(places.values()))))


def descent(node: Node) -> Descent | None:
    """The step of gradient descent that the node is, if it is one."""
    if not isinstance(node, Sum):
        return None
    moving = [term for term in node.terms if any(is_value(part) for part in _factors(term))]
    old = [term for term in node.terms if term not in moving]
    if len(moving) != 1 or not isinstance(moving[0], Negative) or not old:
        return None
    slope = next(part for part in _factors(moving[0]) if is_value(part))
    start = old[0] if len(old) == 1 else Sum(tuple(old))
    if not isinstance(slope, Call) or not _stands_at(start, slope):
        return None
    rate = replaced(moving[0].operand, slope, ONE)
    return None if asks(rate) else Descent(start, folded(rate), slope)


def _stands_at(start: Node, slope: Call) -> bool:
    """Is the slope taken where the step starts?"""
    return any(folded(carried_out(start)) == folded(carried_out(point)) for point in points(slope)[1])


def replaced(node: Node, old: Node, new: Node) -> Node:
    """`node` with every `old` in it replaced."""
    return new if node == old else with_children(node, lambda child: replaced(child, old, new))


def _factors(term: Node) -> Iterator[Node]:
    match term:
        case Negative(operand=operand):
            yield from _factors(operand)
        case Product(factors=factors):
            for factor in factors:
                yield from _factors(factor)
        case Quotient(top=top):
            yield from _factors(top)
        case _:
            yield term


def _upwards(node: Node) -> Iterator[Node]:
    for child in children(node):
        yield from _upwards(child)
    yield node


def kind_of(task: Node) -> str:
    """The entry of `[tasks]` for a pushed task; empty for one derivative by the only variable."""
    if is_value(task) and isinstance(task, Call):
        inner = kind_of(task.arguments[0])
        return inner or "slope"
    if isinstance(task, Call) and is_derivative(task):
        if task.function != "diff":
            return {"grad": "gradient"}.get(task.function, task.function)
        made = rounds(task)
        if len(made) > 1:
            return "higher"
        return "partial" if names_in(made[0].function) - {made[0].variable} else ""
    steps = [descent(entry) for entry in entries(task)]
    if all(steps):
        return "descent"
    return _mixed_kind(task)


def _mixed_kind(task: Node) -> str:
    slopes = values(task)
    variables = {points(slope)[0] for slope in slopes}
    if isinstance(task, Vector) and all(is_value(entry) for entry in task.entries):
        return "gradient"
    terms = task.top if isinstance(task, Quotient) else task
    several = len({rounds(made)[0].variable for made in derivatives(task)}) > 1
    if several and isinstance(terms, Sum) and not names_in(folded(carried_out(task))):
        return "directional"
    if len(slopes) == 1 and set(*variables) & names_in(folded(carried_out(task))):
        return "tangent"
    return "expression"
