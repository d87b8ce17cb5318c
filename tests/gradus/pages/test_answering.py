"""The problem page: reading, submitting, waiting, hints, other people's work. The worker is not needed: grades are
made by hand or by one batch in this process."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.courses.models import Feedback
from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Attempt, HintUse, Submission
from gradus.submissions.views import answers

HTMX = {"HX-Request": "true"}


@pytest.fixture
def attempt(world: Any) -> Attempt:
    return actions.start_attempt(user=world.cast.student, item=world.item)


@pytest.fixture
def student(client: Client, world: Any) -> Client:
    client.force_login(world.cast.student)
    return client


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody grades meanwhile: a page that waits would wait in vain."""
    monkeypatch.setattr(answers, "LONGEST_WAIT", 0.0)


def answer_of(attempt: Attempt) -> str:
    text: str = attempt.variant.question["parts"][0]["answer"]
    return text


def post(client: Client, name: str, attempt: Attempt, typed: str, **more: Any) -> Any:
    data = {"df": typed, "client_key": str(uuid4())} | more.pop("data", {})
    return client.post(reverse(name, args=[attempt.public_id]), data, **more)


def test_opening_a_problem_takes_one_click_and_twice_is_the_same_attempt(student: Client, world: Any) -> None:
    where = reverse("item", args=[world.item.public_id])
    first, second = student.post(where), student.post(where)
    assert first.url == second.url == reverse("attempt", args=[Attempt.objects.get().public_id])


def test_a_get_of_a_new_item_offers_to_start_and_writes_nothing(student: Client, world: Any) -> None:
    page = student.get(reverse("item", args=[world.item.public_id]))
    assert page.status_code == 200
    assert "Start</button>" in page.content.decode()
    assert not Attempt.objects.exists()


def test_the_page_shows_the_formula_as_mathml_with_a_plain_prime(student: Client, attempt: Attempt) -> None:
    page = student.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert '<h1 id="title">Differentiate</h1>' in page
    assert '<mi>f</mi><mo lspace="0" rspace="0">′</mo>' in page
    assert page.count('name="client_key"') == 1


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("e^-2x", "The exponent ends at its first factor."),
        ("1/2x", "Only the first factor stands below."),
        ("3x^2", None),
        ("8x^7cosx", None),
    ],
)
def test_the_echo_says_where_another_reading_may_be_meant(
    student: Client, attempt: Attempt, typed: str, note: str | None
) -> None:
    page = post(
        student, "preview", attempt, typed, data={"field": "answer-df"}, headers=HTMX
    ).content.decode()
    assert (note in page) if note else ('class="note"' not in page)


def test_a_glued_function_is_explained_and_mended(student: Client, attempt: Attempt) -> None:
    typed = "8x^7cosx-x^8sinx"
    page = post(
        student, "preview", attempt, typed, data={"field": "answer-df"}, headers=HTMX
    ).content.decode()
    assert "A function needs brackets or a space" in page
    assert "8x^7cos(x)-x^8sin(x)" in page


def test_the_preview_echoes_the_reading_and_writes_nothing(student: Client, attempt: Attempt) -> None:
    page = post(student, "preview", attempt, "2x^3", data={"field": "answer-df"}, headers=HTMX)
    assert "<msup><mi>x</mi><mn>3</mn></msup>" in page.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("typed", "marked", "sentence"),
    [
        ("2x+(3", "<mark>(</mark>3", "opened and not closed"),
        ("y^2", "<mark>y</mark>", "not one of the letters"),
        ("2x+", "<mark>+</mark>", "stops in the middle"),
    ],
)
def test_the_preview_marks_the_place_of_a_fault(
    student: Client, attempt: Attempt, typed: str, marked: str, sentence: str
) -> None:
    page = post(
        student, "preview", attempt, typed, data={"field": "answer-df"}, headers=HTMX
    ).content.decode()
    assert marked in page
    assert sentence in page


def test_a_suggestion_replaces_the_text_when_asked_for(student: Client, attempt: Attempt) -> None:
    page = post(student, "preview", attempt, "2x+(3", data={"use.df": "2x+(3)"}).content.decode()
    assert 'value="2x+(3)"' in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_unreadable_answer_counts_nothing_and_stays_in_the_form(
    student: Client, attempt: Attempt, headers: dict[str, str]
) -> None:
    page = post(student, "submit", attempt, "3x^^2", headers=headers)
    assert page.status_code == 400
    assert "No try was counted" in page.content.decode()
    assert not Submission.objects.exists()
    if not headers:
        assert 'value="3x^^2"' in page.content.decode()


HOSTILE = {
    "nul": "x\0y",
    "replacement": "x\ufffd",
    "hundred thousand": "x+" * 50_000,
    "script": "<script>alert(1)</script>",
    "right to left": "x\u202ey",
    "brackets": "(" * 300,
    "blank": "   ",
    "python": "__import__('os').system('id')",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ["submit", "preview", "hint"])
def test_hostile_text_never_fails_and_never_becomes_markup(
    student: Client, attempt: Attempt, typed: str, name: str
) -> None:
    page = post(student, name, attempt, typed)
    assert page.status_code in ((400,) if name == "submit" else (200, 400))
    assert "<script>alert" not in page.content.decode()
    assert not Submission.objects.exists()


def test_bytes_that_are_no_text_are_refused_with_a_sentence(student: Client, attempt: Attempt) -> None:
    where = reverse("submit", args=[attempt.public_id])
    body = f"client_key={uuid4()}&df=%ED%A0%80".encode()
    page = student.post(where, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "not text that can be read" in page.content.decode()


@pytest.mark.parametrize("key", ["", "not-a-uuid", "\0"])
def test_a_form_without_its_key_is_stale(student: Client, attempt: Attempt, key: str) -> None:
    page = post(student, "submit", attempt, "3x", data={"client_key": key})
    assert page.status_code == 400
    assert "gone stale" in page.content.decode()


def test_a_double_click_is_one_submission(student: Client, attempt: Attempt) -> None:
    key = {"client_key": str(uuid4())}
    first = post(student, "submit", attempt, "3x^2", data=key)
    second = post(student, "submit", attempt, "3x^2", data=key)
    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_without_javascript_the_page_asks_again_by_itself_until_the_verdict(
    student: Client, attempt: Attempt
) -> None:
    where = post(student, "submit", attempt, answer_of(attempt)).url
    assert '<meta http-equiv="refresh"' in student.get(where).content.decode()
    grade_batch("answer")
    page = student.get(where).content.decode()
    assert '<meta http-equiv="refresh"' not in page
    assert 'class="verdict correct"' in page


def test_with_htmx_the_verdict_arrives_in_the_page_with_a_new_key(student: Client, attempt: Attempt) -> None:
    waiting = post(student, "submit", attempt, "x", headers=HTMX).content.decode()
    assert 'class="verdict waiting fresh"' in waiting
    assert "client_key" not in waiting, "while it waits a second click is the same submission"
    grade_batch("answer")
    where = reverse("submission", args=[Submission.objects.get().public_id])
    page = student.get(where, headers=HTMX).content.decode()
    assert 'class="verdict incorrect"' in page
    assert 'id="client-key"' in page
    assert "your formula gives" in page
    assert "<html" not in page


def test_a_test_shows_only_that_the_answer_is_received(student: Client, world: Any, attempt: Attempt) -> None:
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    where = post(student, "submit", attempt, "x").url
    grade_batch("answer")
    page = student.get(where).content.decode()
    assert 'class="verdict received"' in page
    for leak in ("incorrect", "Not yet", "your formula gives", "New variant", "Show the answer", "Hint"):
        assert leak not in page
    world.problem_set.released_at = timezone.now()
    world.problem_set.save()
    assert 'class="verdict incorrect"' in student.get(where).content.decode()


def test_the_reference_and_the_seed_do_not_reach_the_page_before_it_is_right(
    student: Client, attempt: Attempt
) -> None:
    for typed in ("x", "x^2+"):
        post(student, "submit", attempt, typed)
    grade_batch("answer")
    page = student.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert answer_of(attempt) not in page
    post(student, "submit", attempt, answer_of(attempt))
    grade_batch("answer")
    page = student.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert "The answer</h2>" in page


def test_hints_come_one_by_one_and_keep_what_was_typed(student: Client, attempt: Attempt) -> None:
    first = post(student, "hint", attempt, "3x").content.decode()
    assert "Which rule?" in first
    assert "What happens to the exponent?" not in first
    assert 'value="3x"' in first
    assert "What happens to the exponent?" in post(student, "hint", attempt, "").content.decode()
    assert post(student, "hint", attempt, "").status_code == 409
    assert HintUse.objects.count() == 2


def test_a_new_variant_has_other_numbers_and_an_empty_field(student: Client, attempt: Attempt) -> None:
    where = student.post(reverse("another", args=[attempt.public_id])).url
    page = student.get(where).content.decode()
    assert where != reverse("attempt", args=[attempt.public_id])
    assert "variant 2" in page
    assert 'name="df"\n         value=""' in page


def test_giving_up_shows_the_answer_and_ends_the_variant(student: Client, attempt: Attempt) -> None:
    student.post(reverse("give_up", args=[attempt.public_id]))
    page = student.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert "The answer</h2>" in page
    assert "Check</button>" not in page


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 9, "This set opens on"), (-9, -1, "This set closed on")]
)
def test_a_set_that_is_not_open_refuses_with_the_date_and_keeps_the_text(
    student: Client, world: Any, attempt: Attempt, opens: int, closes: int, words: str
) -> None:
    now = timezone.now()
    world.problem_set.opens_at = now + timedelta(days=opens)
    world.problem_set.due_at = None
    world.problem_set.closes_at = now + timedelta(days=closes)
    world.problem_set.save()
    page = post(student, "submit", attempt, "3x^2")
    assert page.status_code == 409
    assert words in page.content.decode()
    assert 'value="3x^2"' in page.content.decode()
    assert not Submission.objects.exists()


READERS = {
    "student": 200,
    "classmate": 404,
    "outsider": 404,
    "teacher": 200,
    "assistant": 200,
    "other_teacher": 404,
}


@pytest.mark.parametrize(("who", "status"), READERS.items(), ids=READERS.keys())
def test_an_attempt_is_seen_by_its_student_and_the_course_s_staff(
    client: Client, world: Any, attempt: Attempt, who: str, status: int
) -> None:
    sent = actions.submit(attempt=attempt, responses={"df": "x"}, by=world.cast.student, client_key=uuid4())
    client.force_login(getattr(world.cast, who))
    assert client.get(reverse("attempt", args=[attempt.public_id])).status_code == status
    assert client.get(reverse("submission", args=[sent.public_id])).status_code == status


@pytest.mark.parametrize("who", ["classmate", "outsider", "teacher", "assistant", "other_teacher", "admin"])
@pytest.mark.parametrize("name", ["submit", "preview", "hint", "another", "give_up"])
def test_nobody_else_can_work_on_an_attempt(
    client: Client, world: Any, attempt: Attempt, who: str, name: str
) -> None:
    client.force_login(getattr(world.cast, who))
    assert post(client, name, attempt, "3x^2").status_code == 404
    attempt.refresh_from_db()
    assert attempt.closed_at is None
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["submit", "preview", "hint", "another", "give_up"])
def test_a_get_of_what_writes_leads_back_to_the_attempt(student: Client, attempt: Attempt, name: str) -> None:
    reply = student.get(reverse(name, args=[attempt.public_id]))
    assert (reply.status_code, reply.url) == (302, reverse("attempt", args=[attempt.public_id]))
    assert student.put(reverse(name, args=[attempt.public_id])).status_code == 405


@pytest.mark.parametrize("name", ["attempt", "submit"])
def test_a_stranger_is_sent_to_sign_in(client: Client, attempt: Attempt, name: str) -> None:
    answer = client.post if name == "submit" else client.get
    page = answer(reverse(name, args=[attempt.public_id]))
    assert page.status_code == 302
    assert page.url.startswith(reverse("account_login"))
