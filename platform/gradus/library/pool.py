"""The pool: variants made ahead, so that nothing symbolic runs inside a request."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class PoolReport:
    """What filling did: how many variants were made, and how many are there now."""

    made: int
    there: int


def fill_pool(
    *, version: ProblemVersion, size: int = POOL_SIZE, file: ProblemFile | None = None
) -> PoolReport:
    """Draw variants until the version has `size` different ones, or no more are to be found.

    Two variants with the same numbers are one. Safe to run twice, and by two processes at once.
    Raises ProblemFileError where the stored source no longer reads.
    """
    rows = list(version.variants.filter(engine_version=ENGINE).values_list("seed", "reveal__params"))
    if len(rows) >= size:
        return PoolReport(0, len(rows))
    seeds = {seed for seed, _ in rows}
    known = {_key(params) for _, params in rows}
    problem = file or parse_problem(version.source, f"{version.problem.slug}, version {version.number}")
    made, misses, counter = 0, 0, 0
    while len(known) < size and misses < MISSES_ALLOWED:
        seed = seed_for(version.content_hash, counter)
        counter += 1
        if seed in seeds:
            continue
        drawn = _drawn(problem, seed)
        if drawn is None or _key(drawn.params) in known:
            misses += 1
            continue
        misses = 0
        known.add(_key(drawn.params))
        made += _store(version, drawn)
    return PoolReport(made, len(known))


def _key(params: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(params.items()))


def _drawn(problem: ProblemFile, seed: int) -> DrawnVariant | None:
    """The variant of a seed, or None where that seed meets no draw the author allows."""
    try:
        return draw(problem, seed)
    except DrawError:
        return None


def _store(version: ProblemVersion, drawn: DrawnVariant) -> int:
    """Write one variant in its own short transaction; 0 if another process wrote it first."""
    try:
        with transaction.atomic():
            Variant.objects.create(
                version=version,
                seed=drawn.seed,
                engine_version=ENGINE,
                question=drawn.question.to_json(),
                presentation=presentation_of(drawn, version.title),
                reveal=reveal_of(drawn),
            )
    except IntegrityError:
        return 0
    return 1
