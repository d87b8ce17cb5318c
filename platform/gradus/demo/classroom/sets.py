"""The sets of the demo class: the bundled ones since the term began, and three that were made for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Q

from gradus.accounts.models import User
from gradus.courses.models import Course, Extension, ProblemSet, ProblemSetItem
from gradus.demo.classroom.calendar import EXTRA_SETS, HOUR, WARM_UP, ExtraSet, Term
from gradus.demo.classroom.people import CLASS
from gradus.demo.people import TEACHER
from gradus.library.models import Problem

MORE_TIME = timedelta(days=4)
ILLNESS = "Ill in the first week"


def make_sets(course: Course, term: Term, users: Mapping[int, User]) -> list[ProblemSet]:
    """All sets in which the class works, in the order of the course."""
    begun = term.at(-1, 9)
    bundled = course.problem_sets.exclude(slug="")
    bundled.filter(Q(opens_at=None) | Q(opens_at__lte=begun), published_at__gt=begun).update(
        published_at=begun, created_at=begun
    )
    made = [_make(course, extra, term, place) for place, extra in enumerate(EXTRA_SETS, 1)]
    _extend(made[EXTRA_SETS.index(WARM_UP)], users)
    return [*bundled.order_by("position"), *(each for each in made if each.published_at)]


def _make(course: Course, extra: ExtraSet, term: Term, place: int) -> ProblemSet:
    opens, due, closes = (
        None if day is None else term.at(day, HOUR) for day in (extra.opens, extra.due, extra.closes)
    )
    row = ProblemSet.objects.create(
        course=course,
        title=extra.title,
        introduction=extra.introduction,
        position=course.problem_sets.exclude(slug="").count() + place,
        feedback=extra.feedback,
        counting=extra.counting,
        tries_allowed=extra.tries,
        published_at=opens,
        opens_at=opens,
        due_at=due,
        closes_at=closes,
        created_at=term.at(-2, HOUR),
    )
    problems = Problem.objects.filter(slug__in=extra.problems, retired_at=None).select_related("current")
    current = {problem.slug: problem.current for problem in problems if problem.current is not None}
    known = [current[slug] for slug in extra.problems if slug in current]
    ProblemSetItem.objects.bulk_create(
        ProblemSetItem(problem_set=row, version=version, position=number, points=2)
        for number, version in enumerate(known, 1)
    )
    return row


def _extend(warm_up: ProblemSet, users: Mapping[int, User]) -> None:
    """Who was ill in the first week had four days more."""
    teacher = User.objects.filter(email__iexact=TEACHER.email).first()
    if teacher is None or warm_up.due_at is None:
        return
    for mate in CLASS:
        if mate.trait == "ill":
            Extension.objects.create(
                problem_set=warm_up,
                user=users[mate.number],
                due_at=warm_up.due_at + MORE_TIME,
                reason=ILLNESS,
                granted_by=teacher,
                granted_at=warm_up.due_at - timedelta(days=2),
            )
