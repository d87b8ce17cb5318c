"""What all checkers of scalar entries share: references, verdicts, classes of wrong answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from flint import arb

from grader.checkers.shape import names_of, reference_tree
from grader.equivalence import Comparison, NowhereDefined, Prover, Range, Reference, compare
from grader.equivalence.reference import EXACT, is_number
from grader.equivalence.values import ZERO, Hole, Value, ball, rational
from grader.errors import ReferenceFault
from grader.language.tree import Node, names_in
from grader.question import Interval, Part
from grader.results import Certificate


def ranges_of(part: Part, names: Sequence[str]) -> tuple[Range, ...]:
    """The ranges of `names`, in order; raises ReferenceFault for a domain that is no interval of rationals."""
    return tuple(_range(part, name, part.domain.get(name)) for name in names)


def _range(part: Part, name: str, interval: Interval | None) -> Range:
    whole = name in part.integers
    if interval is None:
        return _undeclared(name, whole)
    try:
        return _declared(name, interval.low, interval.high, whole)
    except ValueError as error:
        reason = f"domain of {name}: {interval.low!r} to {interval.high!r} is no interval"
        raise ReferenceFault(part.name, reason) from error


@lru_cache(maxsize=1024)
def _undeclared(name: str, whole: bool) -> Range:
    return Range(name, integer=whole)


@lru_cache(maxsize=1024)
def _declared(name: str, low: str, high: str, whole: bool) -> Range:
    ends = rational(low), rational(high)
    if ends[0] > ends[1] or (whole and ends[0].ceil() > ends[1].floor()):
        raise ValueError(low)
    return Range(name, *ends, whole)


def make_reference(part: Part, node: Node, seed: int, exact: bool = False) -> Reference:
    """A scalar reference of this part; raises ReferenceFault where it has no value."""
    names = part.variables
    if part.integers:
        names = tuple(dict.fromkeys((*part.variables, *part.integers)))
    asked = None
    if part.asked is not None:
        asked = reference_tree(part.name, part.asked, names_of(part.variables, part.integers, part.functions))
    tolerance = EXACT if exact or part.tolerance == EXACT else part.tolerance
    try:
        return Reference(node, ranges_of(part, names), seed, asked, tolerance)
    except NowhereDefined as error:
        undeclared = sorted(names_in(node).difference(names))
        reason = f"uses {', '.join(undeclared)}, which is not declared" if undeclared else str(error)
        raise ReferenceFault(part.name, reason) from error
    except ValueError as error:
        raise ReferenceFault(part.name, f"tolerance: {error}") from error


def best(references: Sequence[Reference], response: Node, prover: Prover | None) -> Comparison:
    """The comparison with the first reference that is equal; else with the first (undecided if any is)."""
    first: Comparison | None = None
    for reference in references:
        outcome = compare(reference, response, prover)
        if outcome.equal:
            return outcome
        if first is None or outcome.certificate is Certificate.UNDECIDED:
            first = outcome
    assert first is not None, "a part has at least one reference"
    return first


def wrong_class(values: Sequence[Value]) -> str:
    """A short name that equal wrong answers to one variant share: a hash of the values at its points."""
    return blake2b("".join(map(_rounded, values)).encode(), digest_size=6).hexdigest()


def _rounded(value: Value) -> str:
    if type(value) is Hole:
        return repr(value)
    if type(value) is arb and value.contains(0):
        value = ZERO
    return f"{float(ball(value)):.8e};" if is_number(value) else "wide;"
