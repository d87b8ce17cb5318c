"""How much was sent on each day of the last four weeks, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from gradus.accounts.models import User
from gradus.courses.models import Course
from gradus.courses.rights import Right
from gradus.submissions.models import Submission

DAYS = 28
HEIGHT = 100
"""The highest bar, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day in UTC: submissions, people who sent them, and the bar (left edge, top, height)."""

    date: date
    sent: int
    people: int
    left: int
    height: float

    @property
    def top(self) -> float:
        """The bar's upper edge."""
        return round(HEIGHT - self.height, 2)

    @property
    def begins_week(self) -> bool:
        """Every seventh day carries its date under the picture."""
        return self.left % 7 == 0


@dataclass(frozen=True, slots=True)
class Activity:
    """The days, oldest first; today is the last."""

    days: Sequence[Day]

    @property
    def today(self) -> Day:
        """Today so far."""
        return self.days[-1]

    @property
    def busiest(self) -> Day:
        """The day on which most was sent."""
        return max(self.days, key=lambda day: day.sent)

    @property
    def total(self) -> int:
        """All that was sent in these days."""
        return sum(day.sent for day in self.days)

    @property
    def week(self) -> int:
        """What was sent today and on the six days before."""
        return sum(day.sent for day in self.days[-7:])


def activity(*, user: User, now: datetime) -> Activity:
    """What was sent in the courses of the organisation of `user`. One query."""
    first = now.astimezone(UTC).date() - timedelta(days=DAYS - 1)
    sent = Submission.objects.filter(
        attempt__course__in=Course.objects.where(user, Right.SEE_WORK),
        received_at__gte=datetime.combine(first, time(), UTC),
    )
    by_day = sent.order_by().annotate(day=TruncDate("received_at", tzinfo=UTC)).values_list("day")
    found = {
        day: (n, people) for day, n, people in by_day.annotate(n=Count("pk"), p=Count("by", distinct=True))
    }
    most = max((n for n, _people in found.values()), default=0) or 1
    return Activity([_day(first, number, found, most) for number in range(DAYS)])


def _day(first: date, number: int, found: dict[date, tuple[int, int]], most: int) -> Day:
    day = first + timedelta(days=number)
    sent, people = found.get(day, (0, 0))
    # A single answer in a busy month must still be seen.
    height = max(2.0, round(HEIGHT * sent / most, 2)) if sent else 0.0
    return Day(day, sent, people, number, height)
