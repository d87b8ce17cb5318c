"""Vectors and matrices are judged entry by entry; this is what the two share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.checkers.scalars import wrong_class
from grader.checkers.shape import Context, PreparedPart, Reading
from grader.diagnosis.explain import explainer_of
from grader.equivalence import Comparison, Reference, compare
from grader.equivalence.values import UNKNOWN
from grader.language.tree import Node
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

_ORDER = (Certificate.UNDECIDED, Certificate.DIFFERS, Certificate.AGREES, Certificate.PROVED)
"""The certificate of the whole is the first of these that an entry has."""


def compared(references: Sequence[Reference], entries: Sequence[Node], context: Context) -> list[Comparison]:
    """Each entry with its reference."""
    return [compare(one, entry, context.prover) for one, entry in zip(references, entries, strict=True)]


def all_equal(references: Sequence[Reference], entries: Sequence[Node]) -> bool:
    """Whether every entry equals its reference; stops at the first that does not."""
    return all(compare(one, entry).equal for one, entry in zip(references, entries, strict=True))


def entry_verdict(outcome: Comparison) -> Verdict:
    """The verdict on one entry."""
    if outcome.equal:
        return Verdict.CORRECT
    return Verdict.UNDECIDED if outcome.certificate is Certificate.UNDECIDED else Verdict.INCORRECT


def certificate_of(outcomes: Sequence[Comparison]) -> Certificate:
    """The certificate of the whole: the weakest."""
    return weakest([outcome.certificate for outcome in outcomes])


def weakest(certificates: Sequence[Certificate]) -> Certificate:
    """The one that says least; PROVED of none."""
    return min(certificates, key=_ORDER.index, default=Certificate.PROVED)


def result_of(
    reading: Reading,
    outcomes: Sequence[Comparison],
    diagnosis: tuple[Diagnosis, ...],
    context: Context,
) -> PartResult:
    """The judgement on all entries. A `diagnosis` of the whole (transposed, swapped, a known mistake) takes the
    credit for entries that are right by chance; else, and where it is about single entries, each right entry counts
    its share. `entries` is flat."""
    verdicts = [entry_verdict(outcome) for outcome in outcomes]
    right = verdicts.count(Verdict.CORRECT)
    read_as = reading.latex if context.echo else None
    certificate = certificate_of(outcomes)
    shown = tuple(str(verdict) for verdict in verdicts)
    if right == len(verdicts):
        notes = tuple(dict.fromkeys(note for outcome in outcomes for note in outcome.notes))
        return PartResult(Verdict.CORRECT, FULL_SCORE, certificate, read_as, notes=notes, entries=shown)
    if Verdict.UNDECIDED in verdicts:
        return PartResult(Verdict.UNDECIDED, 0, certificate, read_as, entries=shown)
    whole = any(one.entry is None for one in diagnosis)
    score = 0 if whole else FULL_SCORE * right // len(verdicts)
    first = next(outcome for outcome in outcomes if not outcome.equal)
    return PartResult(
        Verdict.PARTIAL if score else Verdict.INCORRECT, score, certificate, read_as, first.witness,
        diagnosis or _common(outcomes), entries=shown, wrong_class=class_of(outcomes),
    )  # fmt: skip


def explained(
    part: PreparedPart,
    entries: Sequence[Node],
    outcomes: Sequence[Comparison],
    arranged: Callable[[], tuple[Diagnosis, ...]],
) -> tuple[Diagnosis, ...]:
    """Why a wrong vector or matrix is wrong: a known mistake altogether, right entries otherwise `arranged`, or known
    mistakes in single entries."""
    right = [outcome.equal for outcome in outcomes]
    explainer = explainer_of(part)
    if explainer is None:
        return arranged()
    return explainer.whole(entries, right) or arranged() or explainer.entries(entries, right)


def class_of(outcomes: Sequence[Comparison]) -> str:
    """The class of a wrong answer: which entries are right, and the values of the others."""
    return wrong_class([value for outcome in outcomes for value in (UNKNOWN, *outcome.values)])


def _common(outcomes: Sequence[Comparison]) -> tuple[Diagnosis, ...]:
    """What the wrong entries have in common: all rounded, say."""
    wrong = [outcome.diagnosis for outcome in outcomes if not outcome.equal]
    return wrong[0] if all(diagnosis == wrong[0] for diagnosis in wrong) else ()
