"""The term of the demo class: when it began, the sets that were made for it, and when who sits down to work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from gradus.courses.models import ProblemSet
from gradus.demo.classroom.people import Classmate

DAYS = 21
"""How many days ago the term began."""


@dataclass(frozen=True, slots=True)
class Term:
    """`begins` is the first midnight, in the time zone of the course; nothing is simulated after `now`."""

    begins: datetime
    now: datetime

    @classmethod
    def until(cls, now: datetime, time_zone: str) -> Term:
        """The term that has run for three weeks at `now`."""
        here = now.astimezone(ZoneInfo(time_zone))
        return cls(here.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS), now)

    def at(self, day: float, hour: float = 0) -> datetime:
        """An instant by the day of the term (0 is the first) and the hour there."""
        return self.begins + timedelta(days=day, hours=hour)


@dataclass(frozen=True, slots=True)
class Week:
    """When a set is worked on: from `first`, most people within `spread` days."""

    first: float
    spread: float


WORKED_ON = {"derivatives": Week(1, 9), "gradients": Week(9, 7), "backpropagation": Week(14, 6.5)}
"""The sets that come with the platform, by their id."""


@dataclass(frozen=True, slots=True)
class ExtraSet:
    """A set made for this class: days of the term, at `HOUR`; None: not published."""

    key: str
    title: str
    introduction: str
    problems: tuple[str, ...]
    week: Week
    made: float
    opens: float | None = None
    due: float | None = None
    closes: float | None = None
    feedback: Literal["practice", "test"] = "practice"
    counting: Literal["best", "last", "first"] = "best"
    tries: int | None = None


HOUR = 18
WARM_UP = ExtraSet(
    "warm-up",
    "Warm-up",
    "Four problems to see where you stand. Closed since the second week.",
    ("diff.power.single", "diff.exp.plus-power", "diff.log.plus-line", "grad.partials.monomial"),
    Week(0.6, 5.2),
    made=-2,
    opens=-1,
    due=6,
    closes=8,
)
TEST = ExtraSet(
    "test",
    "Test 1: rules of differentiation",
    "Two tries each; the last one counts. Results come when everybody has had their turn.",
    (
        "diff.product.two-factors",
        "diff.quotient.rational",
        "diff.chain.power-of-line",
        "diff.mixed.power-times-decay",
    ),
    Week(17.9, 1.6),
    made=12,
    opens=16.75,
    due=20,
    closes=20,
    feedback="test",
    counting="last",
    tries=2,
)
DRAFT = ExtraSet(
    "draft",
    "Matrices and directions",
    "",
    ("jac.2x2", "grad.directional.not-unit", "matrix.weight-gradient"),
    Week(0, 0),
    made=19,
)
EXTRA_SETS = (WARM_UP, TEST, DRAFT)
FIRST_SET = "derivatives"
LATEST_SET = "backpropagation"
"""Half done: only the quick ones are through."""
EXTRA_KEYS = frozenset(extra.key for extra in EXTRA_SETS)


def key_of(problem_set: ProblemSet) -> str:
    """The id of a set that comes with the platform, or the key of one made for the class."""
    return problem_set.slug or next(
        (extra.key for extra in EXTRA_SETS if extra.title == problem_set.title), ""
    )


def week_of(problem_set: ProblemSet, mate: Classmate) -> Week | None:
    """When somebody begins a set; None for one that nobody of the class works on, or that they never came to."""
    key = key_of(problem_set)
    if mate.trait == "stopped" and key not in (WARM_UP.key, FIRST_SET):
        return None
    if key == WARM_UP.key and mate.trait == "ill":
        return Week(7, 2)
    if key == WARM_UP.key and mate.trait == "late":
        return Week(6.9, 0.8)
    return WORKED_ON.get(key) or next((extra.week for extra in EXTRA_SETS if extra.key == key), None)


def share_of(problem_set: ProblemSet, mate: Classmate) -> float:
    """How much of a set somebody begins: most of what is old, less of what is new."""
    key = key_of(problem_set)
    if key in EXTRA_KEYS:
        return 1
    return mate.share * (0.3 + 0.6 * mate.ability) if key == LATEST_SET else mate.share
