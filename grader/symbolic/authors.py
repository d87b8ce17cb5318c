"""What sympy works out for authors of problems: roots, factored and expanded forms, limits.

Each call runs in a child process with limits and raises SymbolicFault where nothing comes of it. Trees in,
trees out.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy

from grader.calculus.tidy import ZERO
from grader.errors import ReferenceFault
from grader.language.tree import Node
from grader.symbolic.child import Answer, Crashed, OutOfMemory, TimedOut, forked
from grader.symbolic.from_sympy import from_sympy
from grader.symbolic.to_sympy import Expr, symbol, to_sympy

WALL = 5.0
"""Seconds that an author's computation may take."""


class SymbolicFault(ReferenceFault):
    """sympy gave no usable answer; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__("", reason)

    def __str__(self) -> str:
        return self.reason


def _limited(what: str, call: Callable[[], Node | tuple[Node, ...]], wall: float) -> Node | tuple[Node, ...]:
    """The value of `call` in a child; a fault as SymbolicFault."""
    match forked(call, wall=wall, cpu=int(wall) + 1):
        case Answer(value=value):
            return value
        case TimedOut():
            raise SymbolicFault(f"{what} took longer than {wall:g} s")
        case OutOfMemory():
            raise SymbolicFault(f"{what} wanted too much memory")
        case Crashed(reason=reason):
            raise SymbolicFault(f"{what}: {reason.partition(': ')[2] or reason}")


def _one(what: str, change: Callable[[Expr], Expr], node: Node, wall: float) -> Node:
    found = _limited(what, lambda: from_sympy(change(to_sympy(node))), wall)
    assert not isinstance(found, tuple)
    return found


def simplify(node: Node, wall: float = WALL) -> Node:
    """A form that sympy finds simpler."""
    return _one("simplify", sympy.simplify, node, wall)


def expand(node: Node, wall: float = WALL) -> Node:
    """Products and powers multiplied out."""
    return _one("expand", sympy.expand, node, wall)


def factor(node: Node, wall: float = WALL) -> Node:
    """A product of factors over the rationals."""
    return _one("factor", sympy.factor, node, wall)


def limit(node: Node, name: str, point: Node, side: str = "both", wall: float = WALL) -> Node:
    """The limit as `name` tends to `point` (which may be infinite) from the "left", "right" or "both"."""
    direction = {"left": "-", "right": "+", "both": "+-"}[side]

    def towards(expression: Expr) -> Expr:
        goal = to_sympy(point)
        return sympy.limit(expression, symbol(name), goal, direction if goal.is_finite else "+")

    return _one("limit", towards, node, wall)


def roots(node: Node, name: str, wall: float = WALL) -> tuple[Node, ...]:
    """All real zeros of `node` in `name`, each once, exact, in ascending order; empty if there is none.

    Raises SymbolicFault where they are not finitely many, not found, or have no closed form.
    """
    return solve(node, ZERO, name, wall)


def solve(left: Node, right: Node, name: str, wall: float = WALL) -> tuple[Node, ...]:
    """All real solutions of left = right in `name`, as `roots`."""
    found = _limited("roots", lambda: _real_solutions(to_sympy(left) - to_sympy(right), name), wall)
    assert isinstance(found, tuple)
    return found


def _real_solutions(expression: Expr, name: str) -> tuple[Node, ...]:
    """In the child: the sorted solutions as trees."""
    unknown = symbol(name)
    if unknown not in expression.free_symbols:
        if expression.is_zero:
            raise ValueError("every number is a zero")
        return ()
    found = sympy.solveset(expression, unknown, sympy.S.Reals)
    if found is sympy.S.EmptySet:
        return ()
    if not found.is_FiniteSet:
        raise ValueError("the zeros are not finitely many or have no closed form")
    values = [sympy.radsimp(value) if value.count_ops() < 20 else value for value in found]
    if all(not value.free_symbols for value in values):
        values.sort(key=lambda value: sympy.N(value, 40))
    return tuple(from_sympy(value) for value in values)
