"""Grading again: after a fault of ours was mended, or because someone asks. Jobs of a lane of their own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT

import grader
from gradus.grading.writing import hold_people, short_write
from gradus.submissions import doorbell
from gradus.submissions.clock import database_now
from gradus.submissions.models import (
    LANE_PRIORITY,
    Alert,
    GradingJob,
    Lane,
    State,
    Submission,
)

CHUNK = 200


def regrade(*, submissions: Iterable[Submission]) -> int:
    """Queue each submission that has an outcome to be judged again; returns how many jobs were made.

    The new grade replaces the old one, a teacher's own grade excepted. Asking twice queues once.
    """
    settled = [each for each in submissions if each.state in (State.GRADED, State.NEEDS_REVIEW)]
    made = sum(_queue(settled[at : at + CHUNK], Lane.REGRADE) for at in range(0, len(settled), CHUNK))
    _ring_after_commit(Lane.REGRADE)
    return made


def queue_again(*, submission: Submission) -> None:
    """Let a failed submission wait once more, because someone asks. Its attempt must have nothing else that waits."""
    with transaction.atomic():
        _wait_again([submission])
    _ring_after_commit(Lane.ANSWER)


def retry_failed() -> int:
    """Queue once more what an older version of the grader failed at, CHUNK at most; returns how many.

    The next version tries it once: failing again names that version in the alert. An attempt in which something newer waits is left alone: it may have only one open submission.
    """
    version = Alert.objects.filter(submission=OuterRef("pk"), kind="submission_failed").order_by("-pk")
    busy = Submission.objects.filter(state=State.WAITING).values("attempt")
    failed = (
        Submission.objects.filter(state=State.FAILED)
        .exclude(attempt__in=busy)
        .annotate(version=Subquery(version.values(said=KT("detail__grader_version"))[:1]))
        .exclude(version=grader.VERSION)
        .select_related("attempt")
        .order_by("attempt", "pk")
    )
    first: dict[int, Submission] = {}
    for submission in failed[:CHUNK]:
        first.setdefault(submission.attempt_id, submission)
    if not first:
        return 0
    with short_write():
        made = _wait_again(list(first.values()))
    if made:
        doorbell.ring(Lane.ANSWER.value)
    return made


def _wait_again(failed: list[Submission]) -> int:
    """Queues those that are failed still: a teacher may have decided one, or its student sent something newer.

    Their alerts are closed; failing once more raises new ones.
    """
    hold_people({each.attempt.user_id for each in failed})
    busy = Submission.objects.filter(state=State.WAITING, attempt__in=[each.attempt_id for each in failed])
    still = Submission.objects.filter(pk__in=[each.pk for each in failed], state=State.FAILED)
    found = list(still.exclude(attempt__in=busy.values("attempt")))
    keys = [each.pk for each in found]
    Submission.objects.filter(pk__in=keys).update(state=State.WAITING)
    Alert.objects.filter(submission__in=keys, resolved_at__isnull=True).update(resolved_at=database_now())
    return _queue(found, Lane.ANSWER)


def _ring_after_commit(lane: Lane) -> None:
    """The sweeper rings for what waits, so a bell that cannot be rung is no fault of what was stored."""
    transaction.on_commit(lambda: doorbell.ring(lane.value), robust=True)


def _queue(submissions: list[Submission], lane: Lane) -> int:
    with transaction.atomic():
        now = database_now()
        known = set(
            GradingJob.objects.filter(submission__in=submissions, purpose=lane).values_list(
                "submission", flat=True
            )
        )
        jobs = [
            GradingJob(
                submission=each,
                purpose=lane,
                lane=lane,
                priority=LANE_PRIORITY[lane],
                received_at=each.received_at,
                enqueued_at=now,
            )
            for each in submissions
            if each.pk not in known
        ]
        return len(GradingJob.objects.bulk_create(jobs, ignore_conflicts=True))
