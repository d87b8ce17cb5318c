"""A reference made ready: its points, and its values there, computed once for all responses."""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import arb, fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.kinks import Point, beside_kinks
from grader.equivalence.points import BLOCK, Columns, Range, blocks, rows
from grader.equivalence.survey import Survey, survey
from grader.equivalence.tolerance import Limits
from grader.equivalence.values import Hole, Precision, Value
from grader.language.tree import Node
from grader.question import Tolerance

MAX_BLOCKS = 24
"""Blocks of eight points tried before a reference counts as defined nowhere."""


class NowhereDefined(ValueError):
    """The reference has no value at any point that was tried."""


def is_number(value: Value) -> bool:
    """Whether a value is exact or a finite ball."""
    return type(value) is fmpq or (type(value) is arb and value.is_finite())


@dataclass(slots=True)
class Reference:
    """`points` are where the reference (and `asked`, the function in whose domain it counts) is defined: eight or
    more, one if there are no variables, fewer only for few integers. `values` are its values there at
    `survey.precision` bits. `declared` says that a domain was given."""

    node: Node
    ranges: tuple[Range, ...]
    seed: int
    asked: Node | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    survey: Survey = field(init=False)
    limits: Limits = field(init=False)
    points: list[Point] = field(init=False)
    columns: Columns = field(init=False)
    values: list[Value] = field(init=False)

    def __post_init__(self) -> None:
        self.survey = survey(self.node)
        self.limits = Limits(self.tolerance)
        with Precision(self.survey.precision):
            self.points = self._choose()
            self.points += self._beside(self.survey.kinks)
            self.columns = columns_of(self.points)
            self.values = Evaluator(self.columns, len(self.points)).values(self.node)

    @property
    def declared(self) -> bool:
        return any(variable.declared for variable in self.ranges)

    def _choose(self) -> list[Point]:
        found: list[Point] = []
        for number, columns in enumerate(blocks(self.seed, self.ranges)):
            if number == MAX_BLOCKS or len(found) >= BLOCK:
                break
            found += [point for point in self._defined(columns) if point not in found]
        if not found:
            raise NowhereDefined("the answer has no value in its domain")
        return found[:BLOCK]

    def _defined(self, columns: Columns) -> list[Point]:
        count = BLOCK if self.ranges else 1
        kept = [is_number(value) for value in Evaluator(columns, count).values(self.node)]
        if self.asked is not None:
            asked = Evaluator(columns, count).values(self.asked)
            kept = [keep and is_number(value) for keep, value in zip(kept, asked, strict=True)]
        return [point for point, keep in zip(rows(columns, count), kept, strict=True) if keep]

    def _beside(self, kinks: list[Node]) -> list[Point]:
        if not kinks or not self.ranges:
            return []
        beside = beside_kinks(kinks, self.ranges, self.points[0])
        return self._defined_among(beside) if beside else []

    def _defined_among(self, points: list[Point]) -> list[Point]:
        columns, kept = columns_of(points), points
        for node in (self.node,) if self.asked is None else (self.node, self.asked):
            values = Evaluator(columns, len(points)).values(node)
            kept = [
                point
                for point, value in zip(points, values, strict=True)
                if is_number(value) and point in kept
            ]
        return kept

    def points_for(self, other: Survey) -> list[Point]:
        """Further points, beside the kinks of a response. To be called at the working precision."""
        fresh = [kink for kink in other.kinks if kink not in self.survey.kinks]
        return self._beside(fresh) if fresh else []

    def more_points(self, count: int) -> list[Point]:
        """Up to `count` further blocks of points where the reference is defined."""
        found: list[Point] = []
        for number, columns in enumerate(blocks(self.seed, self.ranges)):
            if number >= MAX_BLOCKS + count or not self.ranges:
                break
            if number > 0:
                found += self._defined(columns)
        return found

    def admits(self, point: Point) -> bool:
        """Whether a point lies in the declared ranges."""
        return all(variable.holds(point[variable.name]) for variable in self.ranges)

    def asked_at(self, point: Point) -> bool:
        """Whether the asked function, if one is known, has a value at a point."""
        if self.asked is None:
            return True
        return is_number(Evaluator(columns_of([point]), 1).values(self.asked)[0])


def columns_of(points: list[Point]) -> Columns:
    """Points as one column a variable."""
    return {name: [point[name] for point in points] for name in points[0]} if points else {}


def undefined(value: Value) -> bool:
    """Whether it is proved that there is no value."""
    return type(value) is Hole and value.proved
