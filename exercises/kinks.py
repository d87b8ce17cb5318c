"""Slopes that are asked for exactly at a kink: there is none, and a draw that asks for one is refused.

The rules give |x| the slope sign(x), and sign(0) is 0; but at 0 the graph has no tangent.
"""

from __future__ import annotations

from exercises.derive import folded
from exercises.exact import value_of
from exercises.faults import DeriveError
from grader.calculus.substitution import with_children
from grader.calculus.task import DERIVATIVES, carried_out
from grader.calculus.tidy import number
from grader.language.text import to_text
from grader.language.tree import Call, Node, names_in, walk


def refuse_kinks(task: Node) -> None:
    """Raises DeriveError if a derivative in `task` is taken where its sides differ. `x|x|` has a slope at 0."""
    for _, node in walk(task):
        if isinstance(node, Call) and node.function == "at" and _differentiates(node.arguments[0]):
            _refuse(node)


def _differentiates(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function in DERIVATIVES for _, part in walk(node))


def _refuse(at: Call) -> None:
    slope, letters, point = map(carried_out, at.arguments)
    there = carried_out(Call("at", (slope, letters, point)))
    if not any(_turns(part) for _, part in walk(there)):
        return
    if folded(_beside(there, 1)) != folded(_beside(there, -1)):
        raise DeriveError(
            f"no slope at {to_text(letters)} = {to_text(folded(point))}, where the graph has a kink"
        )


def _turns(node: Node) -> bool:
    """Whether this is the sign of 0."""
    if not isinstance(node, Call) or node.function != "sign" or names_in(node):
        return False
    return value_of(folded(node.arguments[0])) == 0


def _beside(node: Node, side: int) -> Node:
    """`node` with each sign of 0 as it is on one side of it."""
    return number(side) if _turns(node) else with_children(node, lambda child: _beside(child, side))
