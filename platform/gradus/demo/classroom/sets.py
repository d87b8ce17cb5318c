"""The sets of the demo class: the bundled ones since the term began, and three that were made for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from gradus.accounts.models import User
from gradus.courses.models import Course, Extension, ProblemSet, ProblemSetItem
from gradus.demo.classroom.calendar import EXTRA_SETS, HOUR, WARM_UP, ExtraSet, Term
from gradus.demo.classroom.diary import Diary
from gradus.demo.classroom.enrolling import Users
from gradus.demo.classroom.people import CLASS
from gradus.library.models import Problem

MORE_TIME = timedelta(days=4)
ILLNESS = "Ill in the first week"


def make_sets(course: Course, term: Term, users: Users, teacher: User, diary: Diary) -> list[ProblemSet]:
    """All sets in which the class works, in the order of the course."""
    bundled = open_bundled(course, term.at(-1, 10), teacher, diary)
    made = [_make(course, extra, term, place) for place, extra in enumerate(EXTRA_SETS, len(bundled) + 1)]
    for each in made:
        if each.published_at is None:
            diary.made(each, teacher, each.created_at)
        else:
            diary.published(each, teacher, each.published_at)
    _extend(made[EXTRA_SETS.index(WARM_UP)], users, teacher, diary)
    return [*bundled, *(each for each in made if each.published_at)]


def open_bundled(course: Course, at: datetime, teacher: User, diary: Diary) -> list[ProblemSet]:
    """The sets that come with the platform, as if they had been opened at `at`."""
    bundled = course.problem_sets.exclude(slug="")
    not_later = Q(opens_at=None) | Q(opens_at__lte=at)
    bundled.filter(not_later, published_at__gt=at).update(published_at=at, created_at=at)
    found = list(bundled.order_by("position"))
    for each in found:
        diary.published(each, teacher, at)
    return found


def _make(course: Course, extra: ExtraSet, term: Term, position: int) -> ProblemSet:
    opens, due, closes = (
        None if day is None else term.at(day, HOUR) for day in (extra.opens, extra.due, extra.closes)
    )
    row = ProblemSet.objects.create(
        course=course,
        title=extra.title,
        introduction=extra.introduction,
        position=position,
        feedback=extra.feedback,
        counting=extra.counting,
        tries_allowed=extra.tries,
        published_at=opens,
        opens_at=opens,
        due_at=due,
        closes_at=closes,
        created_at=term.at(extra.made, HOUR),
    )
    problems = Problem.objects.filter(slug__in=extra.problems, retired_at=None).select_related("current")
    current = {problem.slug: problem.current for problem in problems if problem.current is not None}
    known = [current[slug] for slug in extra.problems if slug in current]
    ProblemSetItem.objects.bulk_create(
        ProblemSetItem(problem_set=row, version=version, position=number, points=2)
        for number, version in enumerate(known, 1)
    )
    return row


def _extend(warm_up: ProblemSet, users: Users, teacher: User, diary: Diary) -> None:
    """Who was ill in the first week had four days more."""
    if warm_up.due_at is None:
        return
    for mate in CLASS:
        if mate.trait == "ill":
            extension = Extension.objects.create(
                problem_set=warm_up,
                user=users[mate.number],
                due_at=warm_up.due_at + MORE_TIME,
                reason=ILLNESS,
                granted_by=teacher,
                granted_at=warm_up.due_at - timedelta(days=2),
            )
            diary.extended(extension)
