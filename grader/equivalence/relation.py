"""How two values at one point stand to each other, and the ladder of precision that settles an open point."""

from __future__ import annotations

from enum import Enum
from typing import Any

from flint import arb, fmpq

from grader.equivalence.evaluate import Evaluator, ScaleEvaluator
from grader.equivalence.kinks import Point
from grader.equivalence.values import CUT_BITS, Hole, Precision, Value, ball
from grader.language.tree import Node

MAX_BITS = 4096


class Relation(Enum):
    """EQUAL (overlapping, tightly), APART (rigorously different), UNDEFINED (the response, proved), OPEN."""

    EQUAL = "equal"
    APART = "apart"
    UNDEFINED = "undefined"
    OPEN = "open"


def relate(answer: Value, response: Value, bits: int, limit: Value | None = None) -> Relation:
    """The relation of two values computed at `bits`; `limit` is the distance that is forgiven, if one is."""
    if type(answer) is fmpq and type(response) is fmpq:
        if answer == response:
            return Relation.EQUAL
        return Relation.APART if limit is None else _within(answer, response, limit)
    if type(response) is Hole:
        return Relation.UNDEFINED if response.proved and type(answer) is not Hole else Relation.OPEN
    if type(answer) is Hole:
        return Relation.OPEN
    left, right = ball(answer), ball(response)
    if not left.overlaps(right):
        return Relation.APART if limit is None else _within(left, right, limit)
    if left.rel_accuracy_bits() * 3 >= bits and right.rel_accuracy_bits() * 3 >= bits:
        return Relation.EQUAL
    return Relation.OPEN if limit is None else _within(left, right, limit)


def _within(answer: Value, response: Value, limit: Value) -> Relation:
    distance = abs(answer - response)
    if distance <= limit:
        return Relation.EQUAL
    return Relation.APART if distance > limit else Relation.OPEN


class Ladder:
    """Settles one point by doubling the precision from `bits` to MAX_BITS."""

    __slots__ = ("answer", "bits", "point", "response")

    def __init__(self, answer: Node, response: Node, point: Point, bits: int) -> None:
        self.answer, self.response, self.point, self.bits = answer, response, point, bits

    def climb(self, limit: Value | None = None) -> Relation:
        """The first relation that is not OPEN; OPEN when even MAX_BITS do not tell."""
        bits = self.bits
        while bits <= MAX_BITS:
            relation = self.at(bits, limit)
            if relation is not Relation.OPEN:
                return relation
            bits *= 2
        return Relation.OPEN

    def at(self, bits: int, limit: Value | None = None) -> Relation:
        """The relation at `bits`, with tightness measured against the largest intermediate value."""
        relation = self._at(bits, limit, cut=False)
        if relation is Relation.OPEN and bits >= CUT_BITS:
            relation = self._at(bits, limit, cut=True)
            return relation if relation is Relation.EQUAL else Relation.OPEN
        return relation

    def _at(self, bits: int, limit: Value | None, cut: bool) -> Relation:
        with Precision(bits):
            columns = {name: [value] for name, value in self.point.items()}
            plain = Evaluator(columns, 1, cut)
            answer, response = plain.values(self.answer)[0], plain.values(self.response)[0]
            relation = relate(answer, response, bits, limit)
            if relation is not Relation.OPEN or type(answer) is Hole or type(response) is Hole:
                return relation
            traced = ScaleEvaluator(columns, 1, cut)
            traced.values(self.answer)
            traced.values(self.response)
            radii = ball(answer).rad(), ball(response).rad()
            relation = _tight(ball(answer), ball(response), bits, traced.scale)
        return relation if relation is Relation.OPEN or self._shrinks(radii, bits, cut) else Relation.OPEN

    def _shrinks(self, radii: tuple[Any, Any], bits: int, cut: bool) -> bool:
        """Whether both balls close in on a point: at twice the bits they are far smaller.

        sin(e^(e^20)) fills [-1, 1] at any precision to be had, and its radius is tiny against the largest intermediate
        value all the same.
        """
        with Precision(2 * bits):
            again = Evaluator({name: [value] for name, value in self.point.items()}, 1, cut)
            for node, radius in zip((self.answer, self.response), radii, strict=True):
                value = again.values(node)[0]
                if type(value) is Hole or ball(value).rad() > radius * arb(2) ** -(bits // 8):
                    return False
        return True


def _tight(left: Any, right: Any, bits: int, scale: Any) -> Relation:
    """EQUAL if the overlapping balls are small against the largest intermediate value: radius <= 2^(-bits/3) scale."""
    if not left.overlaps(right) or not scale.is_finite():
        return Relation.OPEN
    allowed = scale * arb(2) ** (-(bits // 3))
    small = left.rad() <= allowed and right.rad() <= allowed
    return Relation.EQUAL if small else Relation.OPEN
