"""The sweeper: makes sure that what waits too long is graded, whatever happened to the messages."""

from __future__ import annotations

import time
from datetime import timedelta

import structlog
from django.db import DatabaseError
from django.utils import timezone

from gradus.courses.actions import invitations
from gradus.grading import trials
from gradus.grading.batch import grade_batch
from gradus.grading.failing import fail_jobs
from gradus.grading.regrade import retry_failed
from gradus.grading.writing import short_write
from gradus.submissions import doorbell
from gradus.submissions.clock import database_now
from gradus.submissions.models import MOST_STARTS, GradingJob, Heartbeat, Lane

logger = structlog.get_logger(__name__)

NORMAL_WAIT = timedelta(seconds=30)
"""A job older than this should have been begun: ring for it."""

RING_EVERY = 10.0
"""Seconds between two rings for the same lane: an absent worker must not find thousands of messages."""

GRADE_SECONDS = 1.5
"""How long one tick may grade by itself while Redis is away."""

RETRY_EVERY = 60.0
"""Seconds between two looks for what an older grader failed at, once nothing more was found."""

HEARTBEAT = "sweeper"


class Sweeper:
    """What a tick must remember: the run of the Redis server it saw, when each lane was rung, what fails."""

    def __init__(self) -> None:
        self._run: str | None = None
        self._rung: dict[str, float] = {}
        self._unheard = False
        """The last ring did not get through although the server answers: full, read-only, or a broken publish."""
        self._retry_at = 0.0
        self._mail_at = 0.0

    def tick(self) -> bool:
        """One round; returns whether more can be done at once. Raises DatabaseError while the database is away."""
        beat()
        freed = free_expired_leases()
        freed |= {doorbell.TRIAL} if trials.free_expired() else set()
        fail_exhausted()
        self._retry()
        run = doorbell.server_run()
        restarted, self._run = run != self._run, run
        if run is None:
            return grade_here()
        self._ring_for_mail()
        if restarted or self._unheard:
            lanes = at_once = freed | waiting_bells()
        else:
            lanes, at_once = freed | overdue_bells(), freed
        return grade_here() if self._ring(lanes, at_once) else False

    def _ring_for_mail(self) -> None:
        """Invitations whose ring was lost, and those whose pause is over."""
        now = time.monotonic()
        if now >= self._mail_at and invitations.overdue():
            invitations.ring()
            self._mail_at = now + RING_EVERY

    def _retry(self) -> None:
        """A new version of the grader tries once more what an older one failed at: a chunk each round.

        It steps back while answers wait, because what failed was received before them and would come first.
        """
        if time.monotonic() < self._retry_at or Lane.ANSWER.value in waiting_lanes():
            return
        try:
            retried = retry_failed()
        except DatabaseError:  # someone submitted in between, or worse: the round goes on
            logger.exception("sweeper_retry_failed")
            retried = 0
        if retried:
            logger.info("failed_retried", submissions=retried)
        else:
            self._retry_at = time.monotonic() + RETRY_EVERY

    def _ring(self, lanes: set[str], at_once: set[str]) -> bool:
        """Ring; returns whether a ring did not get through. Without one, what was known before stays true."""
        now = time.monotonic()
        due = [
            lane
            for lane in sorted(lanes)
            if lane in at_once or now - self._rung.get(lane, -RING_EVERY) >= RING_EVERY
        ]
        if due:
            heard = [lane for lane in due if doorbell.ring(lane)]
            self._rung.update(dict.fromkeys(heard, now))
            self._unheard = len(heard) < len(due)
        return bool(due) and self._unheard


def beat() -> None:
    """Say that the sweeper works."""
    with short_write():
        Heartbeat.objects.update_or_create(name=HEARTBEAT, defaults={"beat_at": timezone.now()})


def free_expired_leases() -> set[str]:
    """Free the jobs of processes that did not come back; returns their lanes."""
    expired = GradingJob.objects.filter(lease_until__lt=database_now())
    lanes = set(expired.values_list("lane", flat=True).order_by())
    if not lanes:
        return set()
    with short_write():
        freed = expired.update(claim=None, lease_until=None)
    logger.warning("leases_expired", jobs=freed, lanes=sorted(lanes))
    return lanes


def fail_exhausted() -> int:
    """Fail the jobs that used up their starts; returns how many."""
    ids = list(
        GradingJob.objects.filter(claim__isnull=True, starts__gte=MOST_STARTS).values_list("pk", flat=True)[
            :100
        ]
    )
    return fail_jobs(ids) if ids else 0


def waiting_lanes() -> set[str]:
    """Lanes with a job that nobody holds."""
    return set(
        GradingJob.objects.filter(claim__isnull=True).order_by().values_list("lane", flat=True).distinct()
    )


def overdue_lanes() -> set[str]:
    """Lanes in which a job waits longer than normal."""
    late = GradingJob.objects.filter(claim__isnull=True, enqueued_at__lt=database_now() - NORMAL_WAIT)
    return set(late.order_by().values_list("lane", flat=True).distinct())


def waiting_bells() -> set[str]:
    """Every bell that somebody should hear: lanes with a job, and that of drafts."""
    return waiting_lanes() | ({doorbell.TRIAL} if trials.waiting().exists() else set())


def overdue_bells() -> set[str]:
    """Those for which something waits longer than normal."""
    return overdue_lanes() | ({doorbell.TRIAL} if trials.overdue() else set())


def grade_here() -> bool:
    """Grade in this process, for a bounded time; returns whether something is left.

    One draft is tried where no answer is left: it may take a few seconds.
    """
    stop_at = time.monotonic() + GRADE_SECONDS
    for lane in (Lane.ANSWER.value, Lane.PROOF.value, Lane.REGRADE.value):
        while time.monotonic() < stop_at:
            if grade_batch(lane) is None:
                break
        else:
            return True
    return trials.try_next() and trials.waiting().exists()
