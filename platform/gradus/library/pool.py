"""The pool: variants made ahead, so that nothing symbolic runs inside a request."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import inf

from django.db import IntegrityError, transaction

from exercises.faults import DrawError
from exercises.format import Problem as ProblemFile
from exercises.reading import parse_problem
from exercises.variants import ENGINE, draw
from exercises.variants import Variant as DrawnVariant
from gradus.library.models import ProblemVersion, Variant
from gradus.library.presenting import presentation_of, reveal_of
from gradus.library.seeds import seed_for

POOL_SIZE = 20
MISSES_ALLOWED = 60
"""Draws in a row that bring nothing new before the pool counts as all there is."""
REFUSALS_ALLOWED = 3
"""Seeds in a row for which no draw is allowed before the same: each has cost hundreds of draws."""

Writing = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class PoolReport:
    """What filling did: how many variants were made, and how many are there now."""

    made: int
    there: int


@dataclass(slots=True)
class Search:
    """How far the seeds of one version were searched. Keep it to go on later where time ran out."""

    counter: int = 0
    misses: int = 0
    refusals: int = 0

    @property
    def exhausted(self) -> bool:
        """Whether no more variants are to be expected."""
        return self.misses >= MISSES_ALLOWED or self.refusals >= REFUSALS_ALLOWED

    def learn(self, drawn: DrawnVariant | None, new: bool) -> None:
        """Count what one draw brought; something new begins the count again."""
        self.misses = 0 if new else self.misses + 1
        self.refusals = self.refusals + 1 if drawn is None else 0


def fill_pool(
    *,
    version: ProblemVersion,
    size: int = POOL_SIZE,
    file: ProblemFile | None = None,
    search: Search | None = None,
    stop_at: float = inf,
    writing: Writing = transaction.atomic,
) -> PoolReport:
    """Draw variants until the version has `size` different ones, no more are to be found, or time is up.

    Two variants with the same numbers are one. Safe to run twice, and by two processes at once. `search` goes on
    where it stands; no draw begins after `stop_at` (time.monotonic); each variant is written in its own
    transaction, `writing()`. Raises ProblemFileError where the stored source no longer reads.
    """
    rows = list(version.variants.filter(engine_version=ENGINE).values_list("seed", "reveal__params"))
    if len(rows) >= size:
        return PoolReport(0, len(rows))
    seeds = {seed for seed, _ in rows}
    known = {_key(params) for _, params in rows}
    problem = file or parse_problem(version.source, f"{version.problem.slug}, version {version.number}")
    search = search or Search()
    made = 0
    while len(known) < size and not search.exhausted and time.monotonic() < stop_at:
        seed = seed_for(version.content_hash, search.counter)
        search.counter += 1
        if seed in seeds:
            continue
        drawn = _drawn(problem, seed)
        new = drawn is not None and _key(drawn.params) not in known
        search.learn(drawn, new)
        if drawn is not None and new:
            known.add(_key(drawn.params))
            made += _store(version, drawn, writing)
    return PoolReport(made, len(known))


def _key(params: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(params.items()))


def _drawn(problem: ProblemFile, seed: int) -> DrawnVariant | None:
    """The variant of a seed, or None where that seed meets no draw the author allows."""
    try:
        return draw(problem, seed)
    except DrawError:
        return None


def _store(version: ProblemVersion, drawn: DrawnVariant, writing: Writing) -> int:
    """Write one variant; 0 if another process wrote it first."""
    row = Variant(
        version=version,
        seed=drawn.seed,
        engine_version=ENGINE,
        question=drawn.question.to_json(),
        presentation=presentation_of(drawn, version.title),
        reveal=reveal_of(drawn),
    )
    try:
        with writing():
            row.save(force_insert=True)
    except IntegrityError:
        return 0
    return 1
