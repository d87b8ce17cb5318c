"""Who is in the class: the people whose work the tables show."""

from __future__ import annotations

from dataclasses import dataclass

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, ProblemSet, ProblemSetItem, Role


@dataclass(frozen=True, slots=True)
class Student:
    """A student of the course by their enrolment."""

    enrolment: Enrolment

    @property
    def user(self) -> User:
        """The person."""
        return self.enrolment.user

    @property
    def name(self) -> str:
        """What they are called; their address where they gave no name."""
        return self.user.name or self.user.email

    @property
    def sort_key(self) -> tuple[str, int]:
        """By name, whatever the case; the same names in the order they came."""
        return self.name.casefold(), self.enrolment.pk


def students(course: Course) -> list[Student]:
    """The current students of `course`, by name. One query."""
    current = Enrolment.objects.current().filter(course=course, role=Role.STUDENT)
    found = [Student(enrolment) for enrolment in current.select_related("user")]
    return sorted(found, key=lambda each: each.sort_key)


def sets_of(course: Course) -> list[ProblemSet]:
    """The course's sets in the teacher's order, drafts among them."""
    return list(ProblemSet.objects.filter(course=course).order_by("position", "pk"))


def items_of(sets: list[ProblemSet]) -> list[ProblemSetItem]:
    """The current items of `sets` in order, with set and version. One query."""
    found = ProblemSetItem.objects.filter(problem_set__in=sets, removed_at__isnull=True)
    return list(
        found.select_related("problem_set", "version__problem").order_by(
            "problem_set__position", "problem_set__pk", "position"
        )
    )
