"""A reference made ready: its points, and its values there, computed once for all responses."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

from flint import arb, fmpq

from grader.equivalence.branches import Kink
from grader.equivalence.canonical import Form, canonical
from grader.equivalence.evaluate import Evaluator
from grader.equivalence.kinks import Point, beside_kinks
from grader.equivalence.opaque import OpaqueCalls
from grader.equivalence.points import (
    BLOCK,
    Columns,
    Range,
    blocks,
    first_columns,
    last_columns,
    readable_points,
    rows,
)
from grader.equivalence.probe import PROBES, Probe
from grader.equivalence.survey import Survey, survey
from grader.equivalence.tolerance import Limits
from grader.equivalence.values import CUT_BITS, Hole, Precision, Value
from grader.language.tree import Node
from grader.question import Tolerance

EXACT = Tolerance()
NO_LIMITS = Limits(EXACT)
LEAST_INTEGERS = 5
MAX_BLOCKS = 24
"""Blocks of eight points tried before a reference counts as defined nowhere."""
_stands_for_integers = attrgetter("integer")


class NowhereDefined(ValueError):
    """The reference has no value at any point that was tried."""


def is_number(value: Value) -> bool:
    """Whether a value is exact or a finite ball."""
    return type(value) is fmpq or (type(value) is arb and value.is_finite())


@dataclass(slots=True)
class Reference:
    """`columns` hold the points where the reference (and `asked`, the function in whose domain it counts) is
    defined: eight or more, one if there are no variables, fewer only for few integers. `values` are the values
    of the reference there, at `survey.precision` bits. `readable` says that the last of the points has short
    coordinates, to be shown. All four are made when first needed if it is known by then that there are points with
    values; else at once. `declared` says that a domain was given."""

    node: Node
    ranges: tuple[Range, ...]
    seed: int
    asked: Node | None = None
    tolerance: Tolerance = EXACT
    survey: Survey = field(init=False)
    limits: Limits = field(init=False)
    _count: int = field(init=False, default=0)
    _columns: Columns = field(init=False, default_factory=dict)
    _values: list[Value] | None = field(init=False, default=None)
    _readable: bool = field(init=False, default=False)
    _probe: Probe | None = field(init=False, default=None)
    kept: dict[tuple[int, int], Value] = field(init=False, default_factory=dict)
    """Values at (bits, index of the point), beyond the working precision; filled when first needed."""
    form: Form | None = field(init=False, default=None)
    """The canonical form, made when first needed."""
    calls: OpaqueCalls | None = field(init=False, default=None)
    """The calls of declared functions, if there are any: `node` and `ranges` have a variable in place of each."""

    def __post_init__(self) -> None:
        self.survey = survey(self.node)
        if self.survey.opaque or (self.asked is not None and survey(self.asked).opaque):
            self._hide_calls()
        self.limits = NO_LIMITS if self.tolerance is EXACT else Limits(self.tolerance)
        plain = self.asked is None and not any(map(_stands_for_integers, self.ranges))
        if not plain or (not self.survey.total and not self._has_values_at_first_probe()):
            self._settle()

    def _has_values_at_first_probe(self) -> bool:
        with Precision(self.survey.precision):
            self._probe = self._first_probe()
        return self._probe is not None

    def _settle(self) -> list[Value]:
        """Choose the points and evaluate the reference there; returns the values."""
        with Precision(self.survey.precision):
            values = self._takes_first()
            if values is None:
                self._choose()
                self._add_readable()
            else:
                self._values = values
            beside = self._beside(self.survey.kinks) if self.survey.kinks else []
            if beside:
                points = rows(self._columns, self._count)
                self._take([*beside, *points])
        assert self._values is not None, "points were chosen, or NowhereDefined was raised"
        return self._values

    @property
    def columns(self) -> Columns:
        if self._values is None:
            self._settle()
        return self._columns

    @property
    def count(self) -> int:
        if self._values is None:
            self._settle()
        return self._count

    @property
    def values(self) -> list[Value]:
        return self._settle() if self._values is None else self._values

    @property
    def readable(self) -> bool:
        if self._values is None:
            self._settle()
        return self._readable

    def probe(self) -> Probe:
        """The last PROBES of the points, with the values there. To be called at the working precision."""
        if self._probe is None:
            self._probe = self._first_probe() or self._own_probe()
        return self._probe

    def _first_probe(self) -> Probe | None:
        """From the first block, without the other points; None where the reference has no value at one of them."""
        if self._values is not None:
            return None
        columns, count, readable = last_columns(self.seed, self.ranges, PROBES)
        values = Evaluator(columns, count).values(self.node)
        return Probe(columns, count, values, readable) if all(map(is_number, values)) else None

    def _own_probe(self) -> Probe:
        values, count = self.values[-PROBES:], min(PROBES, self.count)
        columns = {name: column[-PROBES:] for name, column in self.columns.items()}
        return Probe(columns, count, values, self.readable)

    def _hide_calls(self) -> None:
        self.calls = OpaqueCalls()
        self.node = self.calls.hidden(self.node)
        self.asked = None if self.asked is None else self.calls.hidden(self.asked)
        self.ranges = (*self.ranges, *self.calls.ranges())
        self.survey = survey(self.node)

    @property
    def declared(self) -> bool:
        return any(variable.declared for variable in self.ranges)

    def point(self, index: int) -> Point:
        """One of the points."""
        return {name: column[index] for name, column in self.columns.items()}

    def value(self, bits: int, index: int) -> Value:
        """The value at a point at more bits, kept. To be called at that precision."""
        if (bits, index) not in self.kept:
            columns = {name: [column[index]] for name, column in self.columns.items()}
            self.kept[bits, index] = Evaluator(columns, 1).values(self.node)[0]
        return self.kept[bits, index]

    def has_form_of(self, response: Node) -> bool:
        """Whether a response has the same canonical form: the same function wherever both are defined."""
        form = canonical(response)
        if form is None:
            return False
        if self.form is None:
            self.form = canonical(self.node)
        return form == self.form

    def _add_readable(self) -> None:
        for point in readable_points(self.ranges):
            value = Evaluator({name: [here] for name, here in point.items()}, 1).values(self.node)[0]
            if is_number(value) and self.asked_at(point):
                self._columns = {name: [*column, point[name]] for name, column in self._columns.items()}
                self._values = [*(self._values or ()), value]
                self._count += 1
                self._readable = True
                return

    def _take(self, points: list[Point]) -> None:
        self._columns, self._count = columns_of(points), len(points)
        self._values = Evaluator(self._columns, self._count).values(self.node)

    def _takes_first(self) -> list[Value] | None:
        """The values at the first block of points, the usual case: None unless the reference is defined all over it."""
        if self.asked is not None or any(variable.integer for variable in self.ranges):
            return None
        self._columns, self._count, self._readable = first_columns(self.seed, self.ranges)
        values = Evaluator(self._columns, self._count).values(self.node)
        return values if all(map(is_number, values)) else None

    def _choose(self) -> None:
        """Points gathered from several blocks."""
        self._readable = False
        found: list[Point] = []
        for number, columns in enumerate(blocks(self.seed, self.ranges)):
            if number == MAX_BLOCKS or len(found) >= BLOCK:
                break
            found += [point for point in self._defined(columns) if point not in found]
        found = found or self._defined_when_cut() or self._defined_at_integers()
        if not found:
            raise NowhereDefined("the answer has no value in its domain")
        self._take(found[:BLOCK])

    def _defined_when_cut(self) -> list[Point]:
        """Points at which a ball that straddles the end of a closed domain has a value once it is cut to it.

        The value there stays unknown at the working precision: it may support `agrees`, never `differs`.
        """
        columns, count = next(blocks(self.seed, self.ranges)), BLOCK if self.ranges else 1
        with Precision(CUT_BITS):
            return self._kept(columns, Evaluator(columns, count, cut=True).values(self.node))

    def _defined_at_integers(self) -> list[Point]:
        """Whole numbers at which a reference has values that has none elsewhere: (-6)^n, n not declared an integer."""
        whole = tuple(Range(each.name, each.low, each.high, integer=True) for each in self.ranges)
        columns, count = next(blocks(self.seed, whole)), BLOCK if whole else 1
        kept = self._kept(columns, Evaluator(columns, count).values(self.node))
        found = [point for index, point in enumerate(kept) if point not in kept[:index]]
        if len(found) < LEAST_INTEGERS:
            return []
        self.ranges = whole
        return found

    def _kept(self, columns: Columns, values: list[Value]) -> list[Point]:
        kept = [is_number(value) for value in values]
        if self.asked is not None:
            asked = Evaluator(columns, len(values)).values(self.asked)
            kept = [keep and is_number(value) for keep, value in zip(kept, asked, strict=True)]
        return [point for point, keep in zip(rows(columns, len(values)), kept, strict=True) if keep]

    def _defined(self, columns: Columns) -> list[Point]:
        count = BLOCK if self.ranges else 1
        return self._kept(columns, Evaluator(columns, count).values(self.node))

    def _beside(self, kinks: list[Kink]) -> list[Point]:
        if not kinks or not self.ranges:
            return []
        beside = beside_kinks(kinks, self.ranges, self.point(0))
        if not beside:
            return []
        columns = columns_of(beside)
        return self._kept(columns, Evaluator(columns, len(beside)).values(self.node))

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
