"""Finding people, letting them teach, suspending them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.administration.people import set_suspended
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Enrolment

PAGE = reverse("administration_people")


def found(admin: Client, **asked: str) -> set[str]:
    """Whom the page lists."""
    return {person.name for person in admin.get(PAGE, asked).context["people"]}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "teach"}, {"Teacher", "Other-teacher"}),
        ({"q": "STUDENT@example"}, {"Student"}),
        ({"q": "teacher other"}, {"Other-teacher"}),
        ({"q": "nobody"}, set()),
        (
            {"q": "\0"},
            {
                "Student",
                "Classmate",
                "Outsider",
                "Suspended",
                "Assistant",
                "Teacher",
                "Other-teacher",
                "Admin",
            },
        ),
        ({"kind": "teachers"}, {"Teacher", "Other-teacher"}),
        ({"kind": "admins"}, {"Admin"}),
        ({"kind": "suspended"}, {"Suspended"}),
        ({"kind": "teachers", "q": "other"}, {"Other-teacher"}),
    ],
)
def test_people_are_found(world: Any, admin: Client, asked: dict[str, str], names: set[str]) -> None:
    assert found(admin, **asked) == names


def test_an_admin_finds_only_people_of_the_organisation(world: Any, admin: Client) -> None:
    elsewhere = Organisation.objects.create(slug="elsewhere", name="Elsewhere")
    stranger = User.objects.create_user("stranger@example.net", None, name="Stranger", organisation=elsewhere)
    assert "Stranger" not in found(admin)
    for name in ("administration_person", "administration_teaching", "administration_suspension"):
        send = admin.get if name == "administration_person" else admin.post
        assert send(reverse(name, args=[stranger.public_id])).status_code == 404
    stranger.refresh_from_db()
    assert (stranger.is_active, stranger.may_teach) == (True, False)


def test_pages_keep_the_search_and_cost_the_same(world: Any, admin: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(PAGE, {"q": "pupil"}).status_code == 200
        return len(queries)

    User.objects.create_user("pupil-0@example.org", None, name="Pupil 000")
    few = asked()
    for number in range(1, 60):
        User.objects.create_user(f"pupil-{number}@example.org", None, name=f"Pupil {number:03}")
    assert asked() == few
    first = admin.get(PAGE, {"q": "pupil"})
    assert "?q=pupil&amp;kind=&amp;page=2" in first.content.decode()
    second = admin.get(PAGE, {"q": "pupil", "page": "2"})
    assert [person.name for person in second.context["people"]] == [f"Pupil {n:03}" for n in range(50, 60)]


def test_a_person_s_page_tells_places_and_log(world: Any, admin: Client) -> None:
    student = world.cast.student
    Enrolment.objects.filter(user=student).update(ended_at=timezone.now())
    Enrolment.objects.create(user=student, course=world.other_course)
    set_suspended(user=student, suspended=True, by=world.cast.admin)
    page = admin.get(reverse("administration_person", args=[student.public_id]))
    assert [place.course for place in page.context["places"]] == [world.other_course, world.course]
    for place in page.context["places"]:
        assert reverse("person", args=[place.public_id]) in page.content.decode()
    assert [row.entry.action for row in page.context["log"].rows] == [Action.PERSON_SUSPENDED]
    assert "suspended a person" in page.content.decode()


@pytest.mark.parametrize(
    ("wanted", "action"), [("yes", Action.TEACHING_GRANTED), ("no", Action.TEACHING_WITHDRAWN)]
)
def test_teaching_is_granted_and_withdrawn_once(world: Any, admin: Client, wanted: str, action: str) -> None:
    outsider = world.cast.outsider
    User.objects.filter(pk=outsider.pk).update(may_teach=wanted == "no")
    for _twice in range(2):
        reply = admin.post(
            reverse("administration_teaching", args=[outsider.public_id]), {"may_teach": wanted}
        )
        assert reply.status_code == 302
    outsider.refresh_from_db()
    assert outsider.may_teach is (wanted == "yes")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.person) == (action, world.cast.admin, outsider)


def test_whoever_is_suspended_is_out_at_once_and_their_sessions_are_gone(world: Any, admin: Client) -> None:
    student, browser, classmate = world.cast.student, Client(), Client()
    browser.force_login(student)
    classmate.force_login(world.cast.classmate)
    address = reverse("administration_suspension", args=[student.public_id])
    assert admin.post(address, {"suspended": "yes"}).status_code == 302
    assert browser.get(reverse("progress")).status_code == 302
    assert classmate.get(reverse("progress")).status_code == 200
    assert {each.get_decoded()["_auth_user_id"] for each in Session.objects.all()} == {
        str(world.cast.admin.pk),
        str(world.cast.classmate.pk),
    }
    assert admin.post(address, {"suspended": "no"}).status_code == 302
    assert browser.get(reverse("progress")).status_code == 302
    student.refresh_from_db()
    assert student.is_active
    told = list(AuditEntry.objects.order_by("pk").values_list("action", "person"))
    assert told == [(Action.PERSON_SUSPENDED, student.pk), (Action.PERSON_RESTORED, student.pk)]


def test_nobody_suspends_themselves(world: Any, admin: Client) -> None:
    own = world.cast.admin.public_id
    page = admin.get(reverse("administration_person", args=[own])).content.decode()
    assert "Only another admin can suspend you" in page
    address = reverse("administration_suspension", args=[own])
    assert address not in page
    reply = admin.post(address, {"suspended": "yes"}, follow=True)
    assert "You cannot suspend yourself. Another admin can." in reply.content.decode()
    world.cast.admin.refresh_from_db()
    assert (world.cast.admin.is_active, AuditEntry.objects.count()) == (True, 0)


def test_an_erased_person_stays_as_they_are(world: Any, admin: Client) -> None:
    outsider = world.cast.outsider
    User.objects.filter(pk=outsider.pk).update(erased_at=timezone.now(), is_active=False)
    for name, data in (("teaching", {"may_teach": "yes"}), ("suspension", {"suspended": "no"})):
        address = reverse(f"administration_{name}", args=[outsider.public_id])
        page = admin.post(address, data, follow=True).content.decode()
        assert "This person has been erased; there is nothing to change." in page
        assert address not in page
    outsider.refresh_from_db()
    assert (outsider.is_active, outsider.may_teach, AuditEntry.objects.count()) == (False, False, 0)


@pytest.mark.parametrize("name", ["administration_teaching", "administration_suspension"])
@pytest.mark.parametrize("said", [None, "", "maybe"])
def test_a_body_that_says_neither_changes_nothing(
    world: Any, admin: Client, name: str, said: str | None
) -> None:
    """A suspended person is not let in again by an empty form."""
    world.cast.suspended.may_teach = True
    world.cast.suspended.save()
    address = reverse(name, args=[world.cast.suspended.public_id])
    field = "may_teach" if name.endswith("teaching") else "suspended"
    reply = admin.post(address, {} if said is None else {field: said}, follow=True)
    assert "Nothing was changed" in reply.content.decode()
    world.cast.suspended.refresh_from_db()
    assert (world.cast.suspended.is_active, world.cast.suspended.may_teach) == (False, True)
    assert not AuditEntry.objects.exists()
