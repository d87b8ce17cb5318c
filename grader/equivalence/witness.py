"""The point that is shown: readable where one can be found, both values rounded and still visibly different."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor, log10

from flint import fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.kinks import Point
from grader.equivalence.points import readable_points
from grader.equivalence.reference import Reference
from grader.equivalence.values import CUT_BITS, Hole, Precision, Value, ball
from grader.language.kept import Kept
from grader.language.tree import Node
from grader.results import Witness

_DIGITS = (3, 4, 6, 8, 10, 13, 16, 25, 40, 60, 100, 160, 300)
"""Significant digits to try. Two values that were told apart by balls differ within the last of them."""
_BITS = (CUT_BITS, 4 * CUT_BITS)
"""Precisions to try after the working one, for two that only the ladder told apart."""


def find_witness(reference: Reference, response: Node, failing: Point) -> Witness:
    """A witness near or instead of `failing`, a point at which the two are known to differ."""
    right = _value(response, failing)
    hole = type(right) is Hole
    exact = reference.limits.is_exact
    near = (*readable_points(reference.ranges), *_rounded(failing)) if exact else ()
    for point in near:
        if reference.admits(point):
            there = _value(response, point)
            witness = _differing(reference, _value(reference.node, point), there, point, hole)
            if witness is not None:
                return witness
    return _told_apart(reference.node, response, failing)


def _told_apart(answer: Node, response: Node, point: Point) -> Witness:
    """The witness at `point`, at the first precision that tells the two apart."""
    left, right = _value(answer, point), _value(response, point)
    for bits in _BITS:
        if type(left) is Hole or type(right) is Hole or _disjoint(left, right):
            break
        with Precision(bits):
            left, right = _value(answer, point), _value(response, point)
            witness = witness_of(point, left, right)
            if _disjoint(left, right):
                return witness
    return witness_of(point, left, right)


def witness_of(point: Point, answer: Value, response: Value) -> Witness:
    """The witness of two values that differ at a point."""
    at = {name: _COORDINATES[int(value.p), int(value.q)] for name, value in point.items()}
    return Witness(at, *_apart(answer, response))


def _rounded(point: Point) -> Iterator[Point]:
    for digits in (1, 2, 3):
        scale = 10**digits
        yield {
            name: value if value.q == 1 else fmpq(round(Fraction(int(value.p * scale), int(value.q))), scale)
            for name, value in point.items()
        }


def _value(node: Node, point: Point) -> Value:
    return Evaluator({name: [value] for name, value in point.items()}, 1).values(node)[0]


def _differing(reference: Reference, left: Value, right: Value, point: Point, holes: bool) -> Witness | None:
    """A witness at `point`, if the two differ there; `holes` says that an undefined response counts."""
    if type(left) is Hole or (type(right) is Hole and not (holes and right.proved)):
        return None
    if type(right) is not Hole and (left == right or not _disjoint(left, right)):
        return None
    if reference.asked is not None and not reference.asked_at(point):
        return None
    witness = witness_of(point, left, right)
    return None if is_long(witness) else witness


def is_long(witness: Witness) -> bool:
    """Whether the two values differ so late in their digits that another point is worth a try."""
    return len(witness.answer) > 12 or len(witness.response) > 12


def _disjoint(left: Value, right: Value) -> bool:
    return not ball(left).overlaps(ball(right))


def _apart(left: Value, right: Value) -> tuple[str, str]:
    """Both values, with as many digits as it takes to tell them apart."""
    for digits in _DIGITS:
        shown = written(left, digits), written(right, digits)
        if shown[0] != shown[1]:
            return shown
    return shown


def written(value: Value, digits: int) -> str:
    """A value rounded to `digits` significant digits, without an exponent where it is of ordinary size."""
    if type(value) is Hole:
        return "undefined" if value.proved else "unknown"
    if digits > 16:
        return str(ball(value).str(digits, radius=False))
    middle = float(ball(value))
    if middle == 0:
        return "0"
    if not 1e-5 < abs(middle) < 1e9:
        return (
            str(ball(value).str(digits, radius=False))
            if abs(middle) in (0, float("inf"))
            else f"{middle:.{digits}g}"
        )
    text = f"{middle:.{digits}g}"  # as a rule that is it, and counting digits takes longer
    if "e" not in text:
        return text
    text = f"{middle:.{max(0, digits - 1 - floor(log10(abs(middle))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(number: tuple[int, int]) -> str:
    """A coordinate: a short decimal where it is one, else a fraction."""
    fraction = Fraction(*number)
    thousandths = fraction * 1000
    if thousandths.denominator == 1:
        text = f"{float(fraction):.3f}".rstrip("0").rstrip(".")
        return text if text != "-0" else "0"
    return str(fraction)


_COORDINATES: Kept[tuple[int, int], str] = Kept(_plain, 500)
"""As they are shown, by numerator and denominator: the readable points are few."""
