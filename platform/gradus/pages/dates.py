"""Instants in words, in a course's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gradus.courses.dates import Dates

SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Due:
    """`text` says it in words; `soon` when little time is left."""

    text: str
    soon: bool = False


def zone(name: str) -> ZoneInfo:
    """The time zone; UTC where the name is unknown on this machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(instant: datetime, zone_name: str, now: datetime | None = None) -> str:
    """`Friday 18:00` within a week from now, else `Friday 27 November, 18:00` (with the year if another)."""
    there = zone(zone_name)
    local = timezone.localtime(instant, there)
    today = timezone.localtime(now or timezone.now(), there)
    days = (local.date() - today.date()).days
    if days in (0, 1):
        day = _("today") if days == 0 else _("tomorrow")
    else:
        form = "l" if 0 < days < 7 else "l j F" if local.year == today.year else "l j F Y"
        day = date_format(local, form, use_l10n=False)
    return f"{day} {local:%H:%M}"


def day(instant: datetime, zone_name: str) -> str:
    """`27 November 2026`."""
    return date_format(timezone.localtime(instant, zone(zone_name)), "j F Y", use_l10n=False)


def left(instant: datetime, now: datetime) -> str:
    """`2 days left`, `3 hours left`, `20 minutes left`."""
    minutes = max(1, int((instant - now).total_seconds() // 60))
    if minutes >= 48 * 60:
        return ngettext("%(n)s day left", "%(n)s days left", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 120:
        return ngettext("%(n)s hour left", "%(n)s hours left", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}


def due(dates: Dates, zone_name: str, now: datetime | None = None) -> Due:
    """When a set opens, is due or closes, whichever matters now."""
    at = now or timezone.now()
    if dates.opens_at is not None and dates.not_yet_open(at):
        return Due(_("opens %(when)s") % {"when": moment(dates.opens_at, zone_name, at)})
    if dates.closes_at is not None and dates.is_closed(at):
        return Due(_("closed %(when)s") % {"when": moment(dates.closes_at, zone_name, at)})
    if dates.due_at is None:
        return Due(_("no due date"))
    if dates.is_late(at):
        return Due(
            _("was due %(when)s; what comes now is late") % {"when": moment(dates.due_at, zone_name, at)}
        )
    words = _("due %(when)s · %(left)s")
    shown = words % {"when": moment(dates.due_at, zone_name, at), "left": left(dates.due_at, at)}
    return Due(shown, dates.due_at - at <= SOON)
