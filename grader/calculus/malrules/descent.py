"""Wrong steps of gradient descent: old - eta·slope, in one variable or entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.calculus.malrules.calls import holds_derivative, is_call, orders
from grader.calculus.malrules.shape import TaskRule
from grader.calculus.substitution import replaced_at
from grader.calculus.tidy import negative, tidy, total
from grader.language.tree import (
    Call,
    Name,
    Negative,
    Node,
    Path,
    Product,
    Quotient,
    Sum,
    Vector,
    at_path,
    children,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `move` is eta·slope as written, and the slope stands in it at `path`."""

    old: Node
    move: Node
    path: Path

    slope: Call
    """`at(diff(L, w), w, 2)`, or `diff(L, w)` where the place is left open."""

    def with_slope(self, slope: Node) -> Node:
        """old - eta·(another slope)."""
        return total(self.old, negative(replaced_at(self.move, self.path, slope)))


def step_of(node: Node) -> Step | None:
    """The step that this node is, if it is one: the slope is taken where the step starts."""
    if not isinstance(node, Sum) or not isinstance(node.terms[-1], Negative):
        return None
    move = node.terms[-1].operand
    path = _path_of_slope(move)
    old = total(*node.terms[:-1])
    slope = None if path is None else at_path(move, path)
    if path is None or not isinstance(slope, Call) or tidy(old) != _place(slope):
        return None
    return Step(old, move, path, slope)


def steps_of(task: Node) -> tuple[Step, ...]:
    """The step, or the steps of all coordinates; empty where the task is something else."""
    steps = [step_of(entry) for entry in (task.entries if isinstance(task, Vector) else (task,))]
    return () if None in steps else tuple(step for step in steps if step)


def _path_of_slope(move: Node) -> Path | None:
    """The path of the one slope in constants times it; None where it stands otherwise."""
    if is_call(move, "at", "diff"):
        return () if _place(move) is not None else None
    moving = [index for index, child in enumerate(children(move)) if holds_derivative(child)]
    if len(moving) != 1 or not (isinstance(move, Product) or (isinstance(move, Quotient) and moving == [0])):
        return None
    below = _path_of_slope(children(move)[moving[0]])
    return None if below is None else (moving[0], *below)


def _place(slope: Node) -> Node | None:
    """The coordinate, in the slope's own variable, of the point where it is taken; None if it is no slope."""
    if not isinstance(slope, Call):
        return None
    names = orders(slope if slope.function == "diff" else slope.arguments[0])
    if len(names) != 1:
        return None
    if slope.function == "diff":
        return Name(names[0])
    _, by, values = slope.arguments
    points = dict(zip(_parts(by), _parts(values), strict=False))
    found = points.get(Name(names[0]))
    return None if found is None else tidy(found)


def _parts(node: Node) -> tuple[Node, ...]:
    return node.entries if isinstance(node, Vector) else (node,)


def _loss(slope: Call) -> Node:
    """The loss where the slope is taken."""
    if slope.function == "diff":
        return slope.arguments[0]
    inside = slope.arguments[0]
    return Call("at", (children(inside)[0], *slope.arguments[1:]))


def _each(wrong: Callable[[Step], Node | None]) -> Callable[[Node], Iterator[Node]]:
    """A wrong rule for a step, followed in all coordinates."""

    def rule(task: Node) -> Iterator[Node]:
        found = [wrong(step) for step in steps_of(task)]
        if found and None not in found:
            entries = tuple(entry for entry in found if entry)
            yield Vector(entries, task.brackets) if isinstance(task, Vector) else entries[0]

    return rule


def _uphill(step: Step) -> Node:
    return total(step.old, step.move)


def _first_slope(step: Step) -> Node | None:
    """A second step with the slope of the first."""
    before = step_of(step.old)
    return None if before is None else step.with_slope(before.slope)


def _one_step(step: Step) -> Node | None:
    """The place after the first of two steps."""
    return None if step_of(step.old) is None else step.old


def _one_after_another(task: Node) -> Iterator[Node]:
    """Each coordinate is moved from where the ones before it have gone."""
    steps = steps_of(task)
    moved: dict[Node, Node] = {}
    for step in steps:
        slope = step.slope
        if slope.function != "at" or not isinstance(slope.arguments[1], Vector):
            return
        inside, by, values = slope.arguments
        point = tuple(moved.get(name, value) for name, value in zip(_parts(by), _parts(values), strict=False))
        moved[Name(orders(inside)[0])] = step.with_slope(Call("at", (inside, by, Vector(point))))
    if len(moved) > 1:
        yield Vector(tuple(moved.values()))


DESCENT = (
    TaskRule("gd_plus", "gd_plus", _each(_uphill)),
    TaskRule("gd_noeta", "gd_parts", _each(lambda step: total(step.old, negative(step.slope)))),
    TaskRule("gd_step_only", "gd_parts", _each(lambda step: negative(step.move))),
    TaskRule("gd_grad_only", "gd_parts", _each(lambda step: step.slope)),
    TaskRule("gd_loss", "gd_loss", _each(lambda step: step.with_slope(_loss(step.slope)))),
    TaskRule("gd_seq", "gd_seq", _one_after_another),
    TaskRule("gd_stale", "gd_stale", _each(_first_slope)),
    TaskRule("gd_once", "gd_once", _each(_one_step)),
)
