"""All courses of an organisation with what an admin asks about each. As many queries for 3 courses as for 300."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from gradus.accounts.models import User
from gradus.administration.points import Earned, earned_by_course
from gradus.courses.models import Course, Enrolment, ProblemSet, Role
from gradus.courses.rights import Right
from gradus.submissions.models import State, Submission

RECENT = timedelta(days=7)
TEACHERS_NAMED = 2


@dataclass(slots=True)
class CourseRow:
    """One course. `new` and `sent` count the last 7 days."""

    course: Course
    teachers: list[str] = field(default_factory=list)
    students: int = 0
    new: int = 0
    sets: int = 0
    sent: int = 0
    to_decide: int = 0
    failed: int = 0
    last: datetime | None = None
    earned: Earned = field(default_factory=Earned)

    @property
    def named(self) -> list[str]:
        """The teachers that are named; `unnamed` counts the others."""
        return self.teachers[:TEACHERS_NAMED]

    @property
    def unnamed(self) -> int:
        """How many more teachers there are."""
        return max(0, len(self.teachers) - TEACHERS_NAMED)


def course_rows(*, user: User, now: datetime) -> list[CourseRow]:
    """The courses of the organisation of `user`, by title."""
    courses = Course.objects.where(user, Right.SEE_WORK).order_by("title", "pk")
    rows = {course.pk: CourseRow(course) for course in courses}
    _people(rows, courses, now)
    _sets(rows, courses)
    _submissions(rows, courses, now)
    for pk, earned in earned_by_course(courses=courses, now=now).items():
        rows[pk].earned = earned
    return list(rows.values())


def _people(rows: dict[int, CourseRow], courses: QuerySet[Course], now: datetime) -> None:
    places = Enrolment.objects.current().filter(course__in=courses)
    new = Count("pk", filter=Q(started_at__gte=now - RECENT))
    counted = places.filter(role=Role.STUDENT).order_by().values("course").annotate(all=Count("pk"), new=new)
    for pk, students, recent in counted.values_list("course", "all", "new"):
        rows[pk].students, rows[pk].new = students, recent
    for place in places.filter(role=Role.TEACHER).select_related("user").order_by("started_at", "pk"):
        rows[place.course_id].teachers.append(str(place.user))


def _sets(rows: dict[int, CourseRow], courses: QuerySet[Course]) -> None:
    published = ProblemSet.objects.filter(course__in=courses, published_at__isnull=False).order_by()
    for pk, sets in published.values("course").annotate(all=Count("pk")).values_list("course", "all"):
        rows[pk].sets = sets


def _submissions(rows: dict[int, CourseRow], courses: QuerySet[Course], now: datetime) -> None:
    found = Submission.objects.filter(attempt__course__in=courses).order_by().values("attempt__course")
    counted = found.annotate(
        sent=Count("pk", filter=Q(received_at__gte=now - RECENT)),
        to_decide=Count("pk", filter=Q(state=State.NEEDS_REVIEW)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        last=Max("received_at"),
    )
    for each in counted:
        row = rows[each["attempt__course"]]
        row.sent, row.to_decide, row.failed = each["sent"], each["to_decide"], each["failed"]
        row.last = each["last"]


Key = Callable[[CourseRow], object]

SORTS: dict[str, Key] = {
    "title": lambda row: row.course.title.casefold(),
    "term": lambda row: row.course.term.casefold(),
    "teachers": lambda row: ", ".join(row.teachers).casefold(),
    "students": lambda row: row.students,
    "new": lambda row: row.new,
    "sets": lambda row: row.sets,
    "sent": lambda row: row.sent,
    "points": lambda row: -1.0 if row.earned.share is None else row.earned.share,
    "to_decide": lambda row: row.to_decide,
    "last": lambda row: row.last.timestamp() if row.last else 0.0,
}
"""What a column is sorted by. An unknown name sorts by title."""


def sorted_rows(rows: Iterable[CourseRow], sort: str) -> list[CourseRow]:
    """By a column's name, downwards with a `-` before it; equal ones by title."""
    key = SORTS.get(sort.removeprefix("-"), SORTS["title"])
    by_title = sorted(rows, key=SORTS["title"])  # type: ignore[arg-type]  # each key gives one comparable kind
    return sorted(by_title, key=key, reverse=sort.startswith("-"))  # type: ignore[arg-type]  # the same


def matching(rows: Iterable[CourseRow], query: str) -> list[CourseRow]:
    """Those whose title, term or a teacher's name holds every word of `query`."""
    words = query.casefold().split()
    return [row for row in rows if all(word in _text(row) for word in words)]


def _text(row: CourseRow) -> str:
    return " ".join([row.course.title, row.course.term, *row.teachers]).casefold()


def by_state(rows: Iterable[CourseRow]) -> dict[bool, list[CourseRow]]:
    """Running courses under False, archived ones under True."""
    found: dict[bool, list[CourseRow]] = defaultdict(list)
    for row in rows:
        found[row.course.archived_at is not None].append(row)
    return found
