"""What takes long, what is long, and what another tab or another person sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Submission
from gradus.submissions.problem_page import problem_page
from gradus.submissions.views import answers

HTMX = {"HX-Request": "true"}
SLOW = "This takes longer than usual."


@pytest.fixture
def attempt(world: Any) -> Attempt:
    return actions.start_attempt(user=world.cast.student, item=world.item)


@pytest.fixture
def student(client: Client, world: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(answers, "LONGEST_WAIT", 0.0)
    client.force_login(world.cast.student)
    return client


def post(client: Client, name: str, attempt: Attempt, typed: str = "x") -> str:
    data = {"df": typed, "client_key": str(uuid4())}
    reply = client.post(reverse(name, args=[attempt.public_id]), data, headers=HTMX)
    return reply.content.decode()


def test_only_the_first_card_of_a_wait_is_animated(student: Client, attempt: Attempt) -> None:
    assert 'class="verdict waiting fresh"' in post(student, "submit", attempt)
    where = reverse("submission", args=[Submission.objects.get().public_id])
    again = student.get(where, headers=HTMX).content.decode()
    assert 'class="verdict waiting"' in again
    assert "delay:400ms" in again
    assert SLOW not in again


@pytest.mark.parametrize(("seconds", "slow"), [(4, False), (6, True)])
def test_a_long_wait_is_said_to_be_one(world: Any, attempt: Attempt, seconds: int, slow: bool) -> None:
    student = world.cast.student
    sent = actions.submit(attempt=attempt, responses={"df": "x"}, by=student, client_key=uuid4())
    now = sent.received_at + timedelta(seconds=seconds)
    page = problem_page(attempt=attempt, viewer=student, now=now)
    assert page.shown is not None
    assert page.shown.slow is slow


def test_a_long_wait_asks_more_slowly_and_says_that_the_answer_is_safe(
    student: Client, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(student, "submit", attempt)
    later = timezone.now() + timedelta(seconds=6)
    monkeypatch.setattr(answers.timezone, "now", lambda: later)
    where = reverse("submission", args=[Submission.objects.get().public_id])
    page = student.get(where, headers=HTMX).content.decode()
    assert SLOW in page
    assert "delay:1500ms" in page


@pytest.mark.parametrize("name", ["submit", "hint"])
def test_a_tab_left_behind_by_a_new_variant_loses_its_buttons_and_shows_the_way(
    student: Client, attempt: Attempt, name: str
) -> None:
    newest = student.post(reverse("another", args=[attempt.public_id])).url
    page = post(student, name, attempt)
    row = page[page.index('id="row"') :]
    assert "Check</button>" not in row
    assert f'href="{newest}"' in row


def test_only_one_s_own_work_leads_to_one_s_progress(client: Client, world: Any, attempt: Attempt) -> None:
    right = {"df": attempt.variant.question["parts"][0]["answer"]}
    actions.submit(attempt=attempt, responses=right, by=world.cast.student, client_key=uuid4())
    grade_batch("answer")
    for who, invited in (("student", True), ("teacher", False)):
        client.force_login(getattr(world.cast, who))
        page = client.get(reverse("attempt", args=[attempt.public_id])).content.decode()
        assert ("See what this did to your progress" in page) is invited, who


def test_a_long_answer_is_echoed_only_around_its_fault(student: Client, attempt: Attempt) -> None:
    page = post(student, "submit", attempt, "x+" * 60 + "(")
    assert "<mark>(</mark>" in page
    assert "…" in page
    assert "x+" * 20 not in page


def test_a_reading_that_comes_after_the_verdict_does_not_wipe_it_out(
    student: Client, attempt: Attempt
) -> None:
    post(student, "submit", attempt, "x+1")
    grade_batch("answer")
    for typed, wiped in (("x+1", False), ("x+2", True)):
        data = {"df": typed, "field": "answer-df"}
        where = reverse("preview", args=[attempt.public_id])
        reading = student.post(where, data, headers=HTMX).content.decode()
        assert "<math" in reading
        assert ('id="answer-df-state"' in reading) is wiped, typed
