"""One student's work: everything they typed, as it was read and judged, with every grade it had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.courses.models import Enrolment, ProblemSet
from gradus.submissions.models import Grade, PartGrade, Submission
from gradus.teaching import actions
from gradus.teaching.marks import Mark
from tests.gradus.teaching.conftest import Answer, second_item

Make = Callable[..., Submission]


def address(world: Any, name: str = "student") -> str:
    return reverse("person", args=[Enrolment.objects.get(user=getattr(world.cast, name)).public_id])


def test_what_was_typed_stands_there_as_it_was_read(answer: Answer, teacher: Client, world: Any) -> None:
    answer("<script>7x</script>+ 1", graded=False)
    page = teacher.get(address(world)).content.decode()
    assert "&lt;script&gt;7x&lt;/script&gt;+ 1" in page
    assert "<script>7x" not in page
    assert "<msup><mrow><mi>x</mi>" in page or "<msup><mi>x</mi>" in page


def test_every_grade_stands_there_with_who_gave_it_and_why(
    answer: Answer, teacher: Client, world: Any
) -> None:
    submission = answer("7x + 1")
    actions.override(
        submission=submission, marks={"df": Mark.right()}, reason="First thought.", by=world.cast.teacher
    )
    actions.override(
        submission=submission,
        marks={"df": Mark.partly(50)},
        reason="Second thought.",
        by=world.cast.assistant,
    )
    page = teacher.get(address(world)).content.decode()
    assert "2 earlier grades" in page
    for said in ("First thought.", "Second thought.", "(Teacher)", "(Assistant)", "graded automatically"):
        assert said in page, said


def test_one_problem_at_a_time(answer: Answer, teacher: Client, world: Any) -> None:
    item = second_item(world)
    answer("7x + 1")
    answer("8x + 2", item=item)
    page = teacher.get(address(world), {"item": item.public_id}).content.decode()
    assert "8x + 2" in page
    assert "7x + 1" not in page
    assert teacher.get(address(world), {"item": "0" * 16}).status_code == 404


def test_an_item_of_another_course_is_not_there(teacher: Client, world: Any) -> None:
    elsewhere = ProblemSet.objects.create(course=world.other_course, title="Elsewhere")
    item = second_item(world, problem_set=elsewhere)
    assert teacher.get(address(world), {"item": item.public_id}).status_code == 404


def test_work_in_other_courses_stays_there(answer: Answer, teacher: Client, world: Any) -> None:
    elsewhere = ProblemSet.objects.create(
        course=world.other_course, title="Elsewhere", published_at=timezone.now()
    )
    Enrolment.objects.create(user=world.cast.student, course=world.other_course)
    answer("9x + 9", item=second_item(world, problem_set=elsewhere))
    mine = Enrolment.objects.get(user=world.cast.student, course=world.course)
    assert "9x + 9" not in teacher.get(reverse("person", args=[mine.public_id])).content.decode()


def test_who_left_is_still_shown(answer: Answer, teacher: Client, world: Any) -> None:
    answer("7x + 1")
    Enrolment.objects.filter(user=world.cast.student).update(ended_at=timezone.now())
    page = teacher.get(address(world)).content.decode()
    assert "7x + 1" in page
    assert "left today" in page


def copies(submission: Submission, number: int) -> None:
    """`number` more submissions like this one, each with its grade."""
    grade = submission.grades.get()
    part = grade.parts.get()
    for _ in range(number):
        sent = Submission.objects.create(
            attempt=submission.attempt,
            by=submission.by,
            client_key=uuid4(),
            typed=submission.typed,
            received_at=timezone.now(),
            state=submission.state,
        )
        copy = Grade.objects.create(
            submission=sent, verdict=grade.verdict, score=grade.score, grader_version="1"
        )
        PartGrade.objects.create(
            grade=copy, part=part.part, position=0, verdict=part.verdict, score=part.score, result=part.result
        )


def test_five_hundred_submissions_take_as_many_queries_as_two(
    answer: Answer, teacher: Client, world: Any
) -> None:
    copies(answer("7x + 1"), 1)
    with CaptureQueriesContext(connection) as few:
        teacher.get(address(world))
    copies(Submission.objects.earliest("pk"), 498)
    with CaptureQueriesContext(connection) as many:
        page = teacher.get(address(world)).content.decode()
    assert len(many) == len(few)
    assert len(few) <= 22
    assert "500 submissions" in page
    assert "page 1 of 25" in page
    assert page.count('class="work-card"') == 20


def test_an_erased_submission_does_not_break_the_page(answer: Answer, teacher: Client, world: Any) -> None:
    answer("7x + 1")
    Submission.objects.update(typed={})
    reply = teacher.get(address(world))
    assert reply.status_code == 200
    assert "Nothing was sent for this part." in reply.content.decode()
