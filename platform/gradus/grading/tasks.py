"""The Celery tasks. They carry no id: the rows say what there is to do."""

from __future__ import annotations

from celery import shared_task

from gradus.grading.batch import grade_batch
from gradus.grading.pools import refill_pools
from gradus.grading.trials import try_next, waiting
from gradus.submissions import doorbell


@shared_task(name=doorbell.GRADE_TASK)
def grade_pending(lane: str) -> None:
    """Grade one batch of `lane`. The bell's key goes first: what commits from now on rings again."""
    doorbell.answer(lane)
    grade_batch(lane)


@shared_task(name=doorbell.REFILL_TASK)
def refill() -> None:
    """Make more variants where a student has nearly had all. What it had no time for gets a turn of its own."""
    doorbell.answer(doorbell.POOL)
    if refill_pools().more:
        doorbell.ring(doorbell.POOL)


@shared_task(name=doorbell.TRIAL_TASK)
def try_drafts() -> None:
    """Try one draft of a problem out. The next one gets a turn of its own, behind what else waits."""
    doorbell.answer(doorbell.TRIAL)
    if try_next() and waiting().exists():
        doorbell.ring(doorbell.TRIAL)
