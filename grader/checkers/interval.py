"""A union of intervals: the same set of numbers as the answer, however it is cut and ordered."""

from __future__ import annotations

from functools import cmp_to_key
from hashlib import blake2b

from grader.checkers.constants import value_of
from grader.checkers.ends import Interval
from grader.checkers.entries import weakest
from grader.checkers.pieces import whole
from grader.checkers.scalars import make_reference
from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.checkers.spans import Union, numbers_in, read_union
from grader.equivalence import compare
from grader.equivalence.values import Precision, Value
from grader.errors import ReferenceFault, Unreadable
from grader.language import AUTHOR, STUDENT, Names, to_text
from grader.language.tree import Node
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

BITS = 256
Normal = tuple[Interval, ...]
"""Disjoint intervals, none touching another, from left to right."""


class _Line:
    """The order of typed ends on the line. Two ends whose balls overlap at BITS are one."""

    def __init__(self) -> None:
        self._values: dict[Node, Value] = {}

    def sign(self, left: Node, right: Node) -> int:
        """-1, 0 or 1."""
        a, b = self._value(left), self._value(right)
        return -1 if a < b else 1 if a > b else 0

    def _value(self, end: Node) -> Value:
        if end not in self._values:
            with Precision(BITS):
                self._values[end] = value_of(end)
        return self._values[end]


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> Normal:
    """The answer as disjoint intervals."""
    if part.answer is None:
        raise ReferenceFault(part.name, "has no answer")
    try:
        union = read_union(whole(part.answer), names, AUTHOR)
    except Unreadable as error:
        raise ReferenceFault(part.name, f"cannot read {part.answer!r}", error) from error
    return normal(union)


def read(part: PreparedPart, response: Response) -> Reading:
    """A union of intervals."""
    text = response.get("", "")
    union = read_union(whole(text), part.names, STUDENT)
    return Reading(text, value=union, joined=union.joined)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none; right ends with wrong brackets are named `endpoint`."""
    mine = normal(reading.value)
    read_as = reading.latex if context.echo else None
    ends = _certificate(part, mine, context)
    if ends is Certificate.UNDECIDED:
        return PartResult(Verdict.UNDECIDED, 0, ends, read_as)
    if ends is not Certificate.DIFFERS and [one.closed for one in mine] == [
        one.closed for one in part.target
    ]:
        return PartResult(Verdict.CORRECT, FULL_SCORE, ends, read_as)
    spelled = ";".join(f"{one.closed}{[to_text(end) for end in numbers_in((one,))]}" for one in mine)
    return PartResult(
        Verdict.INCORRECT, 0, Certificate.DIFFERS, read_as,
        diagnosis=(Diagnosis("endpoint"),) if ends is not Certificate.DIFFERS else (),
        wrong_class=blake2b(spelled.encode(), digest_size=6).hexdigest(),
    )  # fmt: skip


def _certificate(part: PreparedPart, mine: Normal, context: Context) -> Certificate:
    """How sure it is that all ends are those of the answer: the weakest certificate of them, or DIFFERS."""
    if len(mine) != len(part.target):
        return Certificate.DIFFERS
    found = [
        _compared(part, a, b, context)
        for one, other in zip(part.target, mine, strict=True)
        for a, b in ((one.low, other.low), (one.high, other.high))
    ]
    return Certificate.DIFFERS if Certificate.DIFFERS in found else weakest(found)


def _compared(
    part: PreparedPart, answer: Node | None, response: Node | None, context: Context
) -> Certificate:
    if answer is None or response is None:
        return Certificate.PROVED if answer is response else Certificate.DIFFERS
    return compare(make_reference(part.part, answer, part.seed), response, context.prover).certificate


def normal(union: Union) -> Normal:
    """Empty intervals left out, the others in order, those that touch made one."""
    line = _Line()
    kept = [one for one in union.intervals if _holds_something(one, line)]
    kept.sort(key=cmp_to_key(lambda a, b: _before(a, b, line)))
    found: list[Interval] = []
    for one in kept:
        if found and _touches(found[-1], one, line):
            found[-1] = _merged(found[-1], one, line)
        else:
            found.append(one)
    return tuple(found)


def _holds_something(one: Interval, line: _Line) -> bool:
    if one.low is None or one.high is None:
        return True
    sign = line.sign(one.low, one.high)
    return sign < 0 or (sign == 0 and all(one.closed))


def _before(a: Interval, b: Interval, line: _Line) -> int:
    if a.low is None or b.low is None:
        return (b.low is None) - (a.low is None)
    return line.sign(a.low, b.low) or b.closed[0] - a.closed[0]


def _touches(a: Interval, b: Interval, line: _Line) -> bool:
    """Whether no number lies between `a` and the `b` that does not begin before it."""
    if a.high is None or b.low is None:
        return True
    sign = line.sign(a.high, b.low)
    return sign > 0 or (sign == 0 and (a.closed[1] or b.closed[0]))


def _merged(a: Interval, b: Interval, line: _Line) -> Interval:
    closed = a.closed[0]
    if a.low is not None and b.low is not None and line.sign(a.low, b.low) == 0:
        closed = closed or b.closed[0]
    if a.high is None or b.high is None:
        return Interval(a.low, None, (closed, False))
    sign = line.sign(a.high, b.high)
    if sign == 0:
        return Interval(a.low, a.high, (closed, a.closed[1] or b.closed[1]))
    longer = a if sign > 0 else b
    return Interval(a.low, longer.high, (closed, longer.closed[1]))
