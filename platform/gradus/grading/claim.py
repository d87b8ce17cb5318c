"""Claiming jobs: a row belongs to whoever wrote its claim, until the lease runs out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import F

from gradus.grading.writing import short_write
from gradus.submissions.clock import database_now
from gradus.submissions.models import MOST_STARTS, GradingJob, Lane

BATCH = {Lane.ANSWER.value: 100, Lane.PROOF.value: 1, Lane.REGRADE.value: 100}


@dataclass(frozen=True, slots=True)
class Claim:
    """Jobs of one lane that this process may grade. `more`: others of the lane may wait."""

    key: UUID
    lane: str
    jobs: tuple[GradingJob, ...]
    more: bool


def claim_batch(lane: str) -> Claim | None:
    """Claim the next jobs of `lane`; None where nothing waits.

    A job that was started before is claimed alone, so that one that kills its process cannot burn the starts of
    others. The lease counts by the database's clock.
    """
    key = uuid4()
    most = BATCH[lane]
    waiting = GradingJob.objects.filter(lane=lane, claim__isnull=True, starts__lt=MOST_STARTS)
    if not waiting.exists():  # without the write lock: most wake-ups after a burst find nothing
        return None
    with short_write():
        head = waiting.order_by("priority", "received_at", "id").select_for_update(skip_locked=True)
        rows = list(head.values_list("pk", "starts")[:most])
        if not rows:
            return None
        ids = [pk for pk, starts in rows if starts == 0] if rows[0][1] == 0 else [rows[0][0]]
        lease_until = database_now() + timedelta(seconds=settings.GRADING_LEASE_SECONDS)
        GradingJob.objects.filter(pk__in=ids).update(
            claim=key, lease_until=lease_until, starts=F("starts") + 1
        )
    jobs = (
        GradingJob.objects.filter(claim=key)
        .select_related("submission__attempt__variant")
        .order_by("priority", "received_at", "id")
    )
    return Claim(key, lane, tuple(jobs), more=len(rows) == most or len(ids) < len(rows))


def hand_back(claim: Claim, jobs: Iterable[GradingJob]) -> None:
    """Return jobs that were not touched; the start is not counted."""
    ids = [job.pk for job in jobs]
    if not ids:
        return
    with short_write():
        GradingJob.objects.filter(pk__in=ids, claim=claim.key).update(
            claim=None, lease_until=None, starts=F("starts") - 1
        )


def release(claim: Claim, jobs: Iterable[GradingJob]) -> None:
    """Return jobs whose grading raised; the start counts."""
    ids = [job.pk for job in jobs]
    if not ids:
        return
    with short_write():
        GradingJob.objects.filter(pk__in=ids, claim=claim.key).update(claim=None, lease_until=None)
