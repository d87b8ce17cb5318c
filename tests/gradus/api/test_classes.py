"""What the API tells the staff of a class, and the grades it lets them give."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Feedback
from gradus.grading.batch import grade_batch
from gradus.library.models import Problem
from gradus.submissions.models import Grade, Source, State, Submission
from tests.gradus.api.conftest import Api


@pytest.fixture
def graded(sent: Submission) -> Submission:
    """The student's answer, which is wrong."""
    assert grade_batch("answer") is not None
    return sent


def get(client: Client, name: str, *args: str, **query: str) -> Any:
    """The JSON of a GET that must succeed."""
    reply = client.get(reverse(name, args=args), query)
    assert reply.status_code == 200, reply.content
    return reply.json()


def post(client: Client, name: str, submission: Submission, body: Any) -> Any:
    address = reverse(name, args=[submission.public_id])
    return client.post(address, body, content_type="application/json")


def test_the_people_of_a_course_are_told_by_name(world: Any, api: Api) -> None:
    found = get(api("assistant"), "api_people", world.course.public_id)["results"]
    assert [(each["name"], each["role"]) for each in found] == [
        ("Assistant", "assistant"),
        ("Classmate", "student"),
        ("Student", "student"),
        ("Suspended", "student"),
        ("Teacher", "teacher"),
    ]


def test_grades_are_those_of_the_class_table_in_a_test_too(world: Any, api: Api, graded: Submission) -> None:
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    teacher = api("teacher")
    post(teacher, "api_override", graded, {"percent": {"df": 25}, "reason": "A start."})
    table = get(teacher, "api_grades", world.course.public_id)
    rows = {row["name"]: row for row in table["results"]}
    assert table["possible"] == 2 and [each["id"] for each in table["items"]] == [world.item.public_id]
    assert rows["Student"]["cells"] == [
        {
            "item": world.item.public_id,
            "state": "partial",
            "points": 0.5,
            "tries": 1,
            "late": False,
            "attempt": graded.attempt.public_id,
        }
    ]
    assert (rows["Student"]["points"], rows["Classmate"]["points"]) == (0.5, 0.0)
    assert rows["Classmate"]["cells"][0]["points"] is None


def test_the_cost_of_a_class_does_not_grow_with_it(
    world: Any, api: Api, graded: Submission, django_assert_max_num_queries: Any
) -> None:
    teacher = api("teacher")
    for name, row in (
        ("api_grades", world.course),
        ("api_work", world.cast.student.enrolments.get()),
        ("api_reviews", world.course),
        ("api_people", world.course),
    ):
        with django_assert_max_num_queries(12):
            get(teacher, name, row.public_id)


def test_the_work_of_a_student_is_told_as_typed_read_and_judged(
    world: Any, api: Api, graded: Submission
) -> None:
    enrolment = world.cast.student.enrolments.get()
    work = get(api("assistant"), "api_work", enrolment.public_id)["results"]
    assert [each["submission"] for each in work] == [graded.public_id]
    assert (work[0]["responses"], work[0]["state"], work[0]["grade"]["source"]) == (
        {"df": "x"},
        "incorrect",
        "automatic",
    )
    assert work[0]["parts"]["df"]["certificate"] == "differs"


def test_a_grade_is_given_through_the_action_of_the_page(world: Any, api: Api, graded: Submission) -> None:
    body = {"percent": {"df": 100}, "reason": " Another form of the same. "}
    reply = post(api("assistant"), "api_override", graded, body)
    assert (reply.status_code, reply.json()["state"]) == (200, "correct")
    grade = Grade.objects.get(replaced_at__isnull=True)
    assert (grade.source, grade.by, grade.reason, grade.score) == (
        Source.MANUAL,
        world.cast.assistant,
        "Another form of the same.",
        1_000_000,
    )
    assert AuditEntry.objects.filter(action=Action.GRADE_OVERRIDDEN, target=graded.public_id).count() == 1
    told = get(api("student"), "api_submission", graded.public_id)
    assert (told["state"], told["reason"], told["parts"]["df"]["by_hand"]) == ("correct", grade.reason, True)
    assert told["parts"]["df"]["witness"] is None


BAD_GRADES: dict[str, tuple[Any, str]] = {
    "no reason": ({"percent": {"df": 50}}, "reason"),
    "a blank reason": ({"percent": {"df": 50}, "reason": "  "}, "reason"),
    "a long reason": ({"percent": {"df": 50}, "reason": "x" * 501}, "reason"),
    "NUL": ({"percent": {"df": 50}, "reason": "x\0"}, "reason"),
    "a surrogate": ({"percent": {"df": 50}, "reason": "x\ud800"}, "reason"),
    "no part": ({"percent": {}, "reason": "x"}, "percent"),
    "another part": ({"percent": {"dg": 50}, "reason": "x"}, "percent.dg"),
    "more than all": ({"percent": {"df": 101}, "reason": "x"}, "percent.df"),
    "less than nothing": ({"percent": {"df": -1}, "reason": "x"}, "percent.df"),
    "a fraction": ({"percent": {"df": 0.5}, "reason": "x"}, "percent.df"),
    "a text": ({"percent": {"df": "50"}, "reason": "x"}, "percent.df"),
    "a list": ({"percent": [50], "reason": "x"}, "percent"),
}


@pytest.mark.parametrize(("body", "field"), BAD_GRADES.values(), ids=BAD_GRADES.keys())
def test_a_grade_that_does_not_fit_names_its_field_and_changes_nothing(
    api: Api, graded: Submission, body: Any, field: str
) -> None:
    reply = post(api("teacher"), "api_override", graded, body)
    assert (reply.status_code, reply.json()["field"]) == (400, field)
    assert reply.json()["sentence"].endswith(".")
    assert Grade.objects.count() == 1


def test_an_open_submission_is_listed_with_its_answer_and_decided_once(
    world: Any, api: Api, graded: Submission
) -> None:
    Submission.objects.filter(pk=graded.pk).update(state=State.FAILED)
    Grade.objects.update(replaced_at=graded.received_at)
    teacher = api("teacher")
    review = get(teacher, "api_reviews", world.course.public_id)["results"][0]
    assert (review["submission"], review["open_parts"], review["failed"]) == (graded.public_id, ["df"], True)
    assert review["answers"][0]["latex"] == graded.attempt.variant.reveal["answers"]["df"]
    decided = post(teacher, "api_decision", graded, {"decision": "right"})
    assert (decided.status_code, decided.json()["state"]) == (200, "correct")
    again = post(teacher, "api_decision", graded, {"decision": "wrong"})
    assert (again.status_code, again.json()["code"]) == (409, "AlreadyDecided")
    assert get(teacher, "api_reviews", world.course.public_id)["count"] == 0
    assert post(teacher, "api_decision", graded, {"decision": "maybe"}).json()["field"] == "decision"


def test_the_bank_is_searched_as_on_its_page(world: Any, api: Api) -> None:
    Problem.objects.update(kinds=",expression,")
    teacher, slug = api("teacher"), world.version.problem.slug
    for query, count in (
        ({}, 1),
        ({"text": "power"}, 1),
        ({"text": "sine"}, 0),
        ({"kind": "expression", "skill": "power-rule", "difficulty": "1"}, 1),
        ({"kind": "graph"}, 0),
        ({"whose": "own"}, 0),
    ):
        found = get(teacher, "api_problems", **query)
        assert [each["slug"] for each in found["results"]] == [slug] * count, query
    for query, field in (
        ({"kind": "poem"}, "kind"),
        ({"text": "x\0"}, "text"),
        ({"difficulty": "9"}, "difficulty"),
    ):
        reply = teacher.get(reverse("api_problems"), query)
        assert (reply.status_code, reply.json()["field"]) == (400, field)
