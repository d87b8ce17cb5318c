"""Join codes: made with an expiry and a limit, shown with their state, revoked for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.audit.models import AuditEntry
from gradus.courses.actions import JoinRefused, join
from gradus.courses.actions.codes import MOST_CODES
from gradus.courses.models import Enrolment, JoinCode


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


def address(world: Any) -> str:
    return reverse("join_codes", args=[world.course.public_id])


def test_a_code_expires_by_the_clock_of_the_course(teacher: Client, world: Any) -> None:
    """London in July is an hour ahead of UTC."""
    teacher.post(address(world), {"limit": "30", "expires_at": "2090-07-01T18:00"})
    code = JoinCode.objects.latest("pk")
    assert (code.course, code.limit) == (world.course, 30)
    assert code.expires_at == datetime(2090, 7, 1, 17, 0, tzinfo=UTC)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target, entry.detail["limit"]) == ("code_made", code.public_id, 30)
    assert code.code not in str(entry.detail)
    page = teacher.get(address(world)).content.decode()
    assert f"{code.code[:5]}-{code.code[5:]}" in page
    assert f"http://testserver/join/{code.code}/" in page
    assert "used 0 of 30 · expires Saturday 1 July 2090 18:00" in page


FAULTS = {
    "nobody": ({"limit": "0"}, "A code for nobody is none."),
    "less": ({"limit": "-3"}, "A code for nobody is none."),
    "no number": ({"limit": "many"}, "Enter a whole number."),
    "too many": ({"limit": "99999999999"}, "less than or equal to 10000"),
    "past": ({"expires_at": "2020-01-01T10:00"}, "This has passed already."),
    "no date": ({"expires_at": "soon"}, "This is not a date with a time."),
    "skipped by the clock": ({"expires_at": "2090-03-26T01:30"}, "does not exist in Europe/London"),
    "NUL": ({"expires_at": "2090\0"}, "Null characters are not allowed."),
}


@pytest.mark.parametrize(("body", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_code_is_not_made(teacher: Client, world: Any, body: dict[str, str], sentence: str) -> None:
    page = teacher.post(address(world), body)
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert (JoinCode.objects.count(), AuditEntry.objects.count()) == (1, 0)


def test_a_revoked_code_opens_nothing_and_its_people_stay(teacher: Client, world: Any) -> None:
    join(user=world.cast.outsider, code=world.code.code, address="10.0.0.1")
    for _ in range(2):
        teacher.post(reverse("code_revoke", args=[world.code.public_id]))
    with pytest.raises(JoinRefused) as refused:
        join(user=world.cast.other_teacher, code=world.code.code, address="10.0.0.1")
    assert refused.value.reason == "revoked"
    assert Enrolment.objects.current().filter(user=world.cast.outsider, course=world.course).exists()
    logged = AuditEntry.objects.order_by("pk").values_list("action", "person", "actor")
    outsider, owner = world.cast.outsider.pk, world.cast.teacher.pk
    assert list(logged) == [("joined", outsider, outsider), ("code_revoked", None, owner)]


STATES = {
    "revoked": {"revoked_at": timezone.now() - timedelta(days=1)},
    "expired": {"expires_at": timezone.now() - timedelta(days=1)},
    "used up": {"limit": 4, "uses": 4},
    "open": {"limit": None, "uses": 3},
}


@pytest.mark.parametrize(("words", "change"), STATES.items(), ids=STATES.keys())
def test_each_code_says_its_state(teacher: Client, world: Any, words: str, change: dict[str, Any]) -> None:
    JoinCode.objects.filter(pk=world.code.pk).update(**change)
    page = teacher.get(address(world)).content.decode()
    assert f">{words}</span>" in page
    shown = f"/join/{world.code.code}/" in page
    assert shown is (words == "open")
    overview = teacher.get(reverse("course", args=[world.course.public_id])).content.decode()
    assert (f"{world.code.code[:5]}-" in overview) is (words == "open")


def test_a_course_has_a_bounded_number_of_open_codes(teacher: Client, world: Any) -> None:
    JoinCode.objects.bulk_create(JoinCode(course=world.course) for _ in range(MOST_CODES - 1))
    page = teacher.post(address(world), {})
    assert (page.status_code, JoinCode.objects.count()) == (409, MOST_CODES)
    assert "50 open codes" in page.content.decode()


def test_a_code_of_another_course_is_not_there(client: Client, world: Any) -> None:
    client.force_login(world.cast.other_teacher)
    assert client.post(reverse("code_revoke", args=[world.code.public_id])).status_code == 404
    world.code.refresh_from_db()
    assert world.code.revoked_at is None
