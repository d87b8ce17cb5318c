"""When the class works on a set: each student sits down on some evenings and does a few problems in order."""

from __future__ import annotations

import importlib
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from grader.results import Result
from gradus.accounts.models import User
from gradus.courses.dates import Dates, dates_for
from gradus.courses.models import Feedback, ProblemSet, ProblemSetItem
from gradus.demo.classroom import calendar
from gradus.demo.classroom.calendar import Term, Week
from gradus.demo.classroom.people import CLASS, Classmate
from gradus.demo.classroom.record import Worked
from gradus.demo.classroom.working import Desk
from gradus.demo.course import TITLE
from gradus.grading.batch import is_undecided
from gradus.grading.bridge import judge
from gradus.library.models import Variant
from gradus.submissions.models import Lane
from gradus.submissions.typed import Typed

SEED = "gradus demo class"
PROVER = "grader.symbolic"
SITTING = 4
"""Problems somebody does before they close the lid."""
VARIANTS = 3
"""More than this nobody asks for."""
SKIPPED = 0.03
JUST_NOW = timedelta(minutes=10)
TRIES_OUT = {7: "diff.exp.plus-power", 21: "diff.power.single"}
"""At which problem of the first set the curious send something that only a person can decide."""

Pools = Mapping[int, Sequence[Variant]]
"""The variants of each version, by its key."""


def work_at(problem_set: ProblemSet, users: Mapping[int, User], term: Term) -> Iterator[Worked]:
    """What the class did in a set, student by student."""
    current = problem_set.items.filter(removed_at=None)
    items = list(current.select_related("version__problem", "problem_set__course"))
    pools: dict[int, list[Variant]] = defaultdict(list)
    for variant in Variant.objects.filter(version__in=[item.version_id for item in items]).order_by("pk"):
        pools[variant.version_id].append(variant)
    for mate in CLASS:
        week = calendar.week_of(problem_set, mate)
        user = users.get(mate.number)
        if week is not None and user is not None:
            evenings = _Evenings(mate, user, problem_set, dates_for(problem_set, user), term)
            yield from evenings.work(items, pools, week)


@dataclass
class _Evenings:
    """One student at one set."""

    mate: Classmate
    user: User
    problem_set: ProblemSet
    dates: Dates
    term: Term

    def __post_init__(self) -> None:
        self.key = calendar.key_of(self.problem_set)
        self.rng = random.Random(f"{SEED}:{self.problem_set.course.title}:{self.mate.number}:{self.key}")

    @property
    def uses_the_rest(self) -> bool:
        """Whether the problems also stand in a bundled set of the demo course."""
        return self.key in calendar.EXTRA_KEYS or self.problem_set.course.title != TITLE

    def work(self, items: Sequence[ProblemSetItem], pools: Pools, week: Week) -> Iterator[Worked]:
        """Problem by problem, until they have done their share, or time is up."""
        clock = self._sits_down(replace(week, first=max(week.first, self.mate.joined)))
        latest = self.term.now - JUST_NOW
        until = min(latest, self.dates.closes_at or latest)
        share = ceil(len(items) * calendar.share_of(self.problem_set, self.mate))
        for place, item in enumerate(items[:share]):
            if place and place % SITTING == 0:
                clock = max(clock, self._sits_down(Week((clock - self.term.begins).days + 1, 1.5)))
            if self.rng.random() < SKIPPED:
                continue
            desk = self._desk(item, clock, until)
            works = list(desk.work(self._hand(pools[item.version_id])))
            clock = desk.clock
            if works:
                yield Worked(self.user, item, self.dates, works)

    def _desk(self, item: ProblemSetItem, clock: datetime, until: datetime) -> Desk:
        slug = item.version.problem.slug
        return Desk(
            self.mate,
            self.rng,
            judged,
            clock,
            until,
            item.version.difficulty,
            test=self.problem_set.feedback == Feedback.TEST,
            tries_allowed=self.problem_set.tries_allowed,
            tries_it_out=self.key == calendar.FIRST_SET and TRIES_OUT.get(self.mate.number) == slug,
        )

    def _hand(self, pool: Sequence[Variant]) -> list[Variant]:
        """Nobody meets a variant twice: the course's bundled sets have one half of the pool, all others the rest."""
        half = len(pool) // 2 or 1
        own = pool[half:] or pool if self.uses_the_rest else pool[:half]
        return self.rng.sample(list(own), min(VARIANTS, len(own)))

    def _sits_down(self, week: Week) -> datetime:
        """An afternoon or evening, more likely early in the week than late."""
        day = int(week.first + self.rng.triangular(0, week.spread, week.spread / 3))
        return self.term.at(day, self.rng.triangular(10, 23.4, 19))


def judged(variant: Variant, typed: Typed) -> Result:
    """As the worker judges: what the first lane leaves open goes to the one that may ask for a proof."""
    result = judge(variant, typed, Lane.ANSWER)
    if not is_undecided(result):
        return result
    importlib.import_module(PROVER)  # seconds on a busy machine, which are not the submission's
    return judge(variant, typed, Lane.PROOF)
