"""Points close to the kinks of abs, sign, relu, min, max and floor: two on each side of every change of sign.

A response such as x + relu(x - 2.95) equals x nearly everywhere; only points beyond the kink tell. Along each
variable an argument that proves linear gives its root at once; any other is scanned on a grid of 64 points.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import arb, fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.points import Range
from grader.equivalence.values import Value
from grader.language.tree import Node, names_in

GRID = 64
MAX_KINKS = 12
"""Changes of sign that are looked at for one expression."""
_FREE = (fmpq(-10), fmpq(10))
_NEAR, _FAR = fmpq(37, 1009), fmpq(389, 1013)
"""How far beside a kink its two points stand, as shares of the room there is (at most 1)."""

Point = dict[str, Any]


def beside_kinks(kinks: Iterable[Node], ranges: tuple[Range, ...], base: Point) -> list[Point]:
    """Points inside `ranges` on both sides of each kink that is met when one variable moves and the others stay at `base`."""
    found: list[Point] = []
    for kink in list(kinks)[:MAX_KINKS]:
        names = names_in(kink)
        for variable in ranges:
            if variable.name in names and not variable.integer:
                for root in _roots(kink, variable, base)[:MAX_KINKS]:
                    found.extend({**base, variable.name: value} for value in _beside(root, variable))
    return found


def _along(kink: Node, variable: Range, base: Point, stops: list[Any]) -> list[Value]:
    columns = {name: [value] * len(stops) for name, value in base.items()}
    columns[variable.name] = stops
    return Evaluator(columns, len(stops)).values(kink)


def _ends(variable: Range) -> tuple[Any, Any]:
    return (variable.low, variable.high) if variable.declared else _FREE


def _roots(kink: Node, variable: Range, base: Point) -> list[Any]:
    low, high = _ends(variable)
    stops = [low + (high - low) * share for share in (fmpq(113, 1009), fmpq(467, 1013), fmpq(881, 1019))]
    first, second, third = _along(kink, variable, base, stops)
    if type(first) is type(second) is type(third) is fmpq:
        slope = (second - first) / (stops[1] - stops[0])
        if third == first + slope * (stops[2] - stops[0]):
            return [stops[0] - first / slope] if slope else []
    return _scan(kink, variable, base, low, high)


def _scan(kink: Node, variable: Range, base: Point, low: Any, high: Any) -> list[Any]:
    stops = [low + (high - low) * fmpq(index, GRID - 1) for index in range(GRID)]
    signs = [_sign(value) for value in _along(kink, variable, base, stops)]
    roots = []
    for index in range(GRID - 1):
        here, there = signs[index], signs[index + 1]
        if here == 0:
            roots.append(stops[index])
        elif here and there and here != there:
            roots.append(_closer(kink, variable, base, stops[index], stops[index + 1], here))
    return roots


def _closer(kink: Node, variable: Range, base: Point, left: Any, right: Any, sign: int) -> Any:
    for _ in range(6):
        middle = (left + right) / 2
        here = _sign(_along(kink, variable, base, [middle])[0])
        if here == sign:
            left = middle
        else:
            right = middle
    return (left + right) / 2


def _sign(value: Value) -> int | None:
    if type(value) not in (fmpq, arb):
        return None
    return 1 if value > 0 else -1 if value < 0 else 0 if value == 0 else None


def _beside(root: Any, variable: Range) -> list[Any]:
    low, high = (variable.low, variable.high) if variable.declared else (root - 2, root + 2)
    points = []
    for end in (low, high):
        room = min(max(end - root, fmpq(-1)), fmpq(1))
        points += [root + room * _NEAR, root + room * _FAR] if low <= root <= high else []
    return [point for point in points if low <= point <= high and point != root]
