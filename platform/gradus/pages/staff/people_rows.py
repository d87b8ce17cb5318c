"""The people of a course in rows: who is in it, since when, whether they work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, Invitation, Role
from gradus.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One place. `last` is when the person last sent an answer in this course."""

    enrolment: Enrolment
    last: datetime | None
    invitation: Invitation | None

    @property
    def user(self) -> User:
        """Whose place it is."""
        return self.enrolment.user

    @property
    def waits(self) -> bool:
        """Whether the person has not signed in to Gradus yet."""
        return self.user.last_login is None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column that sorts: its key, its words, how it is sorted now, what a click asks for."""

    key: str
    label: Any
    direction: str
    query: str


SORTS: dict[str, tuple[Any, Callable[[PersonRow], Any]]] = {
    "name": (_("Name"), lambda row: str(row.user).casefold()),
    "address": (_("Address"), lambda row: row.user.email.casefold()),
    "role": (_("Role"), lambda row: (Role.values.index(row.enrolment.role), str(row.user).casefold())),
    "since": (_("Since"), lambda row: row.enrolment.started_at),
    "last": (_("Last answer"), lambda row: row.last.timestamp() if row.last else 0.0),
}
"""The columns, in order, and what each is sorted by."""


def rows_of(course: Course) -> tuple[list[PersonRow], list[PersonRow]]:
    """Those who are in the course, and the last place of those who were. Two queries."""
    places = Enrolment.objects.filter(course=course).select_related("user", "invitation")
    sent = Submission.objects.filter(attempt__course=course).order_by().values("attempt__user")
    last = dict(sent.annotate(at=Max("received_at")).values_list("attempt__user", "at"))
    rows = [
        PersonRow(place, last.get(place.user_id), getattr(place, "invitation", None))
        for place in places.order_by("-started_at", "-pk")
    ]
    current = [row for row in rows if row.enrolment.ended_at is None]
    seen = {row.enrolment.user_id for row in current}
    former: dict[int, PersonRow] = {}
    for row in rows:
        if row.enrolment.user_id not in seen:
            former.setdefault(row.enrolment.user_id, row)
    return current, sorted(former.values(), key=SORTS["name"][1])


def sorted_rows(rows: Iterable[PersonRow], wanted: str) -> tuple[list[PersonRow], list[Column]]:
    """The rows by a column's key, downwards with a `-` before it; and the heads. An unknown key: by name."""
    key, down = wanted.removeprefix("-"), wanted.startswith("-")
    if key not in SORTS:
        key, down = "name", False
    ordered = sorted(sorted(rows, key=SORTS["name"][1]), key=SORTS[key][1], reverse=down)
    columns = []
    for name, (label, _key) in SORTS.items():
        direction = ("descending" if down else "ascending") if name == key else ""
        query = f"-{name}" if name == key and not down else name
        columns.append(Column(name, label, direction, query))
    return ordered, columns
