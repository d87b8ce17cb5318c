"""What is refused by its moment or its number: closed sets, double clicks, too many at once, guesses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.courses.models import Enrolment, JoinCode, ProblemSetItem
from gradus.grading.batch import grade_batch
from gradus.record_guard import lifted
from gradus.submissions import actions
from gradus.submissions.models import Attempt, GradingJob, Submission
from tests.gradus.conftest import PASSWORD
from tests.gradus.security.conftest import As

SUMMER = datetime(2099, 7, 15, 23, 30, tzinfo=UTC)
"""In Kathmandu (five hours and 45 minutes ahead) this is the day after."""
LONG_AGO = datetime(2020, 7, 15, 23, 30, tzinfo=UTC)


@pytest.fixture
def student(as_: As) -> Client:
    return as_("student")


def page(
    browser: Client, attempt: Attempt, text: str = "3x^2", key: str = "", **headers: str
) -> HttpResponse:
    """Submits through the page."""
    data = {"df": text, "client_key": key or str(uuid4())}
    return browser.post(reverse("submit", args=[attempt.public_id]), data, headers=headers)  # type: ignore[return-value]


def api(browser: Client, attempt: Attempt, text: str = "3x^2", key: str = "") -> Any:
    """Submits through the API."""
    body = {"responses": {"df": text}, "client_key": key or str(uuid4())}
    return browser.post(
        reverse("api_submissions", args=[attempt.public_id]), body, content_type="application/json"
    )


def set_dates(world: Any, *, opens_at: datetime, closes_at: datetime) -> None:
    world.course.time_zone = "Asia/Kathmandu"
    world.course.save()
    world.problem_set.opens_at, world.problem_set.closes_at = opens_at, closes_at
    world.problem_set.due_at = None
    world.problem_set.save()


DATES = {
    "closed": (LONG_AGO - timedelta(days=1), LONG_AGO, "closed on Thursday 16 July 2020 05:15", "Closed"),
    "not open": (SUMMER, SUMMER + timedelta(days=1), "opens on Thursday 16 July 2099 05:15", "NotOpenYet"),
}


@pytest.mark.parametrize("case", sorted(DATES))
def test_a_shut_set_refuses_with_the_date_in_the_course_s_time_zone(
    world: Any, student: Client, attempt: Attempt, case: str
) -> None:
    opens_at, closes_at, words, code = DATES[case]
    set_dates(world, opens_at=opens_at, closes_at=closes_at)
    for headers in ({}, {"HX-Request": "true"}):
        reply = page(student, attempt, **headers)
        assert reply.status_code == 409 and words in reply.content.decode()
    assert 'value="3x^2"' in page(student, attempt).content.decode()
    refused = api(student, attempt)
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert words in refused.json()["sentence"]
    assert (Submission.objects.count(), GradingJob.objects.count()) == (0, 0)


@pytest.mark.parametrize("case", sorted(DATES))
def test_a_shut_set_starts_no_attempt(world: Any, as_: As, case: str) -> None:
    opens_at, closes_at, words, _code = DATES[case]
    set_dates(world, opens_at=opens_at, closes_at=closes_at)
    reply = as_("classmate").post(reverse("item", args=[world.item.public_id]))
    assert reply.status_code == 409 and words in reply.content.decode()
    assert Attempt.objects.count() == 0


def test_a_double_click_is_one_submission_by_page_fragment_and_api(student: Client, attempt: Attempt) -> None:
    key = str(uuid4())
    first = page(student, attempt, key=key)
    again = page(student, attempt, key=key)
    assert first.headers["Location"] == again.headers["Location"]
    assert page(student, attempt, key=key, **{"HX-Request": "true"}).status_code == 200
    assert api(student, attempt, key=key).json()["submission"] in first.headers["Location"]
    assert (Submission.objects.count(), GradingJob.objects.count()) == (1, 1)
    assert grade_batch("answer") is not None
    assert (
        page(student, attempt, "other text", key=key).status_code == 400
    )  # unreadable: answered before the key
    assert page(student, attempt, "7x", key=key).headers["Location"] == first.headers["Location"]
    assert Submission.objects.get().typed["responses"] == {"df": "3x^2"}


def test_other_text_while_one_waits_is_kept_and_not_taken_for_the_one_that_waits(
    student: Client, attempt: Attempt
) -> None:
    first = page(student, attempt)
    again = page(student, attempt)  # a second click that lost the key: the same text is the same answer
    assert again.headers["Location"] == first.headers["Location"]
    other = page(student, attempt, "5x^4")
    assert other.status_code == 409
    text = other.content.decode()
    assert "Your last answer is still being checked" in text and 'value="5x^4"' in text
    assert Submission.objects.get().typed["responses"] == {"df": "3x^2"}


def test_a_key_of_another_s_submission_is_no_way_in(world: Any, as_: As, attempt: Attempt) -> None:
    key = str(uuid4())
    page(as_("student"), attempt, key=key)
    theirs = actions.start_attempt(user=world.cast.classmate, item=world.item)
    assert page(as_("classmate"), theirs, "x", key=key).status_code == 302
    assert {each.by.email for each in Submission.objects.all()} == {
        "student@example.org",
        "classmate@example.org",
    }


def test_the_sixth_that_waits_is_refused_with_a_sentence(
    world: Any, student: Client, attempt: Attempt
) -> None:
    attempts = [attempt]
    for position in range(2, 8):
        item = ProblemSetItem.objects.create(
            problem_set=world.problem_set, version=world.version, position=position
        )
        attempts.append(actions.start_attempt(user=attempt.user, item=item))
    assert [page(student, each).status_code for each in attempts] == [302] * 5 + [429] * 2
    sixth = page(student, attempts[5], "5x^4")
    assert "still being checked" in sixth.content.decode() and 'value="5x^4"' in sixth.content.decode()
    assert (refused := api(student, attempts[5])).status_code == 429
    assert "still being checked" in refused.json()["sentence"]
    assert grade_batch("answer") is not None
    assert page(student, attempts[5]).status_code == 302


SHAPES = [
    ({"kind": "number", "answer": "3", "variables": []}, "(1, 2)", "number"),
    ({"kind": "vector", "answer": "(1, 2)", "variables": []}, "3", "vector with 2 entries"),
    ({"kind": "matrix", "answer": "[[1, 2], [3, 4]]", "variables": []}, "3", "matrix of 2 × 2"),
    ({"kind": "expression", "answer": "3x^2", "variables": ["x"]}, "(1, 2)", "formula"),
    ({"kind": "vector", "answer": "(1, 2)", "variables": []}, "(1, 2, 3)", "vector with 2 entries"),
]


@pytest.mark.parametrize(("part", "typed", "wanted"), SHAPES, ids=lambda value: str(value)[:20])
def test_a_wrong_shape_says_which_is_wanted_and_counts_nothing(
    student: Client, attempt: Attempt, part: dict[str, Any], typed: str, wanted: str
) -> None:
    attempt.variant.question["parts"][0] |= part
    with lifted():
        attempt.variant.save()
    reply = page(student, attempt, typed)
    assert reply.status_code == 400 and f"asks for a {wanted}" in reply.content.decode()
    assert f"asks for a {wanted}" in api(student, attempt, typed).json()["sentence"]
    assert Submission.objects.count() == 0


# --- guesses ----------------------------------------------------------------------------------------------------


def guess(browser: Client, code: str) -> HttpResponse:
    return browser.post(reverse("join"), {"code": code})  # type: ignore[return-value]


def test_five_wrong_codes_are_one_s_limit_and_nobody_else_s(world: Any, as_: As) -> None:
    outsider = as_("outsider")
    assert [guess(outsider, f"WR0NG0000{n}").status_code for n in range(5)] == [400] * 5
    sixth = guess(outsider, world.code.code)
    assert sixth.status_code == 429 and "Wait fifteen minutes" in sixth.content.decode()
    assert guess(as_("outsider"), world.code.code).status_code == 429  # another browser, the same person
    assert not Enrolment.objects.filter(user=world.cast.outsider).exists()
    assert guess(as_("other_teacher"), world.code.code).status_code == 302


def test_right_codes_use_up_no_guess(world: Any, as_: As) -> None:
    outsider = as_("outsider")
    assert [guess(outsider, world.code.code).status_code for _ in range(7)] == [302] * 7
    world.code.refresh_from_db()
    assert (world.code.uses, Enrolment.objects.filter(user=world.cast.outsider).count()) == (1, 1)


def test_a_code_says_why_it_opens_nothing(world: Any, as_: As) -> None:
    past = timezone.now() - timedelta(days=1)
    refused = {
        "withdrawn": {"revoked_at": past},
        "expired": {"expires_at": past},
        "as often": {"limit": 1, "uses": 1},
    }
    for words, fields in refused.items():
        code = JoinCode.objects.create(course=world.course, **fields)
        reply = guess(as_("outsider"), code.code)
        assert reply.status_code == 400 and words in reply.content.decode()
    assert not Enrolment.objects.filter(user=world.cast.outsider).exists()


@pytest.mark.parametrize("code", ["", " ", "<script>", "\0", "a" * 100_000, "💥", "%00", "'; DROP TABLE"])
def test_no_code_breaks_the_form(as_: As, code: str) -> None:
    reply = guess(as_("outsider"), code)
    assert reply.status_code == 400 and "<script>" not in reply.content.decode()


def sign_in(password: str, email: str = "student@example.org") -> HttpResponse:
    return Client().post(reverse("account_login"), {"login": email, "password": password})  # type: ignore[return-value]


def test_five_wrong_passwords_lock_the_account_for_a_while_not_the_class(world: Any) -> None:
    assert [sign_in("wrong").status_code for _ in range(5)] == [200] * 5
    locked = sign_in(PASSWORD)
    assert locked.status_code != 302 and "Too many tries to sign in" in locked.content.decode()
    assert sign_in(PASSWORD, "STUDENT@example.org").status_code != 302
    assert sign_in(PASSWORD, "classmate@example.org").status_code == 302


def test_many_other_counters_do_not_push_one_s_own_out(world: Any, as_: As) -> None:
    """The cache holds the counters: one that forgets when it is full could be filled on purpose."""
    outsider = as_("outsider")
    for n in range(5):
        guess(outsider, f"WR0NG0000{n}")
    for n in range(700):
        cache.add(f"zz-{n}", 1, timeout=900)
        if n < 350:
            cache.add(f"aa-{n}", 1, timeout=900)
    assert guess(outsider, world.code.code).status_code == 429


def test_a_suspended_person_cannot_sign_in(world: Any) -> None:
    assert sign_in(PASSWORD, "suspended@example.org").headers["Location"] == reverse("account_inactive")
    assert sign_in(PASSWORD).headers["Location"] == "/"
