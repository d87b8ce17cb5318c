"""A problem set in one line for its course's staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from gradus.courses.dates import Dates
from gradus.courses.models import Course, Feedback, ProblemSet


@dataclass(frozen=True, slots=True)
class SetLine:
    """`state` is draft, published or released (a test whose verdicts students see)."""

    problem_set: ProblemSet
    dates: Dates
    state: str
    problems: int

    @property
    def is_test(self) -> bool:
        """Whether verdicts wait for a release."""
        return self.problem_set.feedback == Feedback.TEST


def set_lines(courses: Sequence[Course], now: datetime) -> dict[int, list[SetLine]]:
    """The sets of each course, drafts too, by the course's key, in the teacher's order. One query."""
    rows: Any = ProblemSet.objects.filter(course__in=courses).annotate(
        problems=Count("items", filter=Q(items__removed_at=None))
    )
    found: dict[int, list[SetLine]] = defaultdict(list)
    for each in rows.order_by("course", "position", "pk"):
        dates = Dates(each.opens_at, each.due_at, each.closes_at)
        found[each.course_id].append(SetLine(each, dates, _state(each, now), each.problems))
    return found


def _state(problem_set: ProblemSet, now: datetime) -> str:
    if problem_set.published_at is None:
        return "draft"
    test = problem_set.feedback == Feedback.TEST
    return "released" if test and problem_set.shows_verdicts(now) else "published"
