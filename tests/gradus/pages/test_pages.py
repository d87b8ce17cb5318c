"""Home, sets, progress, theme, dates, health and errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.courses.dates import Dates
from gradus.grading.batch import grade_batch
from gradus.pages import dates
from gradus.submissions import actions
from gradus.submissions.clock import database_now
from gradus.submissions.models import Heartbeat

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def student(client: Client, world: Any) -> Client:
    client.force_login(world.cast.student)
    return client


def test_home_for_a_stranger_is_the_front_page(client: Client, db: None) -> None:
    assert "Make an account" in client.get("/").content.decode()


def test_home_shows_one_s_courses_with_sets_and_due_dates_only(student: Client, world: Any) -> None:
    page = student.get("/").content.decode()
    assert "Calculus for ML" in page
    assert "Another course" not in page
    assert "0 of 1 right" in page
    assert "days left" in page or "hours left" in page


def test_a_draft_set_is_not_there_for_a_student(student: Client, world: Any) -> None:
    world.problem_set.published_at = None
    world.problem_set.save()
    assert "No problem sets yet" in student.get("/").content.decode()
    assert student.get(reverse("problem_set", args=[world.problem_set.public_id])).status_code == 404


CAST = {"student": 200, "classmate": 200, "teacher": 200, "outsider": 404, "other_teacher": 404}


@pytest.mark.parametrize(("who", "status"), CAST.items(), ids=CAST.keys())
def test_a_set_is_seen_by_its_course(client: Client, world: Any, who: str, status: int) -> None:
    client.force_login(getattr(world.cast, who))
    assert client.get(reverse("problem_set", args=[world.problem_set.public_id])).status_code == status
    assert client.get(reverse("item", args=[world.item.public_id])).status_code == status


def test_an_outsider_cannot_start_an_item(client: Client, world: Any) -> None:
    client.force_login(world.cast.outsider)
    assert client.post(reverse("item", args=[world.item.public_id])).status_code == 404


def test_the_set_shows_state_and_points_after_a_verdict(student: Client, world: Any) -> None:
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    answer = {"df": attempt.variant.question["parts"][0]["answer"]}
    actions.submit(attempt=attempt, responses=answer, by=world.cast.student, client_key=uuid4())
    where = reverse("problem_set", args=[world.problem_set.public_id])
    assert "Checking" in student.get(where).content.decode()
    grade_batch("answer")
    page = student.get(where).content.decode()
    assert "2 of 2 points" in page
    assert 'data-sign="✓"' in page


def test_progress_is_one_s_own(client: Client, world: Any) -> None:
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    answer = {"df": attempt.variant.question["parts"][0]["answer"]}
    actions.submit(attempt=attempt, responses=answer, by=world.cast.student, client_key=uuid4())
    grade_batch("answer")
    for who, level in (("student", "level started"), ("classmate", "level none")):
        client.force_login(getattr(world.cast, who))
        page = client.get(reverse("progress")).content.decode()
        assert page.count(level) == 2, "once in the key, once in the table"


def test_the_theme_is_kept_and_leads_back_only_to_this_site(client: Client, db: None) -> None:
    answer = client.post(reverse("theme"), {"theme": "dark", "next": "https://evil.example/"})
    assert (answer.url, answer.cookies["theme"].value) == ("/", "dark")
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0.25, "today 15:00"),
        (1, "tomorrow 09:00"),
        (4, "Friday 09:00"),
        (30, "Wednesday 23 December 09:00"),
        (60, "Friday 22 January 2027 09:00"),
        (-2, "Saturday 21 November 09:00"),
    ],
)
def test_an_instant_is_told_in_words(days: float, words: str) -> None:
    assert dates.moment(MONDAY + timedelta(days=days), "UTC", MONDAY) == words


def test_an_instant_is_told_in_the_course_s_time_zone() -> None:
    assert dates.moment(MONDAY, "Asia/Tokyo", MONDAY) == "today 18:00"
    assert dates.moment(MONDAY, "No/Where", MONDAY) == "today 09:00"


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("applied", "text", "soon"),
    [
        (Dates(), "no due date", False),
        (Dates(opens_at=MONDAY + DAY), "opens tomorrow 09:00", False),
        (Dates(due_at=MONDAY + 4 * DAY), "due Friday 09:00 · 4 days left", False),
        (Dates(due_at=MONDAY + DAY), "due tomorrow 09:00 · 24 hours left", True),
        (Dates(due_at=MONDAY - DAY), "was due Sunday 22 November 09:00; what comes now is late", False),
        (Dates(closes_at=MONDAY), "closed today 09:00", False),
    ],
)
def test_the_date_that_matters_now_is_told(applied: Dates, text: str, soon: bool) -> None:
    assert dates.due(applied, "UTC", MONDAY) == dates.Due(text, soon)


def test_it_is_alive_without_a_sign_in(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_it_is_not_ready_without_a_sweeper_and_ready_though_redis_is_away(client: Client, db: None) -> None:
    assert client.get("/health/ready").status_code == 503
    beat = Heartbeat.objects.create(name="sweeper", beat_at=timezone.now())
    told = client.get("/health/ready")
    assert (told.status_code, told.json()["status"]) == (200, "degraded")
    beat.beat_at = timezone.now() - timedelta(minutes=5)
    beat.save()
    assert client.get("/health/ready").status_code == 503


def test_it_is_not_ready_when_an_answer_waits_too_long(client: Client, world: Any) -> None:
    Heartbeat.objects.create(name="sweeper", beat_at=timezone.now())
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    sent = actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())
    assert client.get("/health/ready").status_code == 200
    sent.jobs.update(received_at=database_now() - timedelta(minutes=5))
    told = client.get("/health/ready")
    assert told.status_code == 503
    assert told.json()["checks"]["oldest_pending"]["ok"] is False


def test_a_page_that_is_not_there_says_so_calmly(client: Client, db: None) -> None:
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "There is nothing here for you" in page.content.decode()


def test_a_form_without_its_token_says_what_to_do(world: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.student)
    page = client.post(reverse("join"), {"code": "X"})
    assert page.status_code == 403
    assert "gone stale" in page.content.decode()


@pytest.mark.parametrize("name", ["home", "progress", "join", "profile"])
def test_a_head_request_is_answered(student: Client, name: str) -> None:
    assert student.head(reverse(name)).status_code == 200
