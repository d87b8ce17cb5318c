"""Are two expressions the same function on their domain? The seven rules, in order; a certificate for each verdict.

proved     the same tree, or the same rational function by exact arithmetic, or a proof by the prover
agrees     balls overlap tightly at every point, and at one again at 1024 bits
differs    two balls are disjoint at a point of the domain, or the response has no value there: rigorous
undecided  none of these, after the prover: for a person, never "wrong"
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.exact import degree_bound, same_rational
from grader.equivalence.kinks import Point
from grader.equivalence.outcome import AGREES, DOMAIN_OPEN, PROVED, UNDECIDED, Comparison, Prover
from grader.equivalence.points import BLOCK
from grader.equivalence.probe import PROBES, Probe
from grader.equivalence.reference import NowhereDefined, Reference, columns_of, undefined
from grader.equivalence.relation import Ladder, Relation, relate
from grader.equivalence.rounding import is_rounded
from grader.equivalence.survey import Survey, survey
from grader.equivalence.tolerance import root_mean_square
from grader.equivalence.values import CUT_BITS, Hole, Precision, Value
from grader.equivalence.witness import find_witness, is_long, witness_of
from grader.language.tree import Node
from grader.results import Certificate, Diagnosis, Witness

NARROWER_BLOCKS = 8
"""Further blocks searched for points at which a response with a narrower domain has a value."""


def compare(reference: Reference, response: Node, prover: Prover | None = None) -> Comparison:
    """Compares a response with a prepared reference."""
    if response == reference.node:
        return PROVED
    seen = survey(response)
    if seen.opaque:
        return _compare_calls(reference, response, prover)
    with Precision(reference.survey.precision + seen.precision - 128):
        outcome = _decided(reference, response, seen)
    if outcome is UNDECIDED and prover is not None:
        names = [variable.name for variable in reference.ranges]
        integers = [variable.name for variable in reference.ranges if variable.integer]
        return PROVED if prover(reference.node, response, names, integers) is True else UNDECIDED
    return outcome


def _decided(reference: Reference, response: Node, seen: Survey) -> Comparison:
    """The first of three ways that decides. A reference without a value that can be written down, as e^(10^900) has
    none, decides nothing."""
    try:
        return (
            _at_the_probe(reference, response, seen)
            or _by_form(reference, response, seen)
            or _Check(reference, response, seen).outcome()
        )
    except NowhereDefined:
        return UNDECIDED


def _compare_calls(reference: Reference, response: Node, prover: Prover | None) -> Comparison:
    """A response that calls declared functions: each call of the reference is a variable of its own.

    A call that the reference does not hold may still be equal to one of its own in value: undecided.
    """
    hidden = None if reference.calls is None else reference.calls.hidden_again(response)
    return UNDECIDED if hidden is None else compare(reference, hidden, prover)


def _at_the_probe(reference: Reference, response: Node, seen: Survey) -> Comparison | None:
    """DIFFERS where the two differ at one of a few points, as nearly all wrong responses do; PROVED for rational
    functions that have values there and the same form. Literals far from 1 ask for other precisions; a tolerance asks
    for all points."""
    if seen.bits or reference.survey.bits or not reference.limits.is_exact:
        return None
    probe = reference.probe()
    values = Evaluator(probe.columns, probe.count).values(response)
    for index in range(probe.count - 1, -1, -1):
        if relate(probe.values[index], values[index], 128) is Relation.APART:
            return _different(reference, response, seen, probe, values, index)
    return PROVED if _is_rational_form(reference, response, seen, values) else None


def _is_rational_form(reference: Reference, response: Node, seen: Survey, values: list[Value]) -> bool:
    """Whether two rational functions, not both seen to have values everywhere, have the same form: a rational function
    with some values lacks them at isolated points only, which are forgiven (but not among few whole numbers)."""
    if seen.curved or reference.survey.curved or (seen.total and reference.survey.total):
        return False
    if any(variable.integer for variable in reference.ranges):
        return False
    return all(type(value) is fmpq for value in values) and reference.has_form_of(response)


def _different(
    reference: Reference, response: Node, seen: Survey, probe: Probe, values: list[Value], index: int
) -> Comparison:
    point = probe.point(index)
    witness = witness_of(point, probe.values[index], values[index]) if index == probe.count - 1 else None
    if witness is None or not probe.readable or is_long(witness):
        witness = find_witness(reference, response, point)
    rounded = seen.decimals and is_rounded(reference, response, point)
    return Comparison(
        Certificate.DIFFERS, witness, (Diagnosis("rounded"),) if rounded else (), values=tuple(values)
    )


def _by_form(reference: Reference, response: Node, seen: Survey) -> Comparison | None:
    """PROVED for two that have a value everywhere and the same canonical form."""
    if seen.total and reference.survey.total and reference.has_form_of(response):
        return PROVED
    return None


class _Check:
    """One comparison, at the working precision `bits`. The last points may be `extra`: beside kinks of the response."""

    __slots__ = ("answers", "bits", "extra", "reference", "response", "seen", "values")

    def __init__(self, reference: Reference, response: Node, seen: Survey) -> None:
        self.reference, self.response, self.seen = reference, response, seen
        self.bits = reference.survey.precision + seen.precision - 128
        self.extra = reference.points_for(seen) if seen.kinks else []
        columns, count, self.answers = reference.columns, reference.count, reference.values
        if self.extra:
            further = columns_of(self.extra)
            columns = {name: [*column, *further[name]] for name, column in columns.items()}
            count += len(self.extra)
        if self.extra or seen.bits:
            self.answers = Evaluator(columns, count).values(reference.node)
        self.values = Evaluator(columns, count).values(response)

    def _point(self, index: int) -> Point:
        own = self.reference.count
        return self.reference.point(index) if index < own else self.extra[index - own]

    def outcome(self) -> Comparison:
        undefined_at: list[Point] = []
        confirm: int | None = None
        still_open = False
        for index, value in enumerate(self.values):
            relation = self._relation(index, climb=not still_open)
            if relation is Relation.APART:
                return self._differs(self._point(index))
            if relation is Relation.OPEN:
                still_open = True
            elif relation is Relation.UNDEFINED:
                undefined_at.append(self._point(index))
            elif confirm is None and not (type(value) is fmpq and type(self.answers[index]) is fmpq):
                confirm = index
        if still_open:
            return UNDECIDED
        if undefined_at:
            return self._narrower(undefined_at, len(self.values) - len(undefined_at))
        return self._equal(confirm)

    def _relation(self, index: int, climb: bool = True) -> Relation:
        answer, value = self.answers[index], self.values[index]
        limit = None if self.reference.limits.is_exact else self._limit(answer)
        relation = relate(answer, value, self.bits, limit)
        if relation is not Relation.OPEN or not climb:
            return relation
        return Ladder(self.reference.node, self.response, self._point(index), self.bits).climb(limit)

    def _limit(self, answer: Value) -> Value | None:
        if type(answer) is Hole:
            return None
        typical = root_mean_square(self.reference.values) if self.reference.ranges else abs(answer)
        return self.reference.limits.at(answer, typical)

    def _equal(self, confirm: int | None) -> Comparison:
        """All points agree. Exact arithmetic may prove it; else one point is looked at again at 1024 bits."""
        if not self.reference.limits.is_exact and self.answers != self.values:
            return AGREES
        if self._is_proved(confirm is None) or self._has_form():
            return PROVED
        if self.seen.loud or self.reference.survey.loud:
            return UNDECIDED
        if confirm is None or self.bits >= CUT_BITS:
            return AGREES
        point = self._point(confirm)
        relation = self._confirmed(confirm, point)
        if relation is Relation.APART:
            return self._differs(point)
        return AGREES if relation is Relation.EQUAL else UNDECIDED

    def _has_form(self) -> bool:
        """Whether the canonical forms are the same; where both have a value everywhere that was asked before."""
        if (self.seen.total and self.reference.survey.total) or not (
            self.seen.curved or self.reference.survey.curved
        ):
            return False
        return self.reference.has_form_of(self.response)

    def _confirmed(self, index: int, point: Point) -> Relation:
        if index < self.reference.count:
            with Precision(CUT_BITS):
                answer = self.reference.value(CUT_BITS, index)
                columns = {name: [value] for name, value in point.items()}
                relation = relate(answer, Evaluator(columns, 1).values(self.response)[0], CUT_BITS)
            if relation is not Relation.OPEN:
                return relation
        return Ladder(self.reference.node, self.response, point, CUT_BITS).climb()

    def _is_proved(self, exact: bool) -> bool:
        """Whether two rational functions are proved the same; `exact` says that all values are exact."""
        if self.seen.curved or self.reference.survey.curved:
            return False
        names = frozenset(self.reference.survey.names | self.seen.names)
        if not names:
            return exact
        if exact and len(names) == 1 and len(self.reference.ranges) == 1:
            degree = degree_bound(self.reference.node, self.response)
            if degree is not None and degree < len(self.values):
                return True
        return same_rational(self.reference.node, self.response, names) is True

    def _differs(self, point: Point, *diagnosis: str) -> Comparison:
        codes = list(diagnosis)
        if self.seen.decimals and is_rounded(self.reference, self.response, point):
            codes.append("rounded")
        own = tuple(self.values[: self.reference.count][-PROBES:])
        return Comparison(
            Certificate.DIFFERS, self._witness(point), tuple(Diagnosis(code) for code in codes), values=own
        )

    def _witness(self, point: Point) -> Witness:
        """The readable one of the points if they differ there, else one that is searched for."""
        last = self.reference.count - 1
        if self.reference.readable and self._relation(last) is Relation.APART:
            witness = witness_of(self._point(last), self.answers[last], self.values[last])
            if not is_long(witness):
                return witness
        return find_witness(self.reference, self.response, point)

    def _narrower(self, undefined_at: list[Point], agreeing: int) -> Comparison:
        """The response has no value somewhere in the domain, and agrees where it has one (rule 4)."""
        further: list[Point] = []
        if agreeing < BLOCK and not (self.reference.declared and agreeing):
            further = self.reference.more_points(NARROWER_BLOCKS)
        agreeing_further = 0
        values: list[Any] = (
            Evaluator(columns_of(further), len(further)).values(self.response) if further else []
        )
        for point, value in zip(further, values, strict=True):
            if undefined(value):
                continue
            relation = Ladder(self.reference.node, self.response, point, self.bits).climb(None)
            if relation in (Relation.APART, Relation.OPEN):
                return self._differs(point) if relation is Relation.APART else UNDECIDED
            agreeing_further += relation is Relation.EQUAL
        if agreeing + agreeing_further == 0:
            return self._differs(undefined_at[0], "undefined_everywhere")
        plain = not self.reference.survey.pointed and not self.reference.survey.hidden_abs
        if self.reference.declared or self.reference.asked is not None or not plain:
            return self._differs(undefined_at[0])
        if agreeing + agreeing_further < BLOCK:
            return DOMAIN_OPEN
        return Comparison(Certificate.AGREES, notes=("narrower_domain",))
