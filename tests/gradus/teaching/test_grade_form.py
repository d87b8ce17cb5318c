"""The form of a grade given by hand, and the queue of what is open, as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grader.results import Verdict
from gradus.audit.models import Action, AuditEntry
from gradus.submissions.models import GradingJob, Submission
from gradus.teaching import actions
from gradus.teaching.marks import Mark
from tests.gradus.teaching.conftest import Answer, student

Make = Callable[..., Submission]


def form_of(submission: Submission) -> str:
    return reverse("override", args=[submission.public_id])


def test_the_form_shows_what_was_typed_and_the_answer(answer: Answer, teacher: Client) -> None:
    page = teacher.get(form_of(answer("7x + 1"))).content.decode()
    assert "7x + 1" in page
    assert "The answer" in page
    assert 'name="verdict-df"' in page


GOOD = {"verdict-df": "correct", "percent-df": "", "reason": "The same in another form."}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "Give a reason"),
        ({"reason": "x" * 501}, "at most 500"),
        ({"verdict-df": ""}, "Choose what this part is."),
        ({"verdict-df": "perfect"}, "Select a valid choice"),
        ({"verdict-df": "partial"}, "more than 0, less than 100"),
        ({"verdict-df": "partial", "percent-df": "0"}, "more than 0, less than 100"),
        ({"verdict-df": "partial", "percent-df": "100"}, "more than 0, less than 100"),
        ({"verdict-df": "partial", "percent-df": "half"}, "more than 0, less than 100"),
    ],
)
def test_a_form_that_says_too_little_changes_nothing_and_keeps_what_was_typed(
    answer: Answer, teacher: Client, changed: dict[str, str], sentence: str
) -> None:
    submission = answer("7x + 1")
    reply = teacher.post(form_of(submission), GOOD | changed)
    assert reply.status_code == 400
    assert sentence in reply.content.decode()
    assert (GOOD | changed)["reason"] in reply.content.decode()
    assert submission.grades.count() == 1


def test_a_partial_grade_is_saved_and_shown(answer: Answer, teacher: Client) -> None:
    submission = answer("7x + 1")
    reply = teacher.post(
        form_of(submission), GOOD | {"verdict-df": "partial", "percent-df": "40"}, follow=True
    )
    page = reply.content.decode()
    assert "The grade was changed." in page
    assert "The same in another form." in page
    assert "1 earlier grade" in page
    assert submission.grades.get(replaced_at=None).score == 400_000
    assert 'value="40"' in teacher.get(form_of(submission)).content.decode()


def test_thirds_that_are_left_alone_stay_thirds(answer: Answer, teacher: Client, world: Any) -> None:
    submission = answer("7x + 1")
    two_thirds = Mark(Verdict.PARTIAL, 666_667)
    actions.override(submission=submission, marks={"df": two_thirds}, reason="Two.", by=world.cast.teacher)
    page = teacher.get(form_of(submission)).content.decode()
    assert 'value="66.7"' in page
    teacher.post(
        form_of(submission), {"verdict-df": "partial", "percent-df": "66.7", "reason": "Two thirds."}
    )
    assert submission.grades.get(replaced_at=None).score == 666_667
    teacher.post(form_of(submission), {"verdict-df": "partial", "percent-df": "12.5", "reason": "An eighth."})
    assert submission.grades.get(replaced_at=None).score == 125_000


def test_what_waits_is_refused_with_a_sentence(answer: Answer, teacher: Client) -> None:
    submission = answer(graded=False)
    assert "has not finished" in teacher.get(form_of(submission)).content.decode()
    reply = teacher.post(form_of(submission), GOOD)
    assert reply.status_code == 409
    assert "has not finished" in reply.content.decode()


def test_ones_own_work_is_refused_with_a_sentence(answer: Answer, teacher: Client, world: Any) -> None:
    reply = teacher.post(form_of(answer("7x", by=world.cast.teacher)), GOOD)
    assert reply.status_code == 409
    assert "your own work" in reply.content.decode()


def queue(teacher: Client, world: Any) -> str:
    return teacher.get(reverse("reviews", args=[world.course.public_id])).content.decode()


def test_the_queue_shows_why_each_is_open(undecided: Make, failed: Make, teacher: Client, world: Any) -> None:
    undecided()
    failed(by=world.cast.classmate)
    page = queue(teacher, world)
    assert page.index("Student") < page.index("Classmate")
    assert "2 answers wait for a person" in page
    assert "Neither equal nor different could be shown" in page
    assert "our fault" in page
    assert "3 starts" in page


def test_the_queue_takes_as_many_queries_for_ten_as_for_one(
    failed: Make, teacher: Client, world: Any
) -> None:
    address = reverse("reviews", args=[world.course.public_id])
    failed()
    with CaptureQueriesContext(connection) as few:
        teacher.get(address)
    for number in range(9):
        failed(by=student(world, f"More-{number}"))
    with CaptureQueriesContext(connection) as many:
        page = teacher.get(address).content.decode()
    assert page.count('class="work-card"') == 10
    assert len(many) == len(few)


def test_what_is_ones_own_is_left_to_others(failed: Make, teacher: Client, world: Any) -> None:
    failed(by=world.cast.teacher)
    page = queue(teacher, world)
    assert "somebody else has to judge it" in page
    assert 'value="right"' not in page


@pytest.mark.parametrize(("decision", "verdict"), [("right", "correct"), ("wrong", "incorrect")])
def test_one_click_decides_and_the_list_is_shorter(
    undecided: Make, teacher: Client, world: Any, decision: str, verdict: str
) -> None:
    submission = undecided()
    address = reverse("decide", args=[submission.public_id])
    page = teacher.post(address, {"decision": decision}, follow=True).content.decode()
    assert "Decided: the answer of Student" in page
    assert form_of(submission) in page
    assert "Nothing to decide" in page
    assert submission.grades.get(replaced_at=None).verdict == verdict


def test_a_second_click_says_that_it_was_decided(undecided: Make, teacher: Client, world: Any) -> None:
    submission = undecided()
    address = reverse("decide", args=[submission.public_id])
    teacher.post(address, {"decision": "right"})
    page = teacher.post(address, {"decision": "wrong"}, follow=True).content.decode()
    assert "decided in the meantime" in page
    assert submission.grades.get(replaced_at=None).verdict == "correct"


def test_a_decision_that_is_none_changes_nothing(undecided: Make, teacher: Client) -> None:
    submission = undecided()
    address = reverse("decide", args=[submission.public_id])
    page = teacher.post(address, {"decision": "maybe"}, follow=True).content.decode()
    assert "Nothing was changed." in page
    assert submission.grades.count() == 1


def test_check_again_queues_and_says_so(undecided: Make, teacher: Client, world: Any) -> None:
    submission = undecided()
    teacher.post(reverse("decide", args=[submission.public_id]), {"decision": "again"})
    page = queue(teacher, world)
    assert "being checked again" in page
    assert 'value="again"' not in page


def test_a_name_is_text_in_messages(undecided: Make, teacher: Client, world: Any) -> None:
    world.cast.student.name = "<b>Bob</b>"
    world.cast.student.save()
    submission = undecided()
    address = reverse("decide", args=[submission.public_id])
    page = teacher.post(address, {"decision": "right"}, follow=True).content.decode()
    assert "&lt;b&gt;Bob&lt;/b&gt;" in page
    assert "<b>Bob</b>" not in page


def test_a_problem_is_graded_again_and_one_sees_how_far_it_is(
    answer: Answer, teacher: Client, world: Any
) -> None:
    answer("7x")
    answer("8x", by=world.cast.classmate)
    address = reverse("grade_again", args=[world.item.public_id])
    assert "Grade 2 answers again" in teacher.get(address).content.decode()
    page = teacher.post(address, follow=True).content.decode()
    assert "2 answers are queued." in page
    assert "2 answers still wait to be graded again." in page
    assert "Grade 2 answers again" not in page
    assert GradingJob.objects.filter(purpose="regrade").count() == 2
    assert AuditEntry.objects.get(action=Action.REGRADE_ASKED).detail == {"count": 2}
    assert "queued already" in teacher.post(address, follow=True).content.decode()
