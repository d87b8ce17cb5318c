"""Which dates apply to one student: those of the set, or those of their extension; and in which order dates stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gradus.accounts.models import User
from gradus.courses.models import Extension, ProblemSet

DateName = Literal["opens_at", "due_at", "closes_at"]


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """Two dates in the wrong order: `later` must come after `earlier`, and does not."""

    earlier: DateName
    later: DateName


def out_of_order(
    opens_at: datetime | None, due_at: datetime | None, closes_at: datetime | None
) -> list[OutOfOrder]:
    """What is wrong with the order of a set's dates: opens before due, due at or before closes.

    Opens and closes are compared only where the due date does not already tell what is wrong.
    """
    faults: list[OutOfOrder] = []
    if opens_at and due_at and opens_at >= due_at:
        faults.append(OutOfOrder("opens_at", "due_at"))
    if due_at and closes_at and due_at > closes_at:
        faults.append(OutOfOrder("due_at", "closes_at"))
    if opens_at and closes_at and opens_at >= closes_at and not faults:
        faults.append(OutOfOrder("opens_at", "closes_at"))
    return faults


@dataclass(frozen=True, slots=True)
class Dates:
    """When a set opens, is due and closes for one student. None: no such limit."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    extended: bool = False

    def not_yet_open(self, now: datetime) -> bool:
        """Whether the set opens later than `now`."""
        return self.opens_at is not None and now < self.opens_at

    def is_closed(self, now: datetime) -> bool:
        """Whether nothing is accepted any more; the closing instant itself is closed."""
        return self.closes_at is not None and now >= self.closes_at

    def is_late(self, now: datetime) -> bool:
        """Whether what arrives at `now` is late; the due instant itself is in time."""
        return self.due_at is not None and now > self.due_at


def dates_for(problem_set: ProblemSet, user: User) -> Dates:
    """The dates of `problem_set` as they apply to `user`."""
    return dates_for_many([problem_set], user)[problem_set.pk]


def dates_for_many(problem_sets: Iterable[ProblemSet], user: User) -> dict[int, Dates]:
    """The dates of each set as they apply to `user`, by the set's key, in one query."""
    sets = list(problem_sets)
    extensions = {
        extension.problem_set_id: extension
        for extension in Extension.objects.filter(problem_set__in=sets, user=user)
    }
    return {each.pk: dates_with(each, extensions.get(each.pk)) for each in sets}


def dates_with(problem_set: ProblemSet, extension: Extension | None) -> Dates:
    """An empty date of an extension leaves the set's own; a later due date keeps the set open until then."""
    if extension is None:
        return Dates(problem_set.opens_at, problem_set.due_at, problem_set.closes_at)
    due_at = extension.due_at or problem_set.due_at
    closes_at = extension.closes_at or problem_set.closes_at
    if due_at is not None and closes_at is not None and closes_at < due_at:
        closes_at = due_at
    return Dates(problem_set.opens_at, due_at, closes_at, extended=True)
