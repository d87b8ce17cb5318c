"""A person's grade: who may give it, what it makes of the record, what the student reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grader.results import PartResult, Result, Verdict
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Feedback
from gradus.grading import bridge
from gradus.grading.batch import grade_batch
from gradus.grading.regrade import regrade
from gradus.library.models import Variant
from gradus.progress.models import Evidence, Mastery
from gradus.record_guard import lifted
from gradus.submissions.actions import start_attempt
from gradus.submissions.models import Alert, Grade, GradingJob, State, Submission
from gradus.teaching import actions
from gradus.teaching.marks import Mark
from gradus.teaching.refusals import AlreadyDecided, AttemptBusy, OwnWork, StillWaits
from tests.gradus.teaching.conftest import Answer, right_answer

Make = Callable[..., Submission]
REASON = "Right: you factored it, which is the same."


def give(submission: Submission, mark: Mark, by: Any, reason: str = REASON) -> Grade:
    return actions.override(submission=submission, marks={"df": mark}, reason=reason, by=by)


def current(submission: Submission) -> Grade:
    return submission.grades.get(replaced_at=None)


@pytest.mark.parametrize(
    ("mark", "verdict", "score"),
    [
        (Mark.right(), "correct", 1_000_000),
        (Mark.partly(40), "partial", 400_000),
        (Mark.wrong(), "incorrect", 0),
    ],
)
def test_a_persons_grade_replaces_the_graders(
    answer: Answer, world: Any, mark: Mark, verdict: str, score: int
) -> None:
    submission = answer("7x + 1")
    old = current(submission)
    new = give(submission, mark, world.cast.teacher)
    old.refresh_from_db()
    assert old.replaced_at == new.graded_at
    assert (new.replaces, new.source, new.by, new.reason) == (old, "manual", world.cast.teacher, REASON)
    assert (new.verdict, new.score) == (verdict, score)
    part = new.parts.get()
    assert (part.verdict, part.score, part.position, part.points) == (verdict, score, 0, 1)
    assert (part.result["verdict"], part.result["score"]) == (verdict, score)
    assert submission.grades.count() == 2


def test_what_a_person_calls_right_carries_no_marks_of_what_was_wrong(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    old = current(submission).parts.get()
    assert "witness" in old.result
    new = give(submission, Mark.right(), world.cast.teacher).parts.get()
    assert new.result == {"verdict": "correct", "score": 1_000_000, "decided": "manual"}
    assert (new.certificate, new.diagnosis, new.wrong_class) == ("", [], "")


def test_what_a_person_calls_partly_right_keeps_what_the_grader_found(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    old = current(submission).parts.get()
    new = give(submission, Mark.partly(50), world.cast.teacher).parts.get()
    assert new.result["witness"] == old.result["witness"]
    assert (new.wrong_class, new.certificate) == (old.wrong_class, "")


def test_evidence_and_mastery_follow(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    assert Mastery.objects.get().score == 195_000
    give(submission, Mark.right(), world.cast.teacher)
    assert list(Evidence.objects.order_by("pk").values_list("value", flat=True)) == [0, 1_000_000]
    assert Evidence.objects.get(replaced_at=None).value == 1_000_000
    assert Mastery.objects.get().score == 545_000
    give(submission, Mark.wrong(), world.cast.teacher, "I looked again.")
    assert Mastery.objects.get().score == 195_000
    assert submission.grades.count() == 3


def test_the_log_keeps_both_scores(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    give(submission, Mark.right(), world.cast.assistant)
    entry = AuditEntry.objects.get(action=Action.GRADE_OVERRIDDEN)
    assert (entry.actor, entry.person) == (world.cast.assistant, world.cast.student)
    assert (entry.course, entry.target) == (world.course.public_id, submission.public_id)
    assert entry.detail == {
        "old": {"verdict": "incorrect", "score": 0},
        "new": {"verdict": "correct", "score": 1_000_000},
    }
    assert REASON not in str(entry.detail)


def two_parts() -> None:
    """Every variant now asks for `a` (weight 1) and `b` (weight 3)."""
    for variant in Variant.objects.all():
        part, shown = variant.question["parts"][0], variant.presentation["parts"][0]
        weights = {"a": 1, "b": 3}
        variant.question["parts"] = [part | {"name": n, "points": p} for n, p in weights.items()]
        variant.presentation["parts"] = [shown | {"name": n, "points": p} for n, p in weights.items()]
        with lifted():
            variant.save()


def test_parts_are_added_up_by_their_points(answer: Answer, world: Any) -> None:
    """Two parts of weight 1 and 3: the second right makes three quarters, as the grader adds up."""
    two_parts()
    submission = answer(a="7x", b="8x")
    before = current(submission).parts.get(part="a").result
    grade = actions.override(
        submission=submission, marks={"b": Mark.right()}, reason=REASON, by=world.cast.teacher
    )
    assert (grade.verdict, grade.score) == ("partial", 750_000)
    a, b = grade.parts.all()
    assert (a.result, a.verdict) == (before, "incorrect")
    assert (b.result["decided"], b.points) == ("manual", 3)


def test_one_click_decides_only_the_parts_that_are_open(
    answer: Answer, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_parts()
    wrong, left_open = PartResult(Verdict.INCORRECT, 0), PartResult(Verdict.UNDECIDED, 0)
    result = Result(Verdict.UNDECIDED, 0, {"a": wrong, "b": left_open})
    monkeypatch.setattr(bridge, "judge", lambda *_: result)
    submission = answer(a="7x", b="8x")
    grade_batch("proof")
    grade = actions.decide(submission=submission, right=True, by=world.cast.teacher)
    assert {part.part: part.verdict for part in grade.parts.all()} == {"a": "incorrect", "b": "correct"}
    assert (grade.verdict, grade.score) == ("partial", 750_000)


def test_what_the_real_grader_cannot_settle_is_decided_by_a_person(answer: Answer, world: Any) -> None:
    """A term too small to be told from nothing, and too deep for a proof."""
    mine = start_attempt(user=world.cast.student, item=world.item)
    doubtful = answer(f"{right_answer(mine)} + 1/e^(e^(e^(e^(x^2+1))))")
    grade_batch("proof")
    doubtful.refresh_from_db()
    assert doubtful.state == State.NEEDS_REVIEW
    grade = actions.decide(submission=doubtful, right=False, by=world.cast.teacher)
    assert (grade.verdict, grade.replaces.verdict if grade.replaces else "") == ("incorrect", "undecided")


def test_what_failed_gets_its_first_grade(failed: Make, world: Any) -> None:
    submission = failed()
    grade = give(submission, Mark.right(), world.cast.teacher)
    submission.refresh_from_db()
    assert (submission.state, grade.replaces, grade.score) == (State.GRADED, None, 1_000_000)
    assert grade.parts.get().result == {"verdict": "correct", "score": 1_000_000, "decided": "manual"}
    assert not Alert.objects.filter(resolved_at=None).exists()
    assert Mastery.objects.get().score == 545_000


def test_what_waits_is_not_judged(answer: Answer, world: Any) -> None:
    submission = answer(graded=False)
    with pytest.raises(StillWaits):
        give(submission, Mark.right(), world.cast.teacher)
    assert not Grade.objects.exists()


def test_nobody_judges_their_own_work(answer: Answer, world: Any) -> None:
    submission = answer("7x", by=world.cast.teacher)
    with pytest.raises(OwnWork):
        give(submission, Mark.right(), world.cast.teacher)
    with pytest.raises(OwnWork):
        actions.decide(submission=submission, right=True, by=world.cast.teacher)
    assert submission.grades.count() == 1


def test_grading_again_leaves_a_persons_grade(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    give(submission, Mark.right(), world.cast.teacher)
    submission.refresh_from_db()
    assert regrade(submissions=[submission]) == 1
    grade_batch("regrade")
    assert (current(submission).source, current(submission).score) == ("manual", 1_000_000)


def test_one_click_settles_what_was_open(undecided: Make, world: Any) -> None:
    submission = undecided()
    assert not Evidence.objects.exists()
    grade = actions.decide(submission=submission, right=True, by=world.cast.teacher)
    submission.refresh_from_db()
    assert (submission.state, grade.verdict, grade.reason) == (State.GRADED, "correct", "")
    assert Evidence.objects.get().value == 1_000_000
    entry = AuditEntry.objects.get(action=Action.REVIEW_DECIDED)
    assert entry.detail["old"] == {"verdict": "undecided", "score": 0}
    with pytest.raises(AlreadyDecided):
        actions.decide(submission=submission, right=False, by=world.cast.assistant)
    assert submission.grades.count() == 2


def test_a_failed_one_that_is_checked_again_waits_and_is_graded(failed: Make, world: Any) -> None:
    submission = failed()
    actions.check_again(submission=submission, by=world.cast.teacher)
    submission.refresh_from_db()
    assert (submission.state, GradingJob.objects.get().lane) == (State.WAITING, "answer")
    assert AuditEntry.objects.get().action == Action.RETRY_ASKED
    grade_batch("answer")
    assert current(submission).verdict == "correct"


def test_an_open_one_that_is_checked_again_stays_open_until_there_is_a_verdict(
    undecided: Make, world: Any
) -> None:
    submission = undecided()
    actions.check_again(submission=submission, by=world.cast.teacher)
    submission.refresh_from_db()
    assert (submission.state, GradingJob.objects.get().lane) == (State.NEEDS_REVIEW, "regrade")
    grade_batch("regrade")
    submission.refresh_from_db()
    assert (submission.state, current(submission).verdict) == (State.GRADED, "incorrect")


def test_a_failed_one_is_not_queued_while_a_newer_one_waits(failed: Make, answer: Answer, world: Any) -> None:
    submission = failed()
    answer(graded=False)
    with pytest.raises(AttemptBusy):
        actions.check_again(submission=submission, by=world.cast.teacher)


def test_a_failure_in_the_middle_leaves_nothing_half_done(
    answer: Answer, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = answer("7x + 1")

    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "renew_evidence", broken)
    with pytest.raises(RuntimeError):
        give(submission, Mark.right(), world.cast.teacher)
    assert (submission.grades.count(), current(submission).source) == (1, "automatic")
    assert not AuditEntry.objects.exists()


def seen_by_the_student(world: Any, submission: Submission) -> str:
    browser = Client()
    browser.force_login(world.cast.student)
    return browser.get(reverse("submission", args=[submission.public_id])).content.decode()


def test_the_student_reads_who_decided_and_why(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    give(submission, Mark.right(), world.cast.teacher)
    page = seen_by_the_student(world, submission)
    assert "Your teacher decided this." in page
    assert REASON in page
    assert "agrees with the answer" not in page
    assert "was proved" not in page
    assert "your formula gives" not in page
    assert 'id="go-on"' in page


def test_the_student_reads_how_much_of_it_counts(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    give(submission, Mark.partly(60), world.cast.teacher, "<b>Look</b> at the sign.")
    page = seen_by_the_student(world, submission)
    assert "60 % of it counts." in page
    assert "&lt;b&gt;Look&lt;/b&gt; at the sign." in page
    assert "your formula gives" not in page


def test_a_test_tells_nothing_of_it_before_release(answer: Answer, world: Any) -> None:
    submission = answer("7x + 1")
    give(submission, Mark.right(), world.cast.teacher)
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    page = seen_by_the_student(world, submission)
    assert "Received" in page
    assert "decided" not in page
    assert REASON not in page
    world.problem_set.released_at = timezone.now() - timedelta(minutes=1)
    world.problem_set.save()
    assert REASON in seen_by_the_student(world, submission)
