"""A problem set as one student sees it: its items, where they stand, the points so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from gradus.accounts.models import User
from gradus.courses.dates import Dates, dates_for_many
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.submissions.standing import Standing, standings_in


@dataclass(frozen=True, slots=True)
class SetRow:
    """One item of a set."""

    item: ProblemSetItem
    standing: Standing

    @property
    def points(self) -> float:
        """Points earned on it."""
        return self.standing.points(self.item)


@dataclass(frozen=True, slots=True)
class SetPage:
    """A set with its rows and dates."""

    problem_set: ProblemSet
    rows: tuple[SetRow, ...]
    dates: Dates
    now: datetime

    @property
    def course(self) -> Course:
        """The set's course."""
        return self.problem_set.course

    @property
    def points(self) -> float:
        """Points earned so far."""
        return sum(row.points for row in self.rows)

    @property
    def possible(self) -> int:
        """Points of the whole set."""
        return sum(row.item.points for row in self.rows)

    @property
    def right(self) -> int:
        """How many items are right."""
        return sum(row.standing.state == "correct" for row in self.rows)

    @property
    def begun(self) -> bool:
        """Whether anything was opened."""
        return any(row.standing.state != "new" for row in self.rows)

    @property
    def shows_verdicts(self) -> bool:
        """Whether verdicts are released to students."""
        return self.problem_set.shows_verdicts(self.now)

    @property
    def shut(self) -> str:
        """`not_open`, `closed` or empty."""
        if self.dates.not_yet_open(self.now):
            return "not_open"
        return "closed" if self.dates.is_closed(self.now) else ""


def set_pages(*, user: User, course: Course, now: datetime) -> list[SetPage]:
    """The sets of a course that this person may see, in the teacher's order."""
    return _pages(list(_with_items(user).filter(course=course)), user, now)


def sets_of(*, user: User, courses: Sequence[Course], now: datetime) -> list[tuple[Course, list[SetPage]]]:
    """Each course with its sets that this person may see. As many queries for one course as for ten."""
    pages = _pages(list(_with_items(user).filter(course__in=courses)), user, now)
    return [(each, [page for page in pages if page.problem_set.course_id == each.pk]) for each in courses]


def set_page(*, user: User, public_id: str, now: datetime) -> SetPage | None:
    """One set; None where this person may not see it."""
    pages = _pages(list(_with_items(user).filter(public_id=public_id)), user, now)
    return pages[0] if pages else None


def _with_items(user: User):  # type: ignore[no-untyped-def]  # a queryset whose prefetch django-stubs cannot follow
    items = (
        ProblemSetItem.objects.filter(removed_at__isnull=True).select_related("version").order_by("position")
    )
    skilled = items.prefetch_related("version__skills")
    sets = ProblemSet.objects.visible_to(user).select_related("course")
    return sets.prefetch_related(Prefetch("items", queryset=skilled, to_attr="shown_items"))


def _pages(sets: list[ProblemSet], user: User, now: datetime) -> list[SetPage]:
    dates = dates_for_many(sets, user)
    items: list[list[ProblemSetItem]] = [
        each.shown_items  # type: ignore[attr-defined]  # made by the prefetch above
        for each in sets
    ]
    stand = standings_in(user=user, sets=list(zip(sets, items, strict=True)), now=now)
    return [
        SetPage(each, tuple(SetRow(item, stand[item.pk]) for item in its), dates[each.pk], now)
        for each, its in zip(sets, items, strict=True)
    ]
