"""Points close to the kinks of abs, sign, relu, min, max, floor and hidden ones, on each side of every change of sign.

A response such as x + relu(x - 2.95) equals x nearly everywhere; only points beyond the kink tell. Along each
variable a linear argument gives its root at once, the sine or cosine of a linear one its half turns, and a square
under a root its double zeros; any other argument is scanned.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import pi
from typing import Any

from flint import arb, fmpq

from grader.equivalence.branches import TRIGONOMETRIC, Kink, Touch, double_zeros
from grader.equivalence.narrow import along, corner, peaks, sign_of
from grader.equivalence.points import Range
from grader.equivalence.stops import ends_of, first_stops, outer_stops
from grader.language.tree import Call, Node, children, names_in

MAX_KINKS = 12
"""Changes of sign that are looked at for one expression."""
_AT_ONCE, _NEAR, _FAR = fmpq(1, 10_000_019), fmpq(37, 1009), fmpq(389, 1013)
"""How far beside a kink its three points stand, as shares of the room there is (at most 1)."""
_CLOSE = fmpq(1, 3)
"""Stops no further apart than this are led closer to the kink between them."""
_HALF_TURN = fmpq(round(pi * 10**6), 10**6)
_BEYOND = fmpq(409, 1013)
"""How far into each half turn its point stands."""
_TURNS_WIDE = 5
"""Half turns on each side of nought that are visited where no domain is declared."""

_PLENTY = 12
"""Points found near nought that are enough for an expression that goes on changing its sign."""

Point = dict[str, Any]


def beside_kinks(kinks: Iterable[Kink], ranges: tuple[Range, ...], base: Point) -> list[Point]:
    """Points inside `ranges` on both sides of each kink that is met when one variable moves and the others stay at `base`."""
    found: list[Point] = []
    for kink in list(kinks)[:MAX_KINKS]:
        names = names_in(kink.node if isinstance(kink, Touch) else kink)
        beside: list[Point] = []
        for variable in ranges:
            if variable.name in names and not variable.integer:
                beside += [{**base, variable.name: value} for value in _points(kink, variable, base)]
        found += beside if beside or isinstance(kink, Touch) else corner(kink, ranges, base)
    return found


def _points(kink: Kink, variable: Range, base: Point) -> list[Any]:
    if isinstance(kink, Touch):
        zeros = double_zeros(kink, variable.name, base)
        if zeros is None:
            return _extrema(kink, variable, base)
        return [point for zero in zeros[:MAX_KINKS] for point in _beside(zero, variable)]
    linear = _linear(kink, variable, base)
    if linear is not None:
        start, slope = linear
        return _beside(-start / slope, variable) if slope else []
    if isinstance(kink, Call) and kink.function in TRIGONOMETRIC:
        linear = _linear(kink.arguments[0], variable, base)
        if linear is not None:
            start, slope = linear
            if kink.function in ("sin", "cos"):
                return _half_turns(start, slope, variable, fmpq(kink.function == "cos", 2))
            return _half_turns(2 * start, 2 * slope, variable, fmpq(0))
    return _scan(kink, variable, base)


def _holds_call(node: Node) -> bool:
    return isinstance(node, Call) or any(map(_holds_call, children(node)))


def _linear(node: Node, variable: Range, base: Point) -> tuple[Any, Any] | None:
    """(start, slope) of an expression without calls that is linear along the variable."""
    if _holds_call(node):
        return None
    low, high = ends_of(variable)
    stops = [low + (high - low) * share for share in (fmpq(113, 1009), fmpq(467, 1013), fmpq(881, 1019))]
    first, second, third = along(node, variable, base, stops)
    if not type(first) is type(second) is type(third) is fmpq or low == high:
        return None
    slope = (second - first) / (stops[1] - stops[0])
    if third != first + slope * (stops[2] - stops[0]):
        return None
    return first - slope * stops[0], slope


def _half_turns(start: Any, slope: Any, variable: Range, shift: Any) -> list[Any]:
    """A point in each of the half turns nearest to nought (or spread over the declared range) of start + slope x."""
    if not slope:
        return []
    numbers = range(-_TURNS_WIDE, _TURNS_WIDE)
    if variable.declared:
        ends = sorted((start + slope * end) / _HALF_TURN - shift for end in (variable.low, variable.high))
        first, last = int(ends[0].floor()), int(ends[1].ceil())
        numbers = range(first, last, 1 + (last - first) // (2 * _TURNS_WIDE))
    points = [((number + _BEYOND + shift) * _HALF_TURN - start) / slope for number in numbers]
    return [point for point in points if variable.holds(point)]


def _scan(kink: Node, variable: Range, base: Point) -> list[Any]:
    """Points beside the changes of sign, those nearest to nought first; far out only where that may tell more."""
    stops = first_stops(kink, variable)
    points = _changes(kink, variable, base, stops)
    if not (len(points) >= _PLENTY and _oscillates(kink)):
        beyond = outer_stops(variable)
        for side in (beyond, [-stop for stop in reversed(beyond)]):
            points += _changes(kink, variable, base, [stop for stop in side if variable.holds(stop)])
    return points


def _oscillates(node: Node) -> bool:
    return (isinstance(node, Call) and node.function in TRIGONOMETRIC) or any(
        map(_oscillates, children(node))
    )


def _changes(kink: Node, variable: Range, base: Point, stops: list[Any]) -> list[Any]:
    """Points on both sides of up to MAX_KINKS changes of sign between neighbouring `stops`."""
    if len(stops) < 2:
        return []
    values = along(kink, variable, base, stops)
    signs = [sign_of(value) for value in values]
    pairs = [
        (left, right, sign)
        for left, right, sign, other in zip(stops, stops[1:], signs, signs[1:], strict=False)
        if sign is not None and other is not None and sign != other
    ]
    pairs.sort(key=lambda pair: abs(pair[0]))
    points = peaks(kink, variable, base, stops, values)
    for left, right, sign in pairs[:MAX_KINKS]:
        if right - left <= _CLOSE:
            points += _beside(_closer(kink, variable, base, left, right, sign), variable)
        if not fmpq(1, 4) < right - left <= _CLOSE:
            points += [left, right]
    return points


def _extrema(touch: Touch, variable: Range, base: Point) -> list[Any]:
    """The stops on both sides of each minimum (of each maximum too, if asked for), those nearest to nought first."""
    ladder = outer_stops(variable)
    beyond = [stop for stop in (*ladder, *(-stop for stop in ladder)) if variable.holds(stop)]
    stops = sorted({*first_stops(touch.node, variable), *beyond})
    known = [
        (stop, value)
        for stop, value in zip(stops, along(touch.node, variable, base, stops), strict=True)
        if type(value) in (fmpq, arb)
    ]
    found = []
    for (left, low), (_, middle), (right, high) in zip(known, known[1:], known[2:], strict=False):
        if (middle <= low and middle < high) or (touch.both and middle >= low and middle > high):
            found.append((left, right))
    found.sort(key=lambda pair: abs(pair[0]))
    return [stop for pair in found[:MAX_KINKS] for stop in pair]


def _closer(kink: Node, variable: Range, base: Point, left: Any, right: Any, sign: int) -> Any:
    for _ in range(6):
        middle = (left + right) / 2
        here = sign_of(along(kink, variable, base, [middle])[0])
        if here == sign:
            left = middle
        else:
            right = middle
    return (left + right) / 2


def _beside(root: Any, variable: Range) -> list[Any]:
    low, high = (variable.low, variable.high) if variable.declared else (root - 2, root + 2)
    points = []
    for end in (low, high):
        room = min(max(end - root, fmpq(-1)), fmpq(1))
        points += [root + room * share for share in (_AT_ONCE, _NEAR, _FAR)] if low <= root <= high else []
    return [point for point in points if low <= point <= high and point != root]
