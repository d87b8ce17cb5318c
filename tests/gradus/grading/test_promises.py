"""Promises about order, ownership and clocks, on which it rests that nothing is lost and nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.utils import timezone

import grader
from grader.results import PartResult, Result, Verdict
from grader.symbolic import prove_equal
from gradus.grading import batch, bridge, claim, finish, tasks
from gradus.grading.claim import claim_batch
from gradus.submissions import doorbell
from gradus.submissions.models import LANE_PRIORITY, Grade, GradingJob, State, Submission

Submit = Callable[..., Submission]


# --- who may write ----------------------------------------------------------------------------------------------


def test_an_outcome_is_not_written_while_somebody_else_holds_the_job(submit: Submit) -> None:
    """The lease ran out, another process claimed the job and still grades it: the late outcome is dropped."""
    submit()
    late = claim_batch("answer")
    assert late is not None
    outcomes = batch.judge_all(late)
    GradingJob.objects.update(claim=None, lease_until=None)
    current = claim_batch("answer")
    assert current is not None
    finish.finish(late, outcomes)
    job = GradingJob.objects.get()
    assert (job.claim, job.starts, Grade.objects.count()) == (current.key, 2, 0)
    assert Submission.objects.get().state == State.WAITING


@pytest.mark.parametrize("give", [claim.hand_back, claim.release], ids=["handed back", "released"])
def test_a_job_of_somebody_else_is_not_given_back(submit: Submit, give: Callable[..., None]) -> None:
    submit()
    late = claim_batch("answer")
    assert late is not None
    GradingJob.objects.update(claim=None, lease_until=None)
    current = claim_batch("answer")
    assert current is not None
    give(late, late.jobs)
    job = GradingJob.objects.get()
    assert (job.claim, job.starts) == (current.key, 2)


def test_an_open_check_of_a_late_run_does_not_move_the_job(submit: Submit) -> None:
    submit()
    late = claim_batch("answer")
    assert late is not None
    undecided = Result(Verdict.UNDECIDED, 0, {"df": PartResult(Verdict.UNDECIDED, 0)})
    GradingJob.objects.update(claim=(key := uuid4()))
    finish.finish(late, [finish.Judged(late.jobs[0], undecided, undecided=True)])
    job = GradingJob.objects.get()
    assert (job.claim, job.lane) == (key, "answer")


# --- what comes before what -------------------------------------------------------------------------------------


def test_the_bell_is_answered_before_the_claim(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other way round, a job that commits between the two would ring in vain."""
    submit()
    calls: list[str] = []
    real = batch.claim_batch

    def claim_it(lane: str) -> claim.Claim | None:
        calls.append(f"claim {lane}")
        return real(lane)

    monkeypatch.setattr(doorbell, "answer", lambda lane: calls.append(f"answer {lane}"))
    monkeypatch.setattr(batch, "claim_batch", claim_it)
    tasks.grade_pending("answer")
    assert calls == ["answer answer", "claim answer"]
    assert Submission.objects.get().state == State.GRADED


def test_a_full_batch_rings_before_it_grades(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that another process begins with the rest at once, not after this batch."""
    monkeypatch.setitem(claim.BATCH, "answer", 2)
    for _ in range(3):
        submit()
    calls: list[str] = []
    real = bridge.judge

    def judge(variant: Any, responses: dict[str, Any], lane: str) -> Result:
        calls.append("judge")
        return real(variant, responses, lane)

    monkeypatch.setattr(doorbell, "ring", lambda lane: not calls.append(f"ring {lane}"))
    monkeypatch.setattr(bridge, "judge", judge)
    batch.grade_batch("answer")
    batch.grade_batch("answer")
    assert calls == ["ring answer", "judge", "judge", "judge"]


def test_urgent_jobs_come_first_then_those_received_first_then_those_stored_first(submit: Submit) -> None:
    """Stored in an order that is none of the three."""
    noon = timezone.now()
    wanted = {3: (10, noon), 0: (20, noon - timedelta(hours=2)), 4: (20, noon - timedelta(hours=1))}
    wanted |= {1: (20, noon), 2: (20, noon), 5: (30, noon - timedelta(hours=9))}
    sent = [submit() for _ in wanted]
    for index, (priority, received_at) in wanted.items():
        GradingJob.objects.filter(submission=sent[index]).update(priority=priority, received_at=received_at)
    got = claim_batch("answer")
    assert got is not None
    assert [sent.index(job.submission) for job in got.jobs] == list(wanted)


def test_those_at_the_head_are_claimed_and_not_any(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(claim.BATCH, "answer", 1)
    now = timezone.now()
    sent = [submit() for _ in range(4)]
    for each, priority, hours in zip(sent, (20, 20, 10, 20), (0, 3, 0, 1), strict=True):
        GradingJob.objects.filter(submission=each).update(
            priority=priority, received_at=now - timedelta(hours=hours)
        )
    order = []
    while (got := claim_batch("answer")) is not None:
        order += [sent.index(job.submission) for job in got.jobs]
    assert order == [2, 1, 3, 0]


def test_answers_are_more_urgent_than_proofs_and_proofs_than_regrades() -> None:
    assert sorted(LANE_PRIORITY, key=LANE_PRIORITY.__getitem__) == ["answer", "proof", "regrade"]


# --- how many, how long, by which clock -------------------------------------------------------------------------


def test_a_proof_is_claimed_alone_and_answers_a_hundred_at_once(submit: Submit) -> None:
    assert claim.BATCH == {"answer": 100, "proof": 1, "regrade": 100}
    for _ in range(2):
        submit()
    GradingJob.objects.update(lane="proof")
    got = claim_batch("proof")
    assert got is not None
    assert (len(got.jobs), got.more) == (1, True)


@pytest.mark.parametrize(("seconds_each", "begun"), [(0.45, 5), (0.55, 4), (1.9, 2), (2.0, 1), (3.0, 1)])
def test_no_submission_is_begun_two_seconds_after_the_first(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, seconds_each: float, begun: int
) -> None:
    clock = [100.0]

    def judge(_variant: Any, _responses: dict[str, Any], _lane: str) -> Result:
        clock[0] += seconds_each
        return Result(Verdict.CORRECT, 1_000_000, {"df": PartResult(Verdict.CORRECT, 1_000_000)})

    for _ in range(6):
        submit()
    held = claim_batch("answer")
    assert held is not None
    with monkeypatch.context() as patch:
        patch.setattr(batch.time, "monotonic", lambda: clock[0])
        patch.setattr(bridge, "judge", judge)
        outcomes = batch.judge_all(held)
    assert len(outcomes) == begun


def test_a_lease_counts_from_the_databases_clock(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The clock of this machine may be an hour wrong."""
    there = timezone.now() + timedelta(hours=1)
    submit()
    monkeypatch.setattr(claim, "database_now", lambda: there)
    got = claim_batch("answer")
    assert got is not None
    assert settings.GRADING_LEASE_SECONDS == 30
    assert GradingJob.objects.get().lease_until == there + timedelta(seconds=30)


# --- who may ask for a proof ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lane", "prover"), [("answer", None), ("regrade", None), ("proof", prove_equal)])
def test_only_the_proof_lane_has_a_prover(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, lane: str, prover: Any
) -> None:
    """The prover starts a process of its own for each question: nobody's answer waits behind that."""
    given: list[Any] = []
    real = grader.grade

    def grade(question: Any, responses: Any, **options: Any) -> Result:
        given.append(options["prover"])
        return real(question, responses, **{**options, "prover": None})

    monkeypatch.setattr(grader, "grade", grade)
    submit()
    GradingJob.objects.update(lane=lane)
    assert batch.grade_batch(lane) == batch.BatchReport(1, 0, 0)
    assert given == [prover]


# --- what is stored is acknowledged -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [ValueError("no such thing"), RuntimeError(), redis.ResponseError("OOM")])
def test_nothing_that_a_ring_raises_after_the_commit_reaches_the_student(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def ring(_lane: str) -> bool:
        raise fault

    monkeypatch.setattr(doorbell, "ring", ring)
    submission = submit()
    assert GradingJob.objects.get().submission == submission
    assert "on_commit" in caplog.text
