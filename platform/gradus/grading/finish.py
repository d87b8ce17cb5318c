"""Finish: one transaction removes the jobs and writes grades, evidence and mastery.

Only jobs that still carry the claim are written: one whose lease ran out belongs to someone else by now, and its
second outcome is dropped. So each submission is graded once in effect, however often it was started.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from grader.results import Result
from gradus.grading.claim import Claim, release
from gradus.grading.failing import fail_jobs
from gradus.grading.records import grade_row, part_rows
from gradus.grading.writing import Stride, hold_people, short_write
from gradus.progress.actions import renew_evidence
from gradus.submissions.clock import database_now
from gradus.submissions.models import (
    LANE_PRIORITY,
    MOST_STARTS,
    Alert,
    Grade,
    GradingJob,
    Lane,
    PartGrade,
    Source,
    State,
    Submission,
)

logger = structlog.get_logger(__name__)

_stride = Stride()


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission with a result."""

    job: GradingJob
    result: Result
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """A submission whose grading raised `error` (the name of a class)."""

    job: GradingJob
    error: str


Outcome = Judged | Raised


def finish(claim: Claim, outcomes: Sequence[Outcome]) -> set[str]:
    """Write the outcomes; returns the lanes that have something to do after it.

    Chunks keep the write lock short. A chunk that cannot be written is written one by one, so that one bad item
    never takes others with it.
    """
    judged = [outcome for outcome in outcomes if isinstance(outcome, Judged)]
    raised = [outcome for outcome in outcomes if isinstance(outcome, Raised)]
    done = 0
    while done < len(judged):
        chunk = judged[done : done + _stride.rows]
        done += len(chunk)
        raised += _write_chunk(claim, chunk)
    _give_back(claim, raised)
    lanes = {claim.lane} if raised else set()
    if claim.lane != Lane.PROOF and any(each.undecided for each in judged):
        lanes.add(Lane.PROOF.value)
    return lanes


def _write_chunk(claim: Claim, chunk: Sequence[Judged]) -> list[Raised]:
    """Write one chunk; returns those that could not be written even alone."""
    try:
        _timed_write(claim, chunk)
    except (OperationalError, SoftTimeLimitExceeded):
        raise  # the database is away or time is up: no item's fault; the leases run out and all are started again
    except Exception as error:
        if len(chunk) == 1:
            logger.exception("grade_not_written", submission=chunk[0].job.submission_id)
            return [Raised(chunk[0].job, type(error).__name__)]
        return [lost for each in chunk for lost in _write_chunk(claim, [each])]
    return []


def _timed_write(claim: Claim, chunk: Sequence[Judged]) -> None:
    with short_write():
        begun = time.monotonic()
        _write(claim, chunk)
        held = time.monotonic() - begun
    _stride.learn(len(chunk), held)


def _write(claim: Claim, chunk: Sequence[Judged]) -> None:
    """The body of the transaction."""
    mine = GradingJob.objects.filter(pk__in=[each.job.pk for each in chunk], claim=claim.key)
    held = set(mine.select_for_update().values_list("pk", flat=True))
    kept = [each for each in chunk if each.job.pk in held]
    open_checks = [each for each in kept if each.undecided and claim.lane != Lane.PROOF]
    final = [each for each in kept if each not in open_checks]
    GradingJob.objects.filter(pk__in=[each.job.pk for each in open_checks]).update(
        lane=Lane.PROOF, priority=LANE_PRIORITY[Lane.PROOF], claim=None, lease_until=None, starts=0
    )
    GradingJob.objects.filter(pk__in=[each.job.pk for each in final]).delete()
    if final:
        _record(final, database_now())


def _record(final: Sequence[Judged], now: datetime) -> None:
    """Grades, states, evidence and mastery of submissions whose jobs this transaction removed."""
    hold_people({each.job.submission.attempt.user_id for each in final})
    before = {
        grade.submission_id: grade
        for grade in Grade.objects.filter(
            submission__in=[each.job.submission_id for each in final], replaced_at__isnull=True
        )
    }
    counting = [each for each in final if _may_replace(each, before.get(each.job.submission_id))]
    replaced = [before[i].pk for each in counting if (i := each.job.submission_id) in before]
    if replaced:
        Grade.objects.filter(pk__in=replaced).update(replaced_at=now)
    rows = [grade_row(each.job, each.result, now, before.get(each.job.submission_id)) for each in counting]
    grades = Grade.objects.bulk_create(rows)
    PartGrade.objects.bulk_create(
        [
            part
            for grade, each in zip(grades, counting, strict=True)
            for part in part_rows(grade, each.job, each.result)
        ]
    )
    _set_states(counting)
    attempts = [each.job.submission.attempt for each in counting if not each.undecided]
    renew_evidence(checked={(attempt.user_id, attempt.variant_id) for attempt in attempts}, now=now)


def _may_replace(judged: Judged, before: Grade | None) -> bool:
    """A teacher's grade stands; a regrade that decides nothing replaces nothing, and a person is told."""
    if before is None:
        return True
    if before.source == Source.MANUAL:
        return False
    if judged.undecided:
        Alert.objects.create(kind="regrade_undecided", submission_id=judged.job.submission_id)
    return not judged.undecided


def _set_states(counting: Sequence[Judged]) -> None:
    for state, undecided in ((State.GRADED, False), (State.NEEDS_REVIEW, True)):
        ids = [each.job.submission_id for each in counting if each.undecided is undecided]
        if ids:
            Submission.objects.filter(pk__in=ids).update(state=state)


def _give_back(claim: Claim, raised: Sequence[Raised]) -> None:
    """Release for another start, or fail after the last one."""
    last = {each.job.pk: each.error for each in raised if each.job.starts >= MOST_STARTS}
    release(claim, [each.job for each in raised])
    if last:
        fail_jobs(list(last), errors=last)
