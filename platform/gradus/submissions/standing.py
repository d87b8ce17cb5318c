"""Where a student stands with each problem of a set: its state, its newest attempt, the points that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gradus.accounts.models import User
from gradus.courses.models import Counting, ProblemSet, ProblemSetItem
from gradus.submissions.models import FULL_SCORE, Attempt, Grade, State, Submission
from gradus.submissions.tries import COUNTED_VERDICTS

StandingState = Literal[
    "new", "open", "waiting", "received", "correct", "partial", "incorrect", "undecided", "failed"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """One student on one item. `score` (millionths) is None while nothing counts or a test is not released."""

    state: StandingState = "new"
    attempt: Attempt | None = None
    score: int | None = None
    tries: int = 0

    def points(self, item: ProblemSetItem) -> float:
        """What the score is worth on `item`."""
        return (self.score or 0) / FULL_SCORE * item.points


@dataclass(frozen=True, slots=True)
class Outcome:
    """A submission and what it was given, as far as it has an outcome."""

    submission: Submission
    verdict: str | None
    score: int

    @property
    def state(self) -> str:
        """The state of the submission while it has no verdict, else the verdict."""
        if self.submission.state == State.NEEDS_REVIEW:
            return "undecided"
        return self.verdict or str(self.submission.state)


def standings(
    *, user: User, problem_set: ProblemSet, items: Sequence[ProblemSetItem], now: datetime
) -> dict[int, Standing]:
    """The standing of `user` on each item, by the item's key. Three queries, whatever the number of items."""
    attempts: dict[int, Attempt] = {}
    for attempt in Attempt.objects.of(user).filter(item__in=items).order_by("number"):
        if attempt.item_id is not None:
            attempts[attempt.item_id] = attempt
    outcomes: dict[int, list[Outcome]] = defaultdict(list)
    mine = Submission.objects.filter(attempt__user=user, attempt__item__in=items)
    for outcome in outcomes_of(mine.select_related("attempt")):
        if outcome.submission.attempt.item_id is not None:
            outcomes[outcome.submission.attempt.item_id].append(outcome)
    shown = problem_set.shows_verdicts(now)
    return {
        item.pk: _standing(attempts.get(item.pk), outcomes[item.pk], problem_set, shown) for item in items
    }


def outcomes_of(submissions: Iterable[Submission]) -> list[Outcome]:
    """Each submission with its current grade, oldest first."""
    rows = sorted(submissions, key=lambda each: (each.received_at, each.pk))
    grades = Grade.objects.filter(submission__in=[each.pk for each in rows], replaced_at__isnull=True)
    current = {grade.submission_id: grade for grade in grades}
    return [_outcome(row, current.get(row.pk)) for row in rows]


def _outcome(submission: Submission, grade: Grade | None) -> Outcome:
    if grade is None:
        return Outcome(submission, None, 0)
    return Outcome(submission, grade.verdict, grade.score)


def _standing(
    attempt: Attempt | None, outcomes: list[Outcome], problem_set: ProblemSet, shown: bool
) -> Standing:
    if attempt is None:
        return Standing()
    counted = [each for each in outcomes if each.verdict in COUNTED_VERDICTS]
    if not shown:
        return Standing("received" if outcomes else "open", attempt, None, len(outcomes))
    score = _counting(counted, problem_set.counting)
    return Standing(_state(outcomes, counted, score), attempt, score, len(counted))


def _counting(counted: list[Outcome], policy: str) -> int | None:
    if not counted:
        return None
    if policy == Counting.FIRST:
        return counted[0].score
    if policy == Counting.LAST:
        return counted[-1].score
    return max(each.score for each in counted)


def _state(outcomes: list[Outcome], counted: list[Outcome], score: int | None) -> StandingState:
    last = outcomes[-1].submission.state if outcomes else None
    if score == FULL_SCORE:
        return "correct"
    if last == State.WAITING:
        return "waiting"
    if last == State.NEEDS_REVIEW:
        return "undecided"
    if last == State.FAILED and not counted:
        return "failed"
    if score is None:
        return "open"
    return "partial" if score else "incorrect"
