"""From what was worked to rows of the record, the same as the actions and the grader's worker write them.

The rows are made in bulk because they lie in the past: received when the student worked, graded a moment later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from grader.results import Result
from gradus.accounts.models import User
from gradus.courses.dates import Dates
from gradus.courses.models import ProblemSetItem
from gradus.demo.classroom.working import Try, Work
from gradus.grading.batch import is_undecided
from gradus.grading.records import grade_row, part_rows
from gradus.progress.actions import renew_evidence
from gradus.submissions.clock import database_now
from gradus.submissions.models import Attempt, Grade, GradingJob, HintUse, PartGrade, State, Submission

GRADED_AFTER = timedelta(milliseconds=700)


@dataclass(frozen=True, slots=True)
class Worked:
    """All that one student did on one problem of a set."""

    user: User
    item: ProblemSetItem
    dates: Dates
    works: list[Work]


def write(worked: Iterable[Worked], rng: Random) -> int:
    """Writes everything, and brings evidence and mastery up to date; returns the number of submissions."""
    attempts = [(_attempt(each, number, work), work, each) for each, number, work in _numbered(worked)]
    Attempt.objects.bulk_create([attempt for attempt, _, _ in attempts])
    hints = [
        HintUse(attempt=attempt, number=number, used_at=at)
        for attempt, work, _ in attempts
        for number, at in enumerate(work.hints, 1)
    ]
    HintUse.objects.bulk_create(hints)
    sent = [
        (_submission(attempt, made, each, rng), made.result)
        for attempt, work, each in attempts
        for made in work.tries
    ]
    sent.sort(key=lambda pair: pair[0].received_at)
    Submission.objects.bulk_create([submission for submission, _ in sent])
    _grade(sent)
    return len(sent)


def _numbered(worked: Iterable[Worked]) -> Iterable[tuple[Worked, int, Work]]:
    for each in worked:
        for number, work in enumerate(each.works, 1):
            yield each, number, work


def _attempt(each: Worked, number: int, work: Work) -> Attempt:
    return Attempt(
        user=each.user,
        variant=work.variant,
        course=each.item.problem_set.course,
        item=each.item,
        number=number,
        started_at=work.started_at,
        closed_at=work.closed_at,
        gave_up_at=work.closed_at if work.gave_up else None,
    )


def _submission(attempt: Attempt, made: Try, each: Worked, rng: Random) -> Submission:
    return Submission(
        attempt=attempt,
        by=each.user,
        client_key=UUID(int=rng.getrandbits(128), version=4),
        typed={"responses": made.typed, "read_as": made.read_as},
        received_at=made.at,
        due_at=each.dates.due_at,
        closes_at=each.dates.closes_at,
        late=each.dates.is_late(made.at),
        policy=policy(each.item, each.dates),
        hints_used=made.hints,
        state=State.NEEDS_REVIEW if is_undecided(made.result) else State.GRADED,
    )


def policy(item: ProblemSetItem, dates: Dates) -> dict[str, Any]:
    """What a submission keeps of the rules that applied to it."""
    problem_set = item.problem_set
    return {
        "feedback": problem_set.feedback,
        "counting": problem_set.counting,
        "tries_allowed": problem_set.tries_allowed,
        "points": item.points,
        "extended": dates.extended,
    }


def _grade(sent: list[tuple[Submission, Result]]) -> None:
    """Grades as the worker writes them; what is undecided is no evidence."""
    jobs = [GradingJob(submission=submission, received_at=submission.received_at) for submission, _ in sent]
    results = [result for _, result in sent]
    grades = Grade.objects.bulk_create(
        [
            grade_row(job, result, job.received_at + GRADED_AFTER, None)
            for job, result in zip(jobs, results, strict=True)
        ]
    )
    rows = zip(grades, jobs, results, strict=True)
    PartGrade.objects.bulk_create(
        [part for grade, job, result in rows for part in part_rows(grade, job, result)]
    )
    decided = [submission.attempt for submission, result in sent if not is_undecided(result)]
    renew_evidence(checked={(attempt.user_id, attempt.variant_id) for attempt in decided}, now=database_now())
