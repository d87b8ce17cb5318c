"""Claim, grade, finish, in one process: what is written, and who may write it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

import grader
from grader.errors import InternalFault
from grader.results import PartResult, Result, Verdict
from gradus.grading import batch, bridge, claim, finish
from gradus.grading.batch import BatchReport, grade_batch
from gradus.grading.claim import claim_batch
from gradus.progress.models import Evidence, Mastery
from gradus.submissions import actions
from gradus.submissions.clock import database_now
from gradus.submissions.models import (
    MOST_STARTS,
    Alert,
    Grade,
    GradingJob,
    PartGrade,
    Source,
    State,
    Submission,
)

Submit = Callable[..., Submission]
real_judge = bridge.judge
NOBODY = "00000000-0000-0000-0000-000000000001"


def outcome(submission: Submission) -> tuple[str, list[tuple[str, int]]]:
    """The state, and verdict and score of all its grades."""
    submission.refresh_from_db()
    grades = submission.grades.order_by("pk").values_list("verdict", "score")
    return submission.state, list(grades)


def misjudge(
    monkeypatch: pytest.MonkeyPatch, text: str, raised: BaseException | Callable[[], Result]
) -> None:
    """The grader, except for one typed text: there it raises, or returns what it is told."""

    def judge(variant: Any, responses: dict[str, Any], lane: str) -> Result:
        if responses["df"] != text:
            return real_judge(variant, responses, lane)
        if isinstance(raised, BaseException):
            raise raised
        return raised()

    monkeypatch.setattr(bridge, "judge", judge)


# --- one submission ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verdict", "score", "evidence", "level"),
    [
        (None, "correct", 1_000_000, 1_000_000, "started"),
        ("x", "incorrect", 0, 0, "started"),
        ("2(", "unreadable", 0, None, None),
        ("", "unreadable", 0, None, None),
    ],
)
def test_a_submission_gets_grade_evidence_and_mastery(
    submit: Submit, world: Any, text: str | None, verdict: str, score: int, evidence: int | None, level: Any
) -> None:
    submission = submit(text)
    assert grade_batch("answer") == BatchReport(graded=1, raised=0, handed_back=0)
    assert outcome(submission) == (State.GRADED, [(verdict, score)])
    assert list(Evidence.objects.values_list("value", flat=True)) == ([] if evidence is None else [evidence])
    mastery = Mastery.objects.filter(user=submission.by, skill=world.skill).first()
    assert (mastery and mastery.level) == level
    assert GradingJob.objects.count() == 0
    grade = Grade.objects.get()
    assert (grade.source, grade.grader_version, grade.replaces) == ("automatic", grader.VERSION, None)
    part = PartGrade.objects.get()
    assert (part.part, part.verdict, part.points) == ("df", verdict, 1)


@pytest.mark.parametrize("text", ["secretword", "7 + secretword(x)", "4 x^2"])
def test_the_grade_holds_nothing_that_was_typed(submit: Submit, text: str) -> None:
    submit(text)
    grade_batch("answer")
    part = PartGrade.objects.get()
    stored = f"{part.result} {part.diagnosis} {part.wrong_class}"
    assert "secretword" not in stored
    assert "read_as" not in part.result
    assert part.verdict == ("incorrect" if text == "4 x^2" else "unreadable")
    assert ("fault" in part.result) == (part.verdict == "unreadable")


def test_right_with_a_hint_is_half_evidence(submit: Submit, world: Any) -> None:
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    actions.use_hint(attempt=attempt, by=world.cast.student)
    submit(by=world.cast.student)
    grade_batch("answer")
    assert Evidence.objects.get().value == 500_000


def test_only_the_first_check_of_a_variant_is_evidence(submit: Submit, world: Any) -> None:
    for text in ("2(", "x", None):  # unreadable counts nothing; wrong is the first check; then right
        submit(text, by=world.cast.student)
        grade_batch("answer")
    assert Evidence.objects.get().value == 0
    assert Mastery.objects.get().variants == 1


def test_two_variants_are_two_pieces_of_evidence(submit: Submit, world: Any) -> None:
    first = submit(by=world.cast.student)
    actions.new_variant(attempt=first.attempt, by=world.cast.student)
    submit(by=world.cast.student)
    assert grade_batch("answer") == BatchReport(2, 0, 0)
    mastery = Mastery.objects.get()
    assert (mastery.variants, mastery.score, mastery.level) == (2, 704_250, "familiar")


# --- claiming ---------------------------------------------------------------------------------------------------


def test_nothing_to_do_is_none(world: Any) -> None:
    assert grade_batch("answer") is None


def test_fresh_jobs_are_claimed_together_in_order(submit: Submit) -> None:
    sent = [submit() for _ in range(4)]
    got = claim_batch("answer")
    assert got is not None
    assert [job.submission for job in got.jobs] == sent
    assert {job.starts for job in got.jobs} == {1}
    assert all(job.lease_until > database_now() for job in got.jobs)
    assert got.more is False
    assert claim_batch("answer") is None


def test_a_full_batch_says_so(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(claim.BATCH, "answer", 2)
    for _ in range(3):
        submit()
    first, second = claim_batch("answer"), claim_batch("answer")
    assert first and second
    assert (len(first.jobs), first.more, len(second.jobs), second.more) == (2, True, 1, False)


def test_a_job_that_was_started_before_is_claimed_alone(submit: Submit) -> None:
    sent = [submit() for _ in range(3)]
    GradingJob.objects.filter(submission=sent[0]).update(starts=1)
    sizes = []
    while (got := claim_batch("answer")) is not None:
        sizes.append(([job.submission for job in got.jobs], got.more))
    assert sizes == [([sent[0]], True), (sent[1:], False)]


def test_a_restarted_job_in_the_middle_waits_for_its_own_turn(submit: Submit) -> None:
    sent = [submit() for _ in range(3)]
    GradingJob.objects.filter(submission=sent[1]).update(starts=2)
    got = claim_batch("answer")
    assert got is not None
    assert [job.submission for job in got.jobs] == [sent[0], sent[2]]


def test_a_job_without_starts_left_is_not_claimed(submit: Submit) -> None:
    submit()
    GradingJob.objects.update(starts=MOST_STARTS)
    assert claim_batch("answer") is None


def test_answers_come_before_regrades_only_within_their_lane(submit: Submit) -> None:
    submit()
    assert claim_batch("regrade") is None
    assert claim_batch("proof") is None


def test_a_batch_stops_in_time_and_hands_back_without_counting_the_start(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [submit() for _ in range(5)]
    monkeypatch.setattr(batch, "BATCH_SECONDS", 0.15)

    def slow(variant: Any, responses: dict[str, Any], lane: str) -> Result:
        time.sleep(0.1)
        return real_judge(variant, responses, lane)

    monkeypatch.setattr(bridge, "judge", slow)
    assert grade_batch("answer") == BatchReport(graded=2, raised=0, handed_back=3)
    left = GradingJob.objects.order_by("pk")
    assert [(job.submission, job.starts, job.claim) for job in left] == [(each, 0, None) for each in sent[2:]]


# --- finishing --------------------------------------------------------------------------------------------------


def test_a_lost_claim_writes_nothing(submit: Submit) -> None:
    """The lease ran out during the run, someone else graded: the late outcome is dropped."""
    submission = submit()
    late = claim_batch("answer")
    assert late is not None
    outcomes = batch.judge_all(late)
    GradingJob.objects.update(claim=None, lease_until=None)
    assert grade_batch("answer") == BatchReport(1, 0, 0)
    finish.finish(late, outcomes)
    assert outcome(submission) == (State.GRADED, [("correct", 1_000_000)])
    assert Evidence.objects.count() == 1


def test_finishing_twice_writes_once(submit: Submit) -> None:
    submission = submit()
    mine = claim_batch("answer")
    assert mine is not None
    outcomes = batch.judge_all(mine)
    finish.finish(mine, outcomes)
    finish.finish(mine, outcomes)
    assert outcome(submission) == (State.GRADED, [("correct", 1_000_000)])


@pytest.mark.parametrize(
    "fault",
    [InternalFault("two authorities disagree"), ValueError("a bug"), RecursionError(), bridge.TooSlow()],
)
def test_what_raises_is_started_three_times_and_then_failed(
    submit: Submit, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    misjudge(monkeypatch, "poison", fault)
    bad, good = submit("poison"), submit()
    assert grade_batch("answer") == BatchReport(graded=1, raised=1, handed_back=0)
    assert outcome(good) == (State.GRADED, [("correct", 1_000_000)])
    assert outcome(bad) == (State.WAITING, [])
    assert grade_batch("answer") == BatchReport(0, 1, 0)
    assert grade_batch("answer") == BatchReport(0, 1, 0)
    assert outcome(bad) == (State.FAILED, [])
    assert grade_batch("answer") is None
    alert = Alert.objects.get()
    assert (alert.kind, alert.submission) == ("submission_failed", bad)
    assert alert.detail["error"] == type(fault).__name__
    assert alert.detail["starts"] == 3
    assert not Evidence.objects.filter(submission=bad).exists()


def test_one_row_that_cannot_be_written_does_not_stop_the_others(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [submit(), submit("x"), submit()]
    original = finish.grade_row

    def refuse(job: Any, result: Result, *rest: Any) -> Grade:
        if result.verdict == Verdict.INCORRECT:
            raise DatabaseError("no such luck")
        return original(job, result, *rest)

    monkeypatch.setattr(finish, "grade_row", refuse)
    assert grade_batch("answer") is not None
    assert [outcome(each)[0] for each in sent] == [State.GRADED, State.WAITING, State.GRADED]
    assert GradingJob.objects.get().starts == 1


def undecided() -> Result:
    part = PartResult(Verdict.UNDECIDED, 0)
    return Result(Verdict.UNDECIDED, 0, {"df": part})


def test_an_open_check_goes_to_the_proof_lane_and_then_to_a_person(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes: list[str] = []
    monkeypatch.setattr(batch.doorbell, "ring", lanes.append)

    def judge(_variant: Any, _responses: dict[str, Any], _lane: str) -> Result:
        return undecided()

    monkeypatch.setattr(bridge, "judge", judge)
    submission = submit()
    grade_batch("answer")
    job = GradingJob.objects.get()
    assert (job.lane, job.purpose, job.starts, job.claim) == ("proof", "answer", 0, None)
    assert lanes == ["proof"]
    assert outcome(submission) == (State.WAITING, [])
    assert grade_batch("answer") is None
    grade_batch("proof")
    assert outcome(submission) == (State.NEEDS_REVIEW, [("undecided", 0)])
    assert (GradingJob.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_proof_that_succeeds_counts_like_any_other(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(variant: Any, responses: dict[str, Any], lane: str) -> Result:
        return real_judge(variant, responses, lane) if lane == "proof" else undecided()

    monkeypatch.setattr(bridge, "judge", judge)
    submission = submit()
    grade_batch("answer")
    grade_batch("proof")
    assert outcome(submission) == (State.GRADED, [("correct", 1_000_000)])
    assert Evidence.objects.get().value == 1_000_000


def test_one_part_left_open_leaves_the_whole_open() -> None:
    whole = replace(undecided(), verdict=Verdict.PARTIAL)
    assert batch.is_undecided(whole)
    assert not batch.is_undecided(Result(Verdict.CORRECT, 0, {"a": PartResult(Verdict.CORRECT, 0)}))


def test_an_earlier_submission_that_is_decided_later_replaces_the_evidence(
    submit: Submit, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First undecided, then right; a teacher decides that the first was wrong: the first check counts."""
    misjudge(monkeypatch, "odd", undecided)
    first = submit("odd", by=world.cast.student)
    grade_batch("answer")
    grade_batch("proof")
    submit(by=world.cast.student)
    grade_batch("answer")
    assert Mastery.objects.get().score == 545_000
    now = database_now()
    first.grades.update(replaced_at=now)
    Grade.objects.create(
        submission=first,
        verdict="incorrect",
        score=0,
        grader_version="1",
        source=Source.MANUAL,
        by=world.cast.teacher,
    )
    Submission.objects.filter(pk=first.pk).update(state=State.GRADED)
    pair = (first.attempt.user_id, first.attempt.variant_id)
    finish.renew_evidence(checked=[pair], now=now)
    finish.renew_evidence(checked=[pair], now=now)
    assert Mastery.objects.get().score == 195_000
    rows = Evidence.objects.order_by("pk").values_list("value", "replaced_at")
    assert list(rows) == [(1_000_000, now), (0, None)]


def test_late_evidence_gives_the_same_mastery_as_in_order(submit: Submit, world: Any) -> None:
    first = submit("x", by=world.cast.student)
    actions.new_variant(attempt=first.attempt, by=world.cast.student)
    submit(by=world.cast.student)
    held = GradingJob.objects.get(submission=first)
    GradingJob.objects.filter(pk=held.pk).update(claim=NOBODY, lease_until=database_now())
    grade_batch("answer")
    assert Mastery.objects.get().score == 545_000
    GradingJob.objects.update(claim=None, lease_until=None)
    grade_batch("answer")
    assert (
        Mastery.objects.get().score == 476_750
    )  # 0.3 -> 0.195 -> 0.47675: wrong first, although graded last


def test_the_number_of_queries_does_not_grow_with_the_batch(
    submit: Submit, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish._stride, "rows", 100)
    for _ in range(20):
        submit()
    with django_assert_max_num_queries(30):
        grade_batch("answer")


def test_the_time_for_one_submission_is_limited() -> None:
    begun = time.monotonic()
    with pytest.raises(bridge.TooSlow), bridge.at_most(0.05):
        while True:
            pass
    assert time.monotonic() - begun < 1
    with bridge.at_most(0.05):
        pass
    time.sleep(0.1)  # the alarm is off again


def test_an_expired_lease_is_measured_by_the_database(submit: Submit, settings: Any) -> None:
    submit()
    settings.GRADING_LEASE_SECONDS = -1
    assert claim_batch("answer") is not None
    job = GradingJob.objects.get()
    assert job.lease_until is not None
    assert abs(database_now() - job.lease_until - timedelta(seconds=1)) < timedelta(seconds=1)
