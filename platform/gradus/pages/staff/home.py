"""The courses a person teaches or assists in, as their home page shows them. As many queries for 1 as for 100."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, Role
from gradus.courses.places import holds
from gradus.courses.rights import Standing
from gradus.pages.staff.sets import SetLine, set_lines
from gradus.submissions.models import State, Submission

TO_DECIDE = (State.NEEDS_REVIEW, State.FAILED)


@dataclass(frozen=True, slots=True)
class TaughtCourse:
    """One course; `to_decide` counts the answers that wait for a decision."""

    course: Course
    sets: list[SetLine]
    students: int
    to_decide: int


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a home page shows above the courses one takes."""

    running: list[TaughtCourse]
    archived: list[TaughtCourse]
    may_make: bool

    @property
    def shown(self) -> bool:
        """Whether there is anything to say about teaching."""
        return bool(self.running or self.archived or self.may_make)


def teaching_of(user: User, now: datetime) -> Teaching:
    """The courses of `user` by their own enrolment, and whether they may make one."""
    courses = list(Course.objects.taught_by(user))
    keys = [course.pk for course in courses]
    sets = set_lines(courses, now) if courses else {}
    students = _students(keys) if courses else {}
    waiting = _to_decide(keys) if courses else {}
    taught = [
        TaughtCourse(each, sets.get(each.pk, []), students.get(each.pk, 0), waiting.get(each.pk, 0))
        for each in courses
    ]
    return Teaching(
        running=[each for each in taught if each.course.archived_at is None],
        archived=[each for each in taught if each.course.archived_at is not None],
        may_make=holds(user, Standing.MAKE_COURSES),
    )


def _students(courses: list[int]) -> dict[int, int]:
    places = Enrolment.objects.current().filter(course__in=courses, role=Role.STUDENT)
    return dict(places.order_by().values("course").annotate(n=Count("pk")).values_list("course", "n"))


def _to_decide(courses: list[int]) -> dict[int, int]:
    waiting = Submission.objects.filter(attempt__course__in=courses, state__in=TO_DECIDE)
    counted = waiting.order_by().values("attempt__course").annotate(n=Count("pk"))
    return dict(counted.values_list("attempt__course", "n"))
