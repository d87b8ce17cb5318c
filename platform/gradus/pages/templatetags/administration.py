"""Template tags of the admin's pages: words for codes, ages, links that sort."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gradus.pages.sentences import operations
from gradus.pages.sentences.audit import ACTIONS, action_words

register = template.Library()

register.filter("lane_name", operations.lane_name)
register.filter("lane_holds", operations.lane_holds)
register.filter("source_words", operations.source_words)
register.filter("alert_words", operations.alert_words)
register.filter("error_words", operations.error_words)
register.filter("target_name", operations.target_name)
register.filter("filter_name", operations.filter_name)
register.filter("action_words", action_words)


@register.filter
def age(value: timedelta) -> str:
    """A duration in words."""
    return operations.age_words(value)


@register.filter
def ago(instant: datetime | None) -> str:
    """`3 minutes ago`; `never` for nothing."""
    if instant is None:
        return _("never")
    elapsed = max(timezone.now() - instant, timedelta())
    return _("%(age)s ago") % {"age": operations.age_words(elapsed)}


@register.filter
def instant(value: datetime) -> str:
    """`23 Nov 2026 14:05:09`, in UTC: a log has no course whose time zone it could be in."""
    utc = value.astimezone(UTC)
    return f"{date_format(utc, 'j M Y', use_l10n=False)} {utc:%H:%M:%S}"


@register.simple_tag
def audit_actions() -> list[tuple[str, str]]:
    """Every action with its words."""
    return [(code, str(words)) for code, words in ACTIONS.items()]


@register.inclusion_tag("administration/_sort.html")
def sort_header(name: str, label: str, sort: str, query: str, figure: str = "") -> dict[str, str]:
    """A column's head, whose link sorts by it: upwards first for words, downwards first for figures."""
    first, other = (f"-{name}", name) if figure else (name, f"-{name}")
    wanted = other if sort == first else first
    state = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return {
        "label": label,
        "state": state,
        "figure": figure,
        "address": "?" + urlencode({"q": query, "sort": wanted} if query else {"sort": wanted}),
    }
