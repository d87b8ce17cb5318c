"""A submission that three starts could not grade: our fault. Nothing is counted, and a person is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

import grader
from gradus.grading.writing import short_write
from gradus.submissions.models import Alert, GradingJob, Lane, State, Submission

logger = structlog.get_logger(__name__)


def fail_jobs(ids: Sequence[int], *, errors: Mapping[int, str] | None = None) -> int:
    """Fail the jobs among `ids` that nobody holds; returns how many. `errors` names what was raised last.

    The submission of a regrade keeps the outcome it has.
    """
    with short_write():
        jobs = list(GradingJob.objects.select_for_update().filter(pk__in=ids, claim__isnull=True))
        first = [job.submission_id for job in jobs if job.purpose != Lane.REGRADE]
        Submission.objects.filter(pk__in=first, state=State.WAITING).update(state=State.FAILED)
        Alert.objects.bulk_create(
            [
                Alert(
                    kind="regrade_failed" if job.purpose == Lane.REGRADE else "submission_failed",
                    submission_id=job.submission_id,
                    detail={
                        "starts": job.starts,
                        "lane": job.lane,
                        "grader_version": grader.VERSION,
                        "error": (errors or {}).get(job.pk, "killed"),
                    },
                )
                for job in jobs
            ]
        )
        GradingJob.objects.filter(pk__in=[job.pk for job in jobs]).delete()
    for job in jobs:
        logger.error("submission_failed", submission=job.submission_id, starts=job.starts, lane=job.lane)
    return len(jobs)
