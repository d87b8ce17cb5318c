"""Refilling the pools of variants before a keen student runs out."""

from __future__ import annotations

import time
from dataclasses import dataclass

import structlog
from django.db.models import Count, Q

from exercises.faults import ProblemFileError
from exercises.variants import ENGINE
from gradus.grading.writing import short_write
from gradus.library.models import Problem, ProblemVersion, Variant
from gradus.library.pool import MISSES_ALLOWED, POOL_SIZE, Search, fill_pool
from gradus.submissions.models import Attempt
from gradus.submissions.selection import FEW

logger = structlog.get_logger(__name__)

REFILL_SECONDS = 2.0
"""No draw begins later than this after the first: where one process does all, answers wait behind it."""

_searches: dict[int, Search] = {}
"""Version -> how far this process searched it, so that what cost time and brought nothing is not done again."""


@dataclass(frozen=True, slots=True)
class RefillReport:
    """How many variants were made; `more`: time ran out, and another run goes on from there."""

    made: int
    more: bool


def refill_pools() -> RefillReport:
    """Make more variants of the versions of which someone has nearly had all, and of those published with a few."""
    stop_at = time.monotonic() + REFILL_SECONDS
    made = 0
    for version, size in short_pools().items():
        if _search_of(version).exhausted:
            continue
        if time.monotonic() >= stop_at:
            return RefillReport(made, more=True)
        made += _refill(version, size, stop_at)
    return RefillReport(made, more=time.monotonic() >= stop_at)


def _refill(version: int, size: int, stop_at: float) -> int:
    """How many variants were made of one version; a source that no longer reads does not stop the others."""
    search = _search_of(version)
    try:
        stored = ProblemVersion.objects.select_related("problem").get(pk=version)
        return fill_pool(version=stored, size=size, search=search, stop_at=stop_at, writing=short_write).made
    except ProblemFileError:
        logger.exception("pool_not_refilled", version=version)
        search.misses = MISSES_ALLOWED
        return 0


def _search_of(version: int) -> Search:
    return _searches.setdefault(version, Search())


def short_pools() -> dict[int, int]:
    """Version -> the size its pool should have: where someone has fewer than a few left, and where it never was full."""
    had: dict[int, int] = {}
    rows = Attempt.objects.values_list("variant__version_id", "user_id").annotate(
        n=Count("variant", distinct=True)
    )
    for version, _user, count in rows.order_by():
        had[version] = max(had.get(version, 0), count)
    there = dict(
        Variant.objects.filter(version__in=had).values_list("version_id").annotate(n=Count("pk")).order_by()
    )
    return never_full() | {v: there[v] + POOL_SIZE for v, count in had.items() if there[v] - count <= FEW}


def never_full() -> dict[int, int]:
    """Current versions of people's problems, which are published with a few variants; the bank's are loaded full."""
    made = Count("current__variants", filter=Q(current__variants__engine_version=ENGINE))
    problems = Problem.objects.filter(owner__isnull=False, retired_at=None, current__isnull=False)
    versions = problems.annotate(made=made).filter(made__lt=POOL_SIZE).order_by().values_list("current")
    return {version: POOL_SIZE for (version,) in versions}
