"""Joining a course by its code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.courses.actions import GUESSES_PER_PERSON, JoinRefused, join, normalised
from gradus.courses.models import Enrolment, JoinCode, Role


@pytest.fixture
def outsider(client: Client, world: Any) -> Client:
    client.force_login(world.cast.outsider)
    return client


def places(world: Any) -> list[str]:
    return list(Enrolment.objects.filter(user=world.cast.outsider).values_list("role", flat=True))


def test_a_good_code_enrols_as_a_student_and_goes_home(outsider: Client, world: Any) -> None:
    answer = outsider.post(reverse("join"), {"code": world.code.code})
    assert answer.url == reverse("home")
    assert places(world) == [Role.STUDENT]
    world.code.refresh_from_db()
    assert world.code.uses == 1
    assert "Derivatives" in outsider.get("/").content.decode()


def test_joining_twice_is_one_place_and_one_use(outsider: Client, world: Any) -> None:
    for _ in range(2):
        outsider.post(reverse("join"), {"code": world.code.code})
    world.code.refresh_from_db()
    assert (places(world), world.code.uses) == ([Role.STUDENT], 1)


def test_a_code_may_be_typed_as_one_reads_it_aloud() -> None:
    assert normalised("o1il-abcd xy") == "0111ABCDXY"
    assert normalised("gradus demo") == "GRADVSDEM0"


CHANGES = {
    "revoked": {"revoked_at": -1},
    "expired": {"expires_at": -1},
    "used as often": {"limit": 1, "uses": 1},
}


@pytest.mark.parametrize(("words", "change"), CHANGES.items(), ids=CHANGES.keys())
def test_a_code_that_no_longer_works_says_why(
    outsider: Client, world: Any, words: str, change: dict[str, int]
) -> None:
    now = timezone.now()
    values = {k: now + timedelta(days=v) if k.endswith("_at") else v for k, v in change.items()}
    JoinCode.objects.filter(pk=world.code.pk).update(**values)
    page = outsider.post(reverse("join"), {"code": world.code.code})
    assert page.status_code == 400
    assert {"revoked": "withdrawn"}.get(words, words) in page.content.decode()
    assert places(world) == []


def test_a_code_of_a_course_that_ended_opens_nothing(outsider: Client, world: Any) -> None:
    world.course.archived_at = timezone.now()
    world.course.save()
    assert "has ended" in outsider.post(reverse("join"), {"code": world.code.code}).content.decode()
    assert places(world) == []


@pytest.mark.parametrize("code", ["", "x" * 41, "AB\0CD", "<b>x</b>", "ABCDEFGHJK"])
def test_what_is_no_code_is_refused_and_kept_in_the_form(outsider: Client, world: Any, code: str) -> None:
    page = outsider.post(reverse("join"), {"code": code})
    assert page.status_code == 400
    assert "<b>x</b>" not in page.content.decode()
    assert places(world) == []


def test_after_five_wrong_guesses_even_a_good_code_waits(outsider: Client, world: Any) -> None:
    for _ in range(GUESSES_PER_PERSON):
        assert outsider.post(reverse("join"), {"code": "0000000000"}).status_code == 400
    page = outsider.post(reverse("join"), {"code": world.code.code})
    assert page.status_code == 429
    assert places(world) == []


def test_a_class_behind_one_address_is_not_locked_out_by_one_guesser(world: Any) -> None:
    for _ in range(GUESSES_PER_PERSON * 2):
        with pytest.raises(JoinRefused):
            join(user=world.cast.outsider, code="0000000000", address="10.0.0.1")
    place = join(user=world.cast.other_teacher, code=world.code.code, address="10.0.0.1")
    assert place.role == Role.STUDENT


def test_a_link_fills_the_code_in_and_writes_nothing(outsider: Client, world: Any) -> None:
    page = outsider.get(reverse("join_with_code", args=[world.code.code]))
    assert f'value="{world.code.code}"' in page.content.decode()
    assert places(world) == []


def test_joining_needs_an_account(client: Client, world: Any) -> None:
    assert client.post(reverse("join"), {"code": world.code.code}).status_code == 302
    assert Enrolment.objects.filter(course=world.course).count() == 5
