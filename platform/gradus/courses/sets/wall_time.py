"""Instants as a clock on the wall of a course shows them, and back. Clocks are put forward and back twice a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_YEAR, LAST_YEAR = 2000, 2100


class WallTimeError(ValueError):
    """The text is no moment in this zone."""


class NotAMomentError(WallTimeError):
    """Not a date and a time."""


@dataclass
class LeftOutError(WallTimeError):
    """The clocks go forward past `asked`; `instead` is as far behind the change as `asked` would be."""

    asked: datetime
    instead: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC). `twice`: the wall shows this time twice, and one of the two was taken."""

    at: datetime
    twice: bool = False


def zone_called(name: str) -> ZoneInfo:
    """The time zone; UTC where this machine does not know the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def on_the_wall(instant: datetime, zone: ZoneInfo) -> str:
    """What a datetime-local field holds: `2026-11-27T18:00`."""
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def read_wall(text: str, zone: ZoneInfo, *, second: bool) -> Moment:
    """The instant at which the wall shows `text`; of two such instants the second, or else the first.

    Raises NotAMomentError, LeftOutError.
    """
    try:
        asked = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotAMomentError from None
    if asked.tzinfo is not None or not FIRST_YEAR <= asked.year <= LAST_YEAR:
        raise NotAMomentError
    first, last = (asked.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    back = first.astimezone(zone).replace(tzinfo=None)
    if back != asked:
        raise LeftOutError(asked, back)
    return Moment(last if second else first, twice=first != last)
