"""The queue of trials: drafts of problems that wait to be drawn and tested. Like grading jobs, the rows are the queue.

One draft is claimed at a time, tried outside of every transaction, and its report written only while the claim
holds: a draft that was changed meanwhile has lost it, and waits again.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from gradus.grading.trial_run import failed_report, run_trial
from gradus.grading.writing import short_write
from gradus.library.models import MOST_TRIALS, ProblemDraft
from gradus.library.trial_report import TrialReport, text_hash
from gradus.submissions.clock import database_now

logger = structlog.get_logger(__name__)

NORMAL_WAIT = timedelta(seconds=5)
"""A draft that waits longer was not heard: somebody looks at the page."""


def waiting() -> QuerySet[ProblemDraft]:
    """Drafts that nobody tries yet, the oldest first."""
    return ProblemDraft.objects.filter(
        asked_at__isnull=False, claim__isnull=True, starts__lt=MOST_TRIALS
    ).order_by("asked_at", "pk")


def overdue() -> bool:
    """Whether a draft waits longer than normal."""
    return waiting().filter(asked_at__lt=timezone.now() - NORMAL_WAIT).exists()


def try_next() -> bool:
    """Try the draft that waits longest; False where none waits."""
    claimed = _claim()
    if claimed is None:
        return False
    draft, key = claimed
    report = run_trial(draft.source)
    if report is not None:
        _finish(draft, key, report)
        logger.info("draft_tried", draft=draft.public_id, outcome=report["outcome"])
    elif draft.starts >= MOST_TRIALS:
        _finish(draft, key, failed_report())
        logger.error("draft_not_tried", draft=draft.public_id, starts=draft.starts)
    else:
        _release(draft, key)
    return True


def _claim() -> tuple[ProblemDraft, UUID] | None:
    if not waiting().exists():  # without the write lock
        return None
    key = uuid4()
    with short_write():
        first = waiting().select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if first is None:
            return None
        lease_until = database_now() + timedelta(seconds=settings.GRADING_LEASE_SECONDS)
        ProblemDraft.objects.filter(pk=first).update(
            claim=key, lease_until=lease_until, starts=F("starts") + 1
        )
        return ProblemDraft.objects.get(pk=first), key


def _finish(draft: ProblemDraft, key: UUID, report: TrialReport) -> None:
    with short_write():
        ProblemDraft.objects.filter(pk=draft.pk, claim=key).update(
            report=report,
            tried_hash=text_hash(draft.source),
            tried_at=timezone.now(),
            asked_at=None,
            starts=0,
            claim=None,
            lease_until=None,
        )


def _release(draft: ProblemDraft, key: UUID) -> None:
    """The start counts."""
    logger.warning("draft_trial_broke_down", draft=draft.public_id, starts=draft.starts)
    with short_write():
        ProblemDraft.objects.filter(pk=draft.pk, claim=key).update(claim=None, lease_until=None)


def free_expired() -> bool:
    """Free the drafts of processes that did not come back, and end those that used up their starts.

    Returns whether one was freed that may be tried again.
    """
    expired = ProblemDraft.objects.filter(lease_until__lt=database_now())
    freed = False
    if expired.exists():
        with short_write():
            freed = expired.update(claim=None, lease_until=None) > 0
    used_up = ProblemDraft.objects.filter(asked_at__isnull=False, claim__isnull=True, starts__gte=MOST_TRIALS)
    for draft in used_up[:20]:
        with short_write():
            used_up.filter(pk=draft.pk).update(
                report=failed_report(),
                tried_hash=text_hash(draft.source),
                tried_at=timezone.now(),
                asked_at=None,
                starts=0,
            )
        logger.error("draft_not_tried", draft=draft.public_id, starts=draft.starts)
    return freed and waiting().exists()
