"""What all checkers of scalar entries share: references, verdicts, known mistakes, classes of wrong answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b

from grader.checkers.shape import PreparedPart, names_of, reference_tree
from grader.equivalence import Comparison, NowhereDefined, Prover, Range, Reference, compare
from grader.equivalence.reference import EXACT, is_number
from grader.equivalence.values import Hole, Value, ball, rational
from grader.errors import ReferenceFault
from grader.language.tree import Node, names_in
from grader.question import Interval, Mistake, Part
from grader.results import Certificate, Diagnosis


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
    if ends[0] > ends[1]:
        raise ValueError(low)
    return Range(name, *ends, whole)


def make_reference(part: Part, node: Node, seed: int, exact: bool = False) -> Reference:
    """A scalar reference of this part; raises ReferenceFault where it has no value."""
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


def known_mistakes(
    part: PreparedPart, made: Callable[[Node], object], matches: Callable[[object], bool]
) -> tuple[Diagnosis, ...]:
    """The mistake of the catalogue whose answer the response equals, if there is one.

    `made` prepares an answer of the catalogue, `matches` compares the response with one so prepared. An answer
    that cannot be used is passed over: the linter of the bank reports it to the author.
    """
    if not part.part.catalogue:
        return ()
    if part.mistakes is None:
        part.mistakes = [(mistake, _usable(part, mistake, made)) for mistake in part.part.catalogue]
    for mistake, target in part.mistakes:
        if target is not None and matches(target):
            return (Diagnosis(mistake.code, mistake.node),)
    return ()


def _usable(part: PreparedPart, mistake: Mistake, made: Callable[[Node], object]) -> object | None:
    try:
        return made(reference_tree(part.part.name, mistake.answer, part.names))
    except ReferenceFault:
        return None


def wrong_class(values: Sequence[Value]) -> str:
    """A short name that equal wrong answers to one variant share: a hash of the values at its points."""
    return blake2b("".join(map(_rounded, values)).encode(), digest_size=6).hexdigest()


def _rounded(value: Value) -> str:
    if type(value) is Hole:
        return repr(value)
    return f"{float(ball(value)):.8e};" if is_number(value) else "wide;"
