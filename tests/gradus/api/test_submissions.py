"""The API: taking submissions and telling verdicts."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gradus.courses.models import Feedback
from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Submission


@pytest.fixture
def student(client: Client, world: Any) -> Client:
    client.force_login(world.cast.student)
    return client


def send(client: Client, attempt: Attempt, body: Any, **more: Any) -> Any:
    where = reverse("api_submissions", args=[attempt.public_id])
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(where, raw, content_type="application/json", **more)


def body(**responses: Any) -> dict[str, Any]:
    return {"client_key": str(uuid4()), "responses": responses}


def test_an_answer_is_accepted_and_its_verdict_can_be_asked_for(student: Client, attempt: Attempt) -> None:
    answer = send(student, attempt, body(df="x^2"))
    assert answer.status_code == 202
    where = answer.json()["status"]
    assert student.get(where).json()["state"] == "waiting"
    grade_batch("answer")
    told = student.get(where).json()
    assert (told["state"], told["final"]) == ("incorrect", True)
    assert told["parts"]["df"]["verdict"] == "incorrect"
    assert set(told["parts"]["df"]["witness"]) == {"at", "answer", "response"}


def test_the_same_key_is_the_same_submission(student: Client, attempt: Attempt) -> None:
    sent = body(df="x")
    first, second = send(student, attempt, sent).json(), send(student, attempt, sent).json()
    assert first == second
    assert Submission.objects.count() == 1


def test_what_cannot_be_read_tells_the_place_and_counts_nothing(student: Client, attempt: Attempt) -> None:
    answer = send(student, attempt, body(df="2x+(3"))
    assert answer.status_code == 400
    assert {key: answer.json()[key] for key in ("code", "field", "position", "length")} == {
        "code": "syntax",
        "field": "df",
        "position": 3,
        "length": 1,
    }
    assert not Submission.objects.exists()


KEY = str(uuid4())
BAD = {
    "not JSON": ("{", None),
    "a list": ([], "wrong_type"),
    "a text": ('"x"', "wrong_type"),
    "null": ("null", "wrong_type"),
    "no responses": ({"client_key": KEY}, "wrong_type"),
    "responses a list": ({"client_key": KEY, "responses": ["x"]}, "wrong_type"),
    "a number": ({"client_key": KEY, "responses": {"df": 3}}, "wrong_type"),
    "null response": ({"client_key": KEY, "responses": {"df": None}}, "wrong_type"),
    "nested": ({"client_key": KEY, "responses": {"df": {"a": "x"}}}, "unknown_part"),
    "nested twice": ({"client_key": KEY, "responses": {"df": {"a": {"b": "x"}}}}, "wrong_type"),
    "another part": ({"client_key": KEY, "responses": {"dg": "x"}}, "unknown_part"),
    "a surrogate": ('{"client_key": "' + KEY + '", "responses": {"df": "\\ud800"}}', "not_text"),
    "a surrogate name": ('{"client_key": "' + KEY + '", "responses": {"\\ud800": "x"}}', "unknown_part"),
    "NUL": ({"client_key": KEY, "responses": {"df": "x\0"}}, "not_text"),
    "long": ({"client_key": KEY, "responses": {"df": "x+" * 50_000}}, "too_long"),
    "no key": ({"responses": {"df": "x"}}, "bad_key"),
    "a key of another type": ({"client_key": 7, "responses": {"df": "x"}}, "bad_key"),
    "a key that is none": ({"client_key": "7", "responses": {"df": "x"}}, "bad_key"),
    "blank": ({"client_key": KEY, "responses": {"df": "  "}}, "empty"),
    "not UTF-8": (b'{"client_key": "\xff"}', None),
}


@pytest.mark.parametrize(("sent", "code"), BAD.values(), ids=BAD.keys())
def test_a_body_that_does_not_fit_is_400_with_a_sentence(
    student: Client, attempt: Attempt, sent: Any, code: str | None
) -> None:
    answer = send(student, attempt, sent)
    assert answer.status_code == 400
    if code is not None:
        assert answer.json()["code"] == code
        assert answer.json()["sentence"].endswith(".")
    assert not Submission.objects.exists()


def test_other_types_than_json_are_refused(student: Client, attempt: Attempt) -> None:
    where = reverse("api_submissions", args=[attempt.public_id])
    assert student.post(where, {"df": "x"}).status_code == 415


CAST = {"classmate": 404, "outsider": 404, "teacher": 404, "other_teacher": 404, "admin": 404}


@pytest.mark.parametrize(("who", "status"), CAST.items(), ids=CAST.keys())
def test_nobody_answers_for_somebody_else(
    client: Client, world: Any, attempt: Attempt, who: str, status: int
) -> None:
    client.force_login(getattr(world.cast, who))
    assert send(client, attempt, body(df="x")).status_code == status
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("classmate", 404), ("outsider", 404), ("other_teacher", 404), ("teacher", 200)]
)
def test_a_submission_is_seen_by_its_student_and_the_course_s_staff(
    client: Client, world: Any, attempt: Attempt, who: str, status: int
) -> None:
    sent = actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())
    client.force_login(getattr(world.cast, who))
    assert client.get(reverse("api_submission", args=[sent.public_id])).status_code == status


def test_a_stranger_is_refused_and_told_the_scheme(client: Client, attempt: Attempt) -> None:
    reply = send(client, attempt, body(df="x"))
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_session_needs_its_csrf_token(world: Any, attempt: Attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.student)
    assert send(client, attempt, body(df="x")).status_code == 403


def test_a_test_tells_no_verdict_before_its_release(student: Client, world: Any, attempt: Attempt) -> None:
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    where = send(student, attempt, body(df="x")).json()["status"]
    grade_batch("answer")
    told = student.get(where).json()
    assert (told["state"], told["parts"]) == ("received", {})
