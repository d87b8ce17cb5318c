"""Places where a kink is met in a small part only: between two stops of a scan, or in a corner of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from flint import arb, fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.points import Range
from grader.equivalence.stops import ends_of
from grader.equivalence.values import Value
from grader.language.tree import Node, names_in

Point = dict[str, Any]
_PEAKS, _ROUNDS, _PIECES = 4, 3, 8
"""Peaks that are looked at, and how often each is enclosed between two of so many steps."""
_MOST_NAMES = 4
_INSIDE = (fmpq(1, 1009), fmpq(1008, 1009))
"""How far from the ends of its range a coordinate of a corner stands, as a share of the range."""


def along(node: Node, variable: Range, base: Point, stops: Sequence[Any]) -> list[Value]:
    """The values of `node` where one variable visits `stops` and the others stay at `base`."""
    columns = {name: [value] * len(stops) for name, value in base.items()}
    columns[variable.name] = list(stops)
    return Evaluator(columns, len(stops)).values(node)


def sign_of(value: Value) -> int | None:
    """-1, 0 or 1; None where it is unknown."""
    if type(value) not in (fmpq, arb):
        return None
    return 1 if value > 0 else -1 if value < 0 else 0 if value == 0 else None


def peaks(
    kink: Node, variable: Range, base: Point, stops: Sequence[Any], values: Sequence[Value]
) -> list[Any]:
    """Stops beyond zero, between neighbouring stops at which `kink` comes close to zero without a change of sign."""
    near = [
        (abs(float(values[at])), stops[at - 1], stops[at + 1], sign_of(values[at]))
        for at in range(1, len(stops) - 1)
        if _turns_back(*values[at - 1 : at + 2])
    ]
    near.sort(key=lambda peak: peak[0])
    found = (_beyond(kink, variable, base, left, right, sign) for _, left, right, sign in near[:_PEAKS])
    return [stop for stop in found if stop is not None]


def _turns_back(before: Value, here: Value, after: Value) -> bool:
    """Whether a value is the closest to zero of three of one sign."""
    signs = {sign_of(before), sign_of(here), sign_of(after)}
    if len(signs) != 1 or not signs <= {1, -1}:
        return False
    return bool(abs(here) <= abs(before) and abs(here) < abs(after))


def _beyond(kink: Node, variable: Range, base: Point, left: Any, right: Any, sign: int | None) -> Any:
    """A stop between two with another sign than theirs, or None."""
    for _ in range(_ROUNDS):
        stops = [left + (right - left) * fmpq(step, _PIECES) for step in range(_PIECES + 1)]
        values = along(kink, variable, base, stops)
        if any(sign_of(value) is None for value in values):
            return None
        lowest = min(range(len(stops)), key=lambda at: float(values[at]) * (sign or 1))
        if sign_of(values[lowest]) == -(sign or 1):
            return stops[lowest]
        left, right = stops[max(lowest - 1, 0)], stops[min(lowest + 1, _PIECES)]
    return None


def corner(kink: Node, ranges: Sequence[Range], base: Point) -> list[Point]:
    """A corner of the domain at which the sign of `kink` is another than at `base`, if there is one."""
    names = names_in(kink)
    moving = [each for each in ranges if each.name in names and not each.integer]
    if not 2 <= len(moving) <= _MOST_NAMES:
        return []
    coordinates = [
        [low + (high - low) * share for share in _INSIDE] for low, high in (ends_of(each) for each in moving)
    ]
    corners = [
        base | dict(zip((each.name for each in moving), chosen, strict=True))
        for chosen in product(*coordinates)
    ]
    points = [base, *corners]
    columns = {name: [point[name] for point in points] for name in base}
    first, *others = map(sign_of, Evaluator(columns, len(points)).values(kink))
    return [point for point, sign in zip(corners, others, strict=True) if first and sign and sign != first][
        :1
    ]
