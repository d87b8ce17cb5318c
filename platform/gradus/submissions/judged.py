"""A submission and its judgement, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gradus.library.models import Variant
from gradus.submissions.authors_words import with_words
from gradus.submissions.fields import ShownQuestion, shown_questions
from gradus.submissions.models import Grade, PartGrade, Source, State, Submission

SLOW = timedelta(seconds=5)
"""A check that waits longer than this is said to take longer than usual."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement on one part, as shown: its result is grader.results.PartResult as JSON.

    In a grade that a person gave, the parts they decided carry `"decided": "manual"` in their result.
    """

    question: ShownQuestion
    verdict: str
    result: Mapping[str, Any]

    @property
    def by_hand(self) -> bool:
        """Whether a person decided this part."""
        return self.result.get("decided") == "manual"


@dataclass(frozen=True, slots=True)
class Shown:
    """A submission with its state: waiting, received, failed, undecided or a verdict.

    `slow` says that it has waited longer than a check takes as a rule; `by_hand` that a teacher decided it, for
    the `reason` they gave; `score` in millionths.
    """

    submission: Submission
    state: str
    judged: tuple[Judged, ...] = ()
    slow: bool = False
    by_hand: bool = False
    reason: str = ""
    score: int = 0

    @property
    def final(self) -> bool:
        """Whether nothing more is to come by itself."""
        return self.state != "waiting"


def shown_submission(submission: Submission, variant: Variant, shows: bool, now: datetime) -> Shown:
    """What may be told of `submission` at `now`; nothing but that it was received unless `shows`."""
    if not shows:
        return Shown(submission, "received")
    if submission.state == State.WAITING:
        return Shown(submission, "waiting", slow=now - submission.received_at >= SLOW)
    if submission.state == State.FAILED:
        return Shown(submission, "failed")
    grade = Grade.objects.filter(submission=submission, replaced_at__isnull=True).first()
    if grade is None:
        return Shown(submission, "undecided")
    state = "undecided" if submission.state == State.NEEDS_REVIEW else grade.verdict
    return Shown(
        submission,
        state,
        tuple(judged_parts(list(grade.parts.all()), variant, submission)),
        by_hand=grade.source == Source.MANUAL,
        reason=grade.reason,
        score=grade.score,
    )


def judged_parts(parts: Sequence[PartGrade], variant: Variant, submission: Submission) -> list[Judged]:
    """The judgement on each part, in the order of the problem, with the author's words to known mistakes."""
    say = variant.reveal.get("say", {})
    by_name = {part.part: part for part in parts}
    results = {part.part: part.result for part in parts}
    typed = submission.typed.get("responses", {})
    return [
        Judged(
            question,
            by_name[question.name].verdict,
            with_words(results[question.name], say.get(question.name)),
        )
        for question in shown_questions(variant.presentation, typed, {}, results)
        if question.name in by_name
    ]
