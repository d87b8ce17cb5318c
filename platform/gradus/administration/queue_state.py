"""The queue as an admin sees it: lanes, failures, alerts, what waits for a decision. Of one organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from gradus.accounts.models import User
from gradus.courses.models import Course
from gradus.courses.rights import Right
from gradus.submissions.models import Alert, Grade, GradingJob, Lane, State, Submission

Row = TypeVar("Row")

SHOWN = 50
"""Rows of a list on the page; its heading tells the whole number."""
LATELY = timedelta(days=7)
LAST_GRADES = 5_000
"""How far back to look for the last grade of each source: the page asks every few seconds."""

FAILED = "submission_failed"


@dataclass(slots=True)
class LaneRow:
    """One lane of the grader worker. `oldest` is an age; `expired` counts leases that have run out."""

    lane: str
    waiting: int = 0
    claimed: int = 0
    restarted: int = 0
    expired: int = 0
    oldest: timedelta | None = None


def lane_rows(*, user: User, now: datetime) -> list[LaneRow]:
    """Every lane, also one in which nothing waits. One query."""
    mine = GradingJob.objects.filter(submission__attempt__course__in=courses_of(user))
    counted = (
        mine.order_by()
        .values("lane")
        .annotate(
            waiting=Count("pk", filter=Q(claim__isnull=True)),
            claimed=Count("pk", filter=Q(claim__isnull=False)),
            restarted=Count("pk", filter=Q(starts__gt=1) | Q(starts=1, claim__isnull=True)),
            expired=Count("pk", filter=Q(lease_until__lt=now)),
            oldest=Min("enqueued_at"),
        )
    )
    rows = {lane: LaneRow(lane) for lane in Lane.values}
    for each in counted:
        age = max(now - each["oldest"], timedelta())
        rows[each["lane"]] = LaneRow(
            each["lane"], each["waiting"], each["claimed"], each["restarted"], each["expired"], age
        )
    return list(rows.values())


def courses_of(user: User) -> QuerySet[Course]:
    """The courses whose queue this person sees."""
    return Course.objects.where(user, Right.SEE_WORK)


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """The first rows of a list, and how many there are."""

    rows: Sequence[Row]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


def failures(user: User) -> Listed[Submission]:
    """Submissions that three starts could not grade, newest first; `alert_detail` is of the last alert."""
    said = Alert.objects.filter(submission=OuterRef("pk"), kind=FAILED).order_by("-pk")
    failed = Submission.objects.filter(attempt__course__in=courses_of(user), state=State.FAILED)
    rows = failed.select_related("attempt__user", "attempt__course", "attempt__variant__version").annotate(
        alert_detail=Subquery(said.values("detail")[:1])
    )
    shown = rows.defer(
        "attempt__variant__question", "attempt__variant__presentation", "attempt__variant__reveal"
    )
    return Listed(list(shown.order_by("-received_at", "-pk")[:SHOWN]), failed.count())


def alerts(user: User, *, now: datetime, resolved: bool) -> Listed[Alert]:
    """Open alerts but those of `failures`, newest first; or those that were resolved in the last days."""
    about = Alert.objects.filter(submission__attempt__course__in=courses_of(user))
    if resolved:
        about = about.filter(resolved_at__gte=now - LATELY).order_by("-resolved_at", "-pk")
    else:
        listed_as_failed = Q(kind=FAILED, submission__state=State.FAILED)
        about = about.filter(resolved_at__isnull=True).exclude(listed_as_failed).order_by("-raised_at", "-pk")
    rows = about.select_related("submission__attempt__user", "submission__attempt__course")
    return Listed(list(rows[:SHOWN]), about.count())


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A course with answers that wait for a teacher."""

    course: Course
    count: int
    oldest: datetime


def to_decide(user: User) -> list[ToDecide]:
    """Courses by how long the first of their open answers has waited. Two queries."""
    courses = courses_of(user)
    waiting = Submission.objects.filter(attempt__course__in=courses, state=State.NEEDS_REVIEW).order_by()
    counted = waiting.values("attempt__course").annotate(n=Count("pk"), oldest=Min("received_at"))
    by_course = {each["attempt__course"]: each for each in counted}
    found = [
        ToDecide(course, by_course[course.pk]["n"], by_course[course.pk]["oldest"])
        for course in courses.filter(pk__in=by_course)
    ]
    return sorted(found, key=lambda each: each.oldest)


@dataclass(frozen=True, slots=True)
class LastGrades:
    """When the last grade of each source was written, as far as that is not long ago."""

    by_source: dict[str, datetime] = field(default_factory=dict)


def last_grades() -> LastGrades:
    """Of the whole installation: it tells whether the worker works, not for whom. Two queries by key."""
    newest = Grade.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return LastGrades()
    late = Grade.objects.filter(pk__gt=newest - LAST_GRADES).order_by().values_list("source")
    return LastGrades(dict(late.annotate(last=Max("graded_at"))))
