"""Where a student stands with each problem of a set: its state, its newest attempt, the points that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from django.db.models import FilteredRelation, Q

from gradus.accounts.models import User
from gradus.courses.models import Counting, ProblemSet, ProblemSetItem
from gradus.submissions.models import FULL_SCORE, Attempt, Grade, State, Submission
from gradus.submissions.tries import COUNTED_VERDICTS

StandingState = Literal[
    "new", "open", "waiting", "received", "correct", "partial", "incorrect", "undecided", "failed"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """One student on one item. `score` (millionths) is None while nothing counts or a test is not released.

    `late` says that what counts (or, while nothing does, what was sent last) came after the due date.
    """

    state: StandingState = "new"
    attempt: Attempt | None = None
    score: int | None = None
    tries: int = 0
    late: bool = False

    def points(self, item: ProblemSetItem) -> float:
        """What the score is worth on `item`."""
        return (self.score or 0) / FULL_SCORE * item.points


class Mark(Protocol):
    """What a standing is made of: one submission. `stage` is the submission's state."""

    @property
    def stage(self) -> str:
        """Where the submission stands."""

    @property
    def late(self) -> bool:
        """Whether it came after the due date."""

    @property
    def verdict(self) -> str | None:
        """The current verdict, if there is one."""

    @property
    def score(self) -> int | None:
        """The current score in millionths."""


class ClassMark(NamedTuple):
    """A submission of a class: only what a table needs."""

    user: int
    item: int
    stage: str
    late: bool
    verdict: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A submission and what it was given, as far as it has an outcome."""

    submission: Submission
    verdict: str | None
    score: int

    @property
    def stage(self) -> str:
        """The submission's own state."""
        return str(self.submission.state)

    @property
    def late(self) -> bool:
        """Whether it came after the due date."""
        return self.submission.late

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
    return standings_in(user=user, sets=[(problem_set, items)], now=now)


def standings_in(
    *, user: User, sets: Sequence[tuple[ProblemSet, Sequence[ProblemSetItem]]], now: datetime
) -> dict[int, Standing]:
    """The standing of `user` on each item of these sets, by the item's key. Three queries, whatever their number."""
    items = [item for _set, several in sets for item in several]
    attempts: dict[int, Attempt] = {}
    for attempt in Attempt.objects.of(user).filter(item__in=items).order_by("number"):
        if attempt.item_id is not None:
            attempts[attempt.item_id] = attempt
    outcomes: dict[int, list[Outcome]] = defaultdict(list)
    mine = Submission.objects.filter(attempt__user=user, attempt__item__in=items)
    for outcome in outcomes_of(mine.select_related("attempt")):
        if outcome.submission.attempt.item_id is not None:
            outcomes[outcome.submission.attempt.item_id].append(outcome)
    return {
        item.pk: _standing(attempts.get(item.pk), outcomes[item.pk], each.counting, each.shows_verdicts(now))
        for each, several in sets
        for item in several
    }


def class_standings(
    *, users: Collection[int], items: Sequence[ProblemSetItem]
) -> dict[tuple[int, int], Standing]:
    """(user, item) -> standing, as the course's staff see it: tests too, before their release.

    Two queries, whatever the number of students and items; whoever never opened an item is left out. The items
    must have their sets with them (`select_related("problem_set")`).
    """
    attempts: dict[tuple[int, int], Attempt] = {}
    opened = Attempt.objects.filter(item__in=items, user__in=users).order_by("number")
    for attempt in opened.only("public_id", "user_id", "item_id", "number"):
        if attempt.item_id is not None:
            attempts[attempt.user_id, attempt.item_id] = attempt
    marks: dict[tuple[int, int], list[ClassMark]] = defaultdict(list)
    for mark in class_marks(users=users, items=items):
        marks[mark.user, mark.item].append(mark)
    counting = {item.pk: item.problem_set.counting for item in items}
    return {
        key: _standing(attempt, marks[key], counting[key[1]], shown=True) for key, attempt in attempts.items()
    }


def class_marks(*, users: Collection[int], items: Sequence[ProblemSetItem]) -> list[ClassMark]:
    """Every submission of `users` on `items` with its current verdict and score, oldest first. One query."""
    current = FilteredRelation("grades", condition=Q(grades__replaced_at__isnull=True))
    rows = (
        Submission.objects.filter(attempt__item__in=items, attempt__user__in=users)
        .annotate(current=current)
        .order_by("received_at", "pk")
    )
    columns = ("attempt__user_id", "attempt__item_id", "state", "late", "current__verdict", "current__score")
    return [ClassMark(*row) for row in rows.values_list(*columns)]


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


def _standing(attempt: Attempt | None, sent: Sequence[Mark], policy: str, shown: bool) -> Standing:
    """`sent` is what was sent for the item, oldest first."""
    if attempt is None:
        return Standing()
    counted = [each for each in sent if each.verdict in COUNTED_VERDICTS]
    if not shown:
        return Standing("received" if sent else "open", attempt, None, len(sent))
    counting = _counting(counted, policy)
    score = None if counting is None else counting.score
    told = counting or (sent[-1] if sent else None)
    return Standing(
        _state(sent, counted, score), attempt, score, len(counted), told is not None and told.late
    )


def _counting(counted: Sequence[Mark], policy: str) -> Mark | None:
    """The one that gives the points; of equally good ones the first."""
    if not counted:
        return None
    if policy == Counting.FIRST:
        return counted[0]
    if policy == Counting.LAST:
        return counted[-1]
    return max(counted, key=lambda each: each.score or 0)


def _state(sent: Sequence[Mark], counted: Sequence[Mark], score: int | None) -> StandingState:
    last = sent[-1].stage if sent else None
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
