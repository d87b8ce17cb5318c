"""What every page of a set's editor shows, gathered before the template: templates ask the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone

from gradus.accounts.models import User
from gradus.courses.dates import Dates, dates_with
from gradus.courses.models import Extension, Feedback, ProblemSet, ProblemSetItem
from gradus.courses.places import Place, place_in
from gradus.courses.rights import Right
from gradus.courses.sets.consequences import overtaken
from gradus.courses.sets.people import answers_by_item, students_who_answered
from gradus.library.models import ProblemVersion, Variant

State = Literal["draft", "published", "released"]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One problem of the set. `newer` is the current version, where the set uses an older one."""

    item: ProblemSetItem
    version: ProblemVersion
    newer: ProblemVersion | None
    answered: int
    ready: bool
    fault: str = ""
    typed: str = ""

    @property
    def points(self) -> str:
        """What stands in the points field."""
        return self.typed or str(self.item.points)


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """One student with other dates. `short`: they give less time than everybody has."""

    extension: Extension
    dates: Dates
    short: bool


@dataclass(slots=True)
class Desk:
    """A set on the teacher's desk."""

    place: Place
    problem_set: ProblemSet
    items: list[ItemRow]
    removed: list[ItemRow]
    extensions: list[ExtensionRow]
    answered: int
    now: datetime

    @property
    def state(self) -> State:
        """Where the set stands."""
        if self.problem_set.published_at is None:
            return "draft"
        return "released" if self.is_test and self.problem_set.released_at is not None else "published"

    @property
    def is_test(self) -> bool:
        """Whether verdicts are withheld until release."""
        return self.problem_set.feedback == Feedback.TEST

    @property
    def editable(self) -> bool:
        """Whether the person may change the set, and the course is not archived."""
        return self.place.sets_work and self.place.course.archived_at is None

    @property
    def dates(self) -> Dates:
        """The set's own dates."""
        return dates_with(self.problem_set, None)

    @property
    def possible(self) -> int:
        """Points of the whole set."""
        return sum(row.item.points for row in self.items)

    @property
    def open_for_somebody(self) -> bool:
        """Whether anybody may still answer now or later."""
        mine = [self.dates, *(row.dates for row in self.extensions)]
        return any(not dates.is_closed(self.now) for dates in mine)


def desk_or_404(user: User, public_id: str, right: Right = Right.SEE_WORK) -> Desk:
    """The set `public_id` with all about it. Raises Http404 unless `user` holds `right` in its course."""
    rows = ProblemSet.objects.where(user, right).select_related("course")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return desk_of(user, found)


def desk_of(user: User, problem_set: ProblemSet) -> Desk:
    """Everything about a set that `user` was found to have a right to."""
    rows = _item_rows(problem_set)
    return Desk(
        place=place_in(user, problem_set.course),
        problem_set=problem_set,
        items=[row for row in rows if row.item.removed_at is None],
        removed=[row for row in rows if row.item.removed_at is not None],
        extensions=_extension_rows(problem_set),
        answered=students_who_answered(problem_set),
        now=timezone.now(),
    )


def _item_rows(problem_set: ProblemSet) -> list[ItemRow]:
    answered = answers_by_item(problem_set)
    ready = Exists(Variant.objects.filter(version=OuterRef("version")))
    items = problem_set.items.annotate(ready=ready).order_by("position", "pk")
    items = items.select_related("version__problem__current").prefetch_related("version__skills")
    return [_item_row(item, answered.get(item.pk, 0)) for item in items]


def _item_row(item: ProblemSetItem, answered: int) -> ItemRow:
    current = item.version.problem.current
    newer = current if current is not None and current.pk != item.version_id else None
    ready: bool = item.ready  # type: ignore[attr-defined]  # annotated above
    return ItemRow(item, item.version, newer, answered, ready)


def _extension_rows(problem_set: ProblemSet) -> list[ExtensionRow]:
    rows = Extension.objects.filter(problem_set=problem_set).select_related("user", "granted_by")
    return [
        ExtensionRow(row, dates_with(problem_set, row), overtaken(row, problem_set))
        for row in rows.order_by("user__name", "user__email")
    ]
