"""The audit log: filtered, page by page, without what anybody typed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gradus.accounts.models import Organisation, User
from gradus.administration.log import details
from gradus.audit.actions import record
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course
from gradus.record_guard import lifted

PAGE = reverse("audit_log")


@pytest.fixture
def log(world: Any) -> dict[str, AuditEntry]:
    """Three entries on three days."""
    cast, course = world.cast, world.course.public_id
    found = {
        "granted": record(actor=cast.admin, action=Action.TEACHING_GRANTED, person=cast.outsider),
        "graded": record(
            actor=cast.teacher, action=Action.GRADE_OVERRIDDEN, course=course, person=cast.student
        ),
        "exported": record(actor=cast.teacher, action=Action.EXPORTED, course=course, format="csv"),
    }
    with lifted():
        for day, entry in enumerate(found.values(), 1):
            AuditEntry.objects.filter(pk=entry.pk).update(at=datetime(2026, 3, day, 23, 59, tzinfo=UTC))
    return found


def shown(admin: Client, **asked: str) -> list[int]:
    """The keys of the entries listed."""
    return [row.entry.pk for row in admin.get(PAGE, asked).context["log"].rows]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["exported", "graded", "granted"]),
        ({"person": "Teacher"}, ["exported", "graded"]),
        ({"person": "student@example.org"}, ["graded"]),
        ({"person": "nobody at all"}, []),
        ({"action": "exported"}, ["exported"]),
        ({"since": "2026-03-02"}, ["exported", "graded"]),
        ({"until": "2026-03-02"}, ["graded", "granted"]),
        ({"since": "0001-01-01", "until": "9999-12-31"}, ["exported", "graded", "granted"]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, ["graded"]),
        ({"person": "admin", "action": "exported"}, []),
    ],
)
def test_filters(log: dict[str, AuditEntry], admin: Client, asked: dict[str, str], names: list[str]) -> None:
    assert shown(admin, **asked) == [log[name].pk for name in names]


def test_filters_take_ids_of_people_and_courses(
    world: Any, log: dict[str, AuditEntry], admin: Client
) -> None:
    assert shown(admin, person=world.cast.outsider.public_id) == [log["granted"].pk]
    assert shown(admin, course=world.course.public_id) == [log["exported"].pk, log["graded"].pk]
    assert shown(admin, course=world.other_course.public_id) == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "yesterday"}, "From: Enter a valid date."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "“To” is before “From”: no day is in between."),
        ({"action": "nonsense"}, "What: Select a valid choice."),
        ({"person": "\0"}, "Person: Null characters are not allowed."),
    ],
)
def test_a_filter_that_makes_no_sense_is_400_and_kept(
    log: dict[str, AuditEntry], admin: Client, asked: dict[str, str], sentence: str
) -> None:
    page = admin.get(PAGE, asked)
    assert (page.status_code, len(page.context["log"].rows)) == (400, 0)
    assert sentence in page.content.decode()
    if asked.get("since"):
        assert f'name="since" value="{asked["since"]}"' in page.content.decode()


def test_pages_follow_each_other_without_gap_or_overlap(world: Any, admin: Client) -> None:
    """All entries of one transaction may carry the same instant, and their order need not be that of their keys."""
    for _each in range(120):
        record(actor=world.cast.admin, action=Action.EXPORTED)
    with lifted():
        AuditEntry.objects.filter(pk__in=AuditEntry.objects.order_by("pk")[:70].values("pk")).update(at=Now())
    seen: list[int] = []
    asked = {"action": "exported"}
    while True:
        log = admin.get(PAGE, asked).context["log"]
        seen += [row.entry.pk for row in log.rows]
        if not log.next:
            break
        asked = {"action": "exported", "before": log.next}
    assert seen == list(AuditEntry.objects.order_by("-at", "-pk").values_list("pk", flat=True))
    assert len(seen) == 120
    assert "action=exported&amp;before=" in admin.get(PAGE, {"action": "exported"}).content.decode()


@pytest.mark.parametrize("cursor", ["nonsense", "-1", "9" * 40, "²"])
def test_a_cursor_that_cannot_be_read_is_the_beginning(
    log: dict[str, AuditEntry], admin: Client, cursor: str
) -> None:
    assert len(shown(admin, before=cursor)) == 3


def test_names_cost_the_same_for_many(world: Any, admin: Client) -> None:
    def asked(number: int) -> int:
        course = Course.objects.create(organisation=world.organisation, title=f"Course {number}")
        user = User.objects.create_user(f"s{number}@example.org", None)
        record(actor=user, action=Action.EXPORTED, course=course.public_id, person=user)
        with CaptureQueriesContext(connection) as queries:
            admin.get(PAGE)
        return len(queries)

    assert len({asked(number) for number in range(8)}) == 1


def test_words_names_ids_and_links(world: Any, admin: Client) -> None:
    record(
        actor=world.cast.teacher,
        action=Action.SET_PUBLISHED,
        course=world.course.public_id,
        target_kind="problem_set",
        target=world.problem_set.public_id,
    )
    record(
        actor=world.cast.teacher, action=Action.TOKEN_MADE, target_kind="token", target="abc", course="0" * 16
    )
    page = admin.get(PAGE).content.decode()
    for text in (
        "published a problem set",
        "Calculus for ML",
        world.course.public_id,
        "made an API token",
        "abc",
    ):
        assert text in page, text
    assert f'href="{reverse("problem_set", args=[world.problem_set.public_id])}"' in page


def test_nothing_typed_is_shown() -> None:
    detail = {
        "role": "teacher",
        "count": 3,
        "parts": ["df", "d g"],
        "usable": True,
        "reason": "He told me <b>so</b>",
        "none": None,
        "nested": {"a": "b"},
    }
    assert details(detail) == [("role", "teacher"), ("count", "3"), ("parts", "df"), ("usable", "True")]


def test_an_admin_of_another_organisation_sees_none_of_it(log: dict[str, AuditEntry]) -> None:
    elsewhere = Organisation.objects.create(slug="elsewhere", name="Elsewhere")
    browser = Client()
    browser.force_login(
        User.objects.create_user("a@example.net", None, is_staff=True, organisation=elsewhere)
    )
    page = browser.get(PAGE)
    assert (len(page.context["log"].rows), "Calculus for ML" in page.content.decode()) == (0, False)
    assert "Nothing has been logged yet" in page.content.decode()
