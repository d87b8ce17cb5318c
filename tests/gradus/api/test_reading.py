"""What the API tells of courses, sets, attempts and progress: what the pages show, and nothing a test withholds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import User
from gradus.courses.models import Enrolment, Extension, Feedback, ProblemSet, Role
from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Attempt, HintUse, Submission
from tests.gradus.api.conftest import Api


def get(client: Client, name: str, *args: str, **query: str) -> Any:
    """The JSON of a GET that must succeed."""
    reply = client.get(reverse(name, args=args), query)
    assert reply.status_code == 200, reply.content
    return reply.json()


def post(client: Client, name: str, public_id: str, body: Any = None) -> Any:
    return client.post(reverse(name, args=[public_id]), body or {}, content_type="application/json")


def answer(attempt: Attempt, text: str) -> None:
    actions.submit(attempt=attempt, responses={"df": text}, by=attempt.user, client_key=uuid4())
    assert grade_batch("answer") is not None


ROLES = {
    "student": ("student", {"see", "answer"}),
    "assistant": ("assistant", {"see", "answer", "see_work", "judge"}),
    "teacher": ("teacher", {"see", "answer", "see_work", "judge", "set_work", "manage", "export"}),
    "admin": (None, {"see", "see_work", "judge", "set_work", "manage", "export"}),
}


@pytest.mark.parametrize("who", ROLES)
def test_a_course_comes_with_ones_role_and_rights(world: Any, api: Api, who: str) -> None:
    role, rights = ROLES[who]
    found = get(api(who), "api_course", world.course.public_id)
    assert (found["role"], set(found["rights"])) == (role, rights)
    assert found in get(api(who), "api_courses")["results"]


def test_only_ones_own_courses_are_listed(world: Any, api: Api) -> None:
    titles = {
        who: [each["title"] for each in get(api(who), "api_courses")["results"]]
        for who in ("student", "outsider", "other_teacher", "admin")
    }
    assert titles == {
        "student": ["Calculus for ML"],
        "outsider": [],
        "other_teacher": ["Another course"],
        "admin": ["Another course", "Calculus for ML"],
    }


def test_what_one_may_do_outside_of_courses(world: Any, api: Api) -> None:
    may = {who: get(api(who), "api_me")["may"] for who in ("student", "assistant", "teacher", "admin")}
    assert may == {
        "student": [],
        "assistant": ["see_bank"],
        "teacher": ["make_courses", "make_problems", "see_bank"],
        "admin": ["make_courses", "make_problems", "see_bank", "review"],
    }


def test_a_list_comes_by_pages_without_gaps_or_repeats(world: Any, api: Api) -> None:
    for number in range(4):
        user = User.objects.create_user(f"p{number}@example.org", None, name="Same")
        Enrolment.objects.create(user=user, course=world.course, role=Role.STUDENT)
    teacher, seen = api("teacher"), []
    where = reverse("api_people", args=[world.course.public_id]) + "?limit=4"
    while where:
        page = teacher.get(where).json()
        assert page["count"] == 9 and len(page["results"]) <= 4
        seen += [each["email"] for each in page["results"]]
        where = page["next"]
    assert len(seen) == len(set(seen)) == 9 and page["previous"]


BAD_PAGES = ["0", "-1", "x", "1.5", "", "１", "9" * 5000, "1\0", "1e3"]


@pytest.mark.parametrize("name", ["page", "limit"])
@pytest.mark.parametrize("value", BAD_PAGES)
def test_a_page_that_is_no_number_is_400(world: Any, api: Api, name: str, value: str) -> None:
    reply = api("student").get(reverse("api_courses"), {name: value})
    assert (reply.status_code, reply.json()["field"]) == (400, name)


def test_a_page_behind_the_last_is_404(world: Any, api: Api) -> None:
    reply = api("student").get(reverse("api_courses"), {"page": "2"})
    assert (reply.status_code, reply.json()["code"]) == (404, "no_such_page")


def test_a_set_has_the_dates_of_ones_extension(world: Any, api: Api) -> None:
    later = timezone.now().replace(microsecond=0) + timedelta(days=9)
    Extension.objects.create(
        problem_set=world.problem_set, user=world.cast.student, due_at=later, granted_by=world.cast.teacher
    )
    dates = {
        who: get(api(who), "api_set", world.problem_set.public_id)["dates"]
        for who in ("student", "classmate")
    }
    assert dates["student"]["extended"] and not dates["classmate"]["extended"]
    assert (
        dates["student"]["due_at"] == later.isoformat().replace("+00:00", "Z") != dates["classmate"]["due_at"]
    )


def test_a_draft_is_there_for_the_staff_only(world: Any, api: Api) -> None:
    draft = ProblemSet.objects.create(course=world.course, title="Draft")
    seen = {
        who: [each["title"] for each in get(api(who), "api_sets", world.course.public_id)["results"]]
        for who in ("student", "teacher")
    }
    assert seen == {"student": ["Derivatives"], "teacher": ["Derivatives", "Draft"]}
    assert api("student").get(reverse("api_set", args=[draft.public_id])).status_code == 404


def test_points_are_those_of_the_page(world: Any, api: Api, attempt: Attempt) -> None:
    answer(attempt, attempt.variant.question["parts"][0]["answer"])
    found = get(api("student"), "api_set", world.problem_set.public_id)
    item = found["items"][0]
    assert (found["points"], found["possible"]) == (2.0, 2)
    assert (item["state"], item["points"], item["tries"]) == ("correct", 2.0, 1)
    assert item["attempt"] == attempt.public_id


def test_a_test_withholds_points_states_and_levels(world: Any, api: Api, attempt: Attempt) -> None:
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    answer(attempt, "x")
    student = api("student")
    found = get(student, "api_set", world.problem_set.public_id)
    item, told = found["items"][0], get(student, "api_attempt", attempt.public_id)
    assert (found["points"], found["shows_verdicts"], item["state"], item["points"]) == (
        None,
        False,
        "received",
        None,
    )
    assert [each["state"] for each in told["submissions"]] == ["received"]
    assert (told["revealed"], told["hints"]) == (None, {"shown": [], "left": 0, "next": None})
    assert get(student, "api_progress")["counts"] == {"none": 1}
    world.problem_set.released_at = timezone.now()
    world.problem_set.save()
    assert get(student, "api_set", world.problem_set.public_id)["items"][0]["state"] == "incorrect"
    assert get(student, "api_progress")["counts"] == {"started": 1}


def test_a_student_s_way_without_a_page(world: Any, api: Api) -> None:
    student = api("student")
    first = post(student, "api_attempts", world.item.public_id)
    again = post(student, "api_attempts", world.item.public_id)
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    mine = first.json()["id"]
    assert first.json()["parts"][0]["fields"] == ["df"] and first.json()["refusal"] is None
    assert post(student, "api_hints", mine, {"number": 1}).json() == {
        "shown": ["Which rule?"],
        "left": 1,
        "next": None,
    }
    assert post(student, "api_hints", mine, {"number": 1}).json()["left"] == 1
    assert HintUse.objects.count() == 1
    another = post(student, "api_another", mine)
    assert (another.status_code, another.json()["number"]) == (201, 2)
    given_up = post(student, "api_give_up", another.json()["id"]).json()
    latex = Attempt.objects.get(number=2).variant.reveal["answers"]["df"]
    assert given_up["revealed"]["answers"] == [{"part": "df", "latex": latex, "options": [], "cells": {}}]
    refused = post(student, "api_hints", another.json()["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "AttemptClosed")


def test_reading_a_text_counts_nothing(api: Api, attempt: Attempt) -> None:
    read = post(api("student"), "api_readings", attempt.public_id, {"responses": {"df": "1/2x"}}).json()
    assert read["fields"]["df"]["latex"] and read["fields"]["df"]["mathml"].startswith("<")
    bad = post(api("student"), "api_readings", attempt.public_id, {"responses": {"df": "2x+*"}}).json()
    assert bad["fields"]["df"]["fault"]["position"] == 3
    blank = post(api("student"), "api_readings", attempt.public_id, {"responses": {"df": " "}})
    assert (blank.status_code, blank.json()) == (200, {"fields": {}})
    assert not Submission.objects.exists()


BAD_HINTS: dict[str, tuple[Any, str]] = {
    "a text": ({"number": "1"}, "number"),
    "zero": ({"number": 0}, "number"),
    "true": ({"number": True}, "number"),
    "another field": ({"hint": 1}, "hint"),
    "a field named by a surrogate": ({"\ud800": 1}, ""),
    "a list": ([1], ""),
}


@pytest.mark.parametrize(("body", "field"), BAD_HINTS.values(), ids=BAD_HINTS.keys())
def test_a_body_that_does_not_fit_names_its_field(api: Api, attempt: Attempt, body: Any, field: str) -> None:
    reply = post(api("student"), "api_hints", attempt.public_id, body)
    assert (reply.status_code, reply.json()["field"]) == (400, field)
    assert not HintUse.objects.exists()


def test_whoever_waits_for_a_verdict_waits_a_moment_at_most(
    world: Any, api: Api, sent: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[Submission] = []
    monkeypatch.setattr("gradus.api.views.submissions.wait_for_outcome", waited.append)
    student = api("student")
    assert get(student, "api_submission", sent.public_id)["state"] == "waiting" and not waited
    get(student, "api_submission", sent.public_id, wait="1")
    assert waited == [sent]
    assert student.get(reverse("api_submission", args=[sent.public_id]), {"wait": "60"}).status_code == 400
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    get(student, "api_submission", sent.public_id, wait="1")
    assert waited == [sent], "the time a reply takes would tell that the verdict is there"
