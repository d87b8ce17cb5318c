"""Grading again replaces grades, never changes them."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

import grader
from grader.results import PartResult, Result, Verdict
from gradus.grading import bridge
from gradus.grading import regrade as regrading
from gradus.grading.batch import grade_batch
from gradus.grading.regrade import regrade, retry_failed
from gradus.grading.sweep import fail_exhausted
from gradus.library.models import Variant
from gradus.progress.models import Evidence, Mastery
from gradus.record_guard import lifted
from gradus.submissions.models import MOST_STARTS, Alert, Grade, GradingJob, Source, State, Submission
from gradus.teaching.actions import decide, override
from gradus.teaching.marks import Mark

Submit = Callable[..., Submission]


def graded(submit: Submit, text: str | None = None) -> Submission:
    submission = submit(text)
    grade_batch("answer")
    submission.refresh_from_db()
    return submission


def mend(answer: str) -> None:
    """The reference of every variant was wrong; now it is `answer`, and the process has not seen it yet."""
    for variant in Variant.objects.all():
        variant.question["parts"][0]["answer"] = answer
        with lifted():
            variant.save()


@pytest.fixture(autouse=True)
def _nothing_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "KEPT", 0)
    bridge._prepared.clear()


def test_a_regrade_appends_a_grade_and_renews_evidence(submit: Submit) -> None:
    submission = graded(submit, "7x")
    assert Mastery.objects.get().score == 195_000
    mend("7x")
    assert regrade(submissions=[submission]) == 1
    assert regrade(submissions=[submission]) == 0
    assert grade_batch("answer") is None
    grade_batch("regrade")
    old, new = submission.grades.order_by("pk")
    assert (old.verdict, new.verdict, new.replaces, new.source) == ("incorrect", "correct", old, "regrade")
    assert old.replaced_at is not None
    assert new.replaced_at is None
    assert list(Evidence.objects.order_by("pk").values_list("value", flat=True)) == [0, 1_000_000]
    assert Evidence.objects.get(replaced_at=None).value == 1_000_000
    assert Mastery.objects.get().score == 545_000
    assert GradingJob.objects.count() == 0


def test_a_regrade_leaves_a_teachers_grade(submit: Submit, world: Any) -> None:
    submission = graded(submit, "7x")
    submission.grades.update(replaced_at=timezone.now())
    Grade.objects.create(
        submission=submission,
        replaces=submission.grades.get(),
        source=Source.MANUAL,
        by=world.cast.teacher,
        verdict="incorrect",
        score=0,
        grader_version="",
    )
    mend("7x")
    regrade(submissions=[submission])
    grade_batch("regrade")
    assert submission.grades.get(replaced_at=None).source == Source.MANUAL
    assert (submission.grades.count(), GradingJob.objects.count()) == (2, 0)


def test_what_waits_is_not_regraded(submit: Submit) -> None:
    assert regrade(submissions=[submit()]) == 0


def failed(submit: Submit) -> Submission:
    submission = submit()
    GradingJob.objects.update(starts=MOST_STARTS)
    fail_exhausted()
    submission.refresh_from_db()
    assert submission.state == State.FAILED
    return submission


def test_what_failed_is_tried_once_more_by_the_next_version(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = failed(submit)
    assert retry_failed() == 0
    monkeypatch.setattr(grader, "VERSION", "next")
    assert retry_failed() == 1
    assert retry_failed() == 0
    grade_batch("answer")
    submission.refresh_from_db()
    assert (submission.state, submission.grades.get().verdict) == (State.GRADED, "correct")


def test_a_failed_one_waits_while_a_newer_one_is_open(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = failed(submit)
    submit(by=submission.by)
    monkeypatch.setattr(grader, "VERSION", "next")
    assert retry_failed() == 0


def test_the_pending_command_shows_the_queue(submit: Submit) -> None:
    submit()
    out = StringIO()
    call_command("pending", stdout=out)
    first, lane, sweeper, *rest = out.getvalue().splitlines()
    assert first.split() == ["lane", "waiting", "claimed", "oldest"]
    assert lane.split()[:3] == ["answer", "1", "0"]
    assert sweeper == "sweeper seen never"
    assert rest == ["failed: 0", "needs_review: 0", "open alerts: 0"]


def test_what_a_teacher_decides_while_it_is_looked_up_is_not_queued(
    submit: Submit, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would wait for good: the grader leaves a person's grade alone, and nothing would say so."""
    submission = failed(submit)
    monkeypatch.setattr(grader, "VERSION", "next")

    def decided_first(users: set[int]) -> None:
        decide(submission=submission, right=True, by=world.cast.teacher)

    monkeypatch.setattr(regrading, "hold_people", decided_first)
    assert retry_failed() == 0
    submission.refresh_from_db()
    assert (submission.state, GradingJob.objects.count()) == (State.GRADED, 0)


def test_trying_once_more_closes_the_alert_and_failing_once_more_raises_one(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed(submit)
    monkeypatch.setattr(grader, "VERSION", "next")
    assert retry_failed() == 1
    assert not Alert.objects.filter(resolved_at=None).exists()
    GradingJob.objects.update(starts=MOST_STARTS)
    fail_exhausted()
    assert Alert.objects.get(resolved_at=None).detail["grader_version"] == "next"


def test_nobody_is_asked_about_what_a_teacher_has_decided(
    submit: Submit, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = graded(submit, "7x")
    override(submission=submission, marks={"df": Mark.right()}, reason="Right.", by=world.cast.teacher)
    regrade(submissions=[submission])
    open_part = PartResult(Verdict.UNDECIDED, 0)
    monkeypatch.setattr(bridge, "judge", lambda *_: Result(Verdict.UNDECIDED, 0, {"df": open_part}))
    grade_batch("regrade")
    grade_batch("proof")
    assert not GradingJob.objects.exists()
    assert not Alert.objects.exists()
