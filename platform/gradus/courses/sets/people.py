"""The people of a set: who has answered, who may be given an extension.

The record's tables stand in a later app; here they are reached through the relations alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, ProblemSet, ProblemSetItem, Role


def students_who_answered(problem_set: ProblemSet) -> int:
    """How many people have sent answers to the set; what its staff tried out is not counted."""
    return _without_staff(
        User.objects.filter(attempts__item__problem_set=problem_set, attempts__submissions__isnull=False),
        problem_set.course,
    ).count()


def answers_by_item(problem_set: ProblemSet) -> dict[int, int]:
    """The item's key -> how many students have sent answers to it; items without answers are left out."""
    staff = Enrolment.objects.current().filter(course=problem_set.course, role__in=Role.staff())
    sent = ProblemSetItem.objects.filter(problem_set=problem_set, attempts__submissions__isnull=False)
    pairs: Iterable[tuple[int, int]] = (
        sent.exclude(attempts__user__in=staff.values("user"))
        .order_by()
        .values_list("pk", "attempts__user")
        .distinct()
    )
    tally: dict[int, int] = {}
    for item, _user in pairs:
        tally[item] = tally.get(item, 0) + 1
    return tally


def students_of(course: Course) -> QuerySet[User]:
    """Students who are in the course now, by name."""
    places = Enrolment.objects.current().filter(course=course, role=Role.STUDENT)
    return User.objects.filter(pk__in=places.values("user")).order_by("name", "email")


def _without_staff(people: QuerySet[User], course: Course) -> QuerySet[User]:
    staff = Enrolment.objects.current().filter(course=course, role__in=Role.staff())
    return people.exclude(pk__in=staff.values("user")).distinct()
