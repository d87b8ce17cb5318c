"""One batch: claim, grade outside every transaction, finish."""

from __future__ import annotations

import time
from dataclasses import dataclass

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from grader.results import Result, Verdict
from gradus.grading import bridge
from gradus.grading.claim import Claim, claim_batch, hand_back
from gradus.grading.finish import Judged, Outcome, Raised, finish
from gradus.submissions import doorbell
from gradus.submissions.models import GradingJob

logger = structlog.get_logger(__name__)

BATCH_SECONDS = 2.0
"""No new submission is begun later than this after the first of its batch."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What one batch did: submissions with an outcome, those that raised, those handed back untouched."""

    graded: int
    raised: int
    handed_back: int


def grade_batch(lane: str) -> BatchReport | None:
    """Claim and grade one batch of `lane`; None where nothing waits.

    Rings again for what is left: before it grades where others wait, so that another process can begin; after it
    for handed-back and raised jobs.
    """
    claim = claim_batch(lane)
    if claim is None:
        return None
    if claim.more:
        doorbell.ring(lane)
    outcomes = judge_all(claim)
    untouched = claim.jobs[len(outcomes) :]
    hand_back(claim, untouched)
    lanes = finish(claim, outcomes)
    if untouched:
        lanes.add(lane)
    for each in sorted(lanes):
        doorbell.ring(each)
    raised = sum(isinstance(outcome, Raised) for outcome in outcomes)
    return BatchReport(len(outcomes) - raised, raised, len(untouched))


def judge_all(claim: Claim) -> list[Outcome]:
    """The outcomes of the first jobs of the claim, in order: all of them, unless the batch took too long."""
    outcomes: list[Outcome] = []
    stop_at = time.monotonic() + BATCH_SECONDS
    for job in claim.jobs:
        if outcomes and time.monotonic() >= stop_at:
            break
        try:
            outcomes.append(_judge(job, claim.lane))
        except SoftTimeLimitExceeded as error:
            outcomes.append(Raised(job, type(error).__name__))
            break
    return outcomes


def _judge(job: GradingJob, lane: str) -> Outcome:
    """One judgement. Whatever the grader raises is our fault or the author's: the submission is retried."""
    submission = job.submission
    try:
        result = bridge.judge(submission.attempt.variant, submission.typed["responses"], lane)
    except SoftTimeLimitExceeded:
        raise
    except (Exception, bridge.TooSlow) as error:
        logger.exception("grading_raised", submission=submission.public_id, starts=job.starts, lane=lane)
        return Raised(job, type(error).__name__)
    return Judged(job, result, undecided=is_undecided(result))


def is_undecided(result: Result) -> bool:
    """Whether the whole or any part was left open."""
    verdicts = (result.verdict, *(part.verdict for part in result.parts.values()))
    return Verdict.UNDECIDED in verdicts
