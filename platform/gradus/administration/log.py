"""The audit log, filtered, page by page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import User
from gradus.administration.directory import people_matching
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course
from gradus.courses.rights import Right

PAGE = 50

CODE = re.compile(r"[\w.:+-]{1,60}", re.ASCII)
"""What may be shown of an entry's detail. Whatever else should have come in there is typed text: not shown."""


class LogFilter(forms.Form):
    """What to show of the log. All of it is optional. Words for `action` are chosen by the template."""

    person = forms.CharField(max_length=150, required=False)
    course = forms.ChoiceField(required=False)
    action = forms.ChoiceField(choices=[("", ""), *Action.choices], required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__(data)
        self.user = user
        courses = Course.objects.where(user, Right.SEE_WORK).values_list("public_id", "title", "term")
        field = self.fields["course"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", ""),
            *((pk, f"{title} · {term}" if term else title) for pk, title, term in courses),
        ]

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            raise ValidationError(_("“To” is before “From”: no day is in between."), code="order")
        return cleaned

    def entries(self) -> QuerySet[AuditEntry]:
        """The entries of the organisation that this asks for; of a form that is not valid, none."""
        found = AuditEntry.objects.filter(organisation_id=self.user.organisation_id)
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        if asked["person"]:
            people = self._people(asked["person"])
            found = found.filter(Q(actor__in=people) | Q(person__in=people))
        exact = {name: asked[name] for name in ("course", "action") if asked[name]}
        if asked["since"]:
            exact["at__gte"] = datetime.combine(asked["since"], time(), UTC)
        if asked["until"] and asked["until"] < date.max:  # the last day there is has no day after it
            exact["at__lt"] = datetime.combine(asked["until"] + timedelta(days=1), time(), UTC)
        return found.filter(**exact)

    def _people(self, text: str) -> QuerySet[User]:
        """By public id, or by words of name or address."""
        mine = User.objects.filter(organisation_id=self.user.organisation_id)
        return mine.filter(Q(public_id=text) | people_matching(text)).order_by()


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry. `course` is None where it has none, or one that is not there any more."""

    entry: AuditEntry
    course: Course | None
    address: str
    details: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Rows, newest first, and the key from which the next page goes on (empty: no more)."""

    rows: Sequence[LogRow]
    next: str


def log_page(entries: QuerySet[AuditEntry], before: str = "", size: int = PAGE) -> LogPage:
    """The entries older than the one whose key is `before` (what is no key is the beginning). Two queries."""
    older = entries.filter(_older_than(int(before))) if _is_key(before) else entries
    found = list(older.select_related("actor", "person").order_by("-at", "-pk")[: size + 1])
    shown = found[:size]
    courses = Course.objects.in_bulk({each.course for each in shown if each.course}, field_name="public_id")
    rows = [LogRow(each, courses.get(each.course), address_of(each), details(each.detail)) for each in shown]
    return LogPage(rows, str(shown[-1].pk) if len(found) > size else "")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _older_than(key: int) -> Q:
    """Entries before that one. Its instant is compared where it is stored: SQLite keeps fewer digits than Python."""
    at = Subquery(AuditEntry.objects.filter(pk=key).values("at"))
    return Q(at__lt=at) | Q(at=at, pk__lt=key)


TARGETS = {
    "problem_set": "problem_set",
    "submission": "submission",
    "enrolment": "person",
    "problem": "bank_problem",
}
"""Kind of target -> the route that shows it."""


def address_of(entry: AuditEntry) -> str:
    """Where the target of an entry is shown; empty where nothing shows it."""
    if entry.target_kind not in TARGETS:
        return ""
    try:
        return reverse(TARGETS[entry.target_kind], args=[entry.target])
    except NoReverseMatch:
        return ""


def details(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes, numbers and ids of an entry's detail. Anything else is left out, so that nothing typed is ever shown."""
    return [(name.replace("_", " "), shown) for name, value in detail.items() if (shown := _shown(value))]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_shown, value)))
    text = str(value)
    return text if value is not None and CODE.fullmatch(text) else ""
