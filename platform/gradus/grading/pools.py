"""Refilling the pools of variants before a keen student runs out."""

from __future__ import annotations

import time

import structlog
from django.db.models import Count

from exercises.faults import ProblemFileError
from gradus.library.models import ProblemVersion, Variant
from gradus.library.pool import POOL_SIZE, fill_pool
from gradus.submissions.models import Attempt
from gradus.submissions.selection import FEW

logger = structlog.get_logger(__name__)

REFILL_SECONDS = 5.0
"""No further version is begun later than this: a request never waits for it, but proofs do."""


def refill_pools() -> int:
    """Make more variants of the versions of which someone has nearly had all; returns how many were made."""
    stop_at = time.monotonic() + REFILL_SECONDS
    made = 0
    for version, size in short_pools().items():
        if time.monotonic() >= stop_at:
            break
        try:
            made += fill_pool(version=ProblemVersion.objects.get(pk=version), size=size).made
        except ProblemFileError:
            logger.exception("pool_not_refilled", version=version)
    return made


def short_pools() -> dict[int, int]:
    """Version -> the size its pool should have, for each of which someone has fewer than a few left."""
    had: dict[int, int] = {}
    rows = Attempt.objects.values_list("variant__version_id", "user_id").annotate(
        n=Count("variant", distinct=True)
    )
    for version, _user, count in rows.order_by():
        had[version] = max(had.get(version, 0), count)
    there = dict(
        Variant.objects.filter(version__in=had).values_list("version_id").annotate(n=Count("pk")).order_by()
    )
    return {v: there[v] + POOL_SIZE for v, count in had.items() if there[v] - count <= FEW}
