"""What Django's admin may change, and that it is logged. Who gets in: security/test_admin_routes.py."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.admin import site
from gradus.accounts.models import User
from gradus.audit.models import Action, AuditEntry

ADD = reverse("admin:accounts_user_add")


def change(user: User) -> str:
    """The address of a person's form."""
    return reverse("admin:accounts_user_change", args=[user.pk])


def told() -> list[tuple[str, int | None]]:
    """What the log says, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("action", "person"))


def test_an_admin_adds_a_person_who_can_sign_in(world: Any, admin: Client) -> None:
    words = {
        "usable_password": "true",
        "password1": "a quite long phrase",
        "password2": "a quite long phrase",
    }
    reply = admin.post(ADD, {"email": "New@example.org", "name": "New", "is_staff": "on"} | words)
    new = User.objects.get(email__iexact="new@example.org")
    assert (reply.status_code, new.organisation, new.is_staff) == (302, world.organisation, False)
    assert told() == [(Action.PERSON_ADDED, new.pk)]
    signed_in = Client().post(
        reverse("account_login"), {"login": "new@example.org", "password": "a quite long phrase"}
    )
    assert signed_in.status_code == 302


def test_an_address_that_is_taken_in_another_case_is_refused(world: Any, admin: Client) -> None:
    reply = admin.post(ADD, {"email": "STUDENT@example.org", "name": "", "usable_password": "false"})
    assert (reply.status_code, told()) == (200, [])
    assert "already exists" in reply.content.decode() or "violated" in reply.content.decode()


def test_name_and_address_are_changed_and_logged(world: Any, admin: Client) -> None:
    student = world.cast.student
    EmailAddress.objects.create(user=student, email=student.email, primary=True, verified=True)
    reply = admin.post(change(student), {"email": "OTHER@example.org", "name": "Other"})
    student.refresh_from_db()
    assert (reply.status_code, student.email, student.name) == (302, "other@example.org", "Other")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.person, entry.detail) == (
        Action.PERSON_CHANGED,
        student,
        {"fields": ["email", "name"]},
    )
    assert not EmailAddress.objects.filter(user=student).exists()


def test_making_and_unmaking_an_admin_is_logged(world: Any, admin: Client) -> None:
    teacher = world.cast.teacher
    for data in ({"is_staff": "on"}, {}):
        admin.post(change(teacher), {"email": teacher.email, "name": teacher.name} | data)
        teacher.refresh_from_db()
        assert teacher.is_staff is bool(data)
    assert told() == [(Action.ADMIN_GRANTED, teacher.pk), (Action.ADMIN_WITHDRAWN, teacher.pk)]


def test_what_has_a_page_of_its_own_is_not_changed_here(world: Any, admin: Client) -> None:
    teacher = world.cast.teacher
    data = {
        "email": teacher.email,
        "name": teacher.name,
        "is_active": "",
        "is_superuser": "on",
        "public_id": "0" * 16,
    }
    admin.post(change(teacher), data)
    after = User.objects.get(pk=teacher.pk)
    assert (after.is_active, after.may_teach, after.is_superuser, after.public_id) == (
        True,
        True,
        False,
        teacher.public_id,
    )
    assert told() == []


def test_nobody_takes_their_own_rights_away(world: Any, admin: Client) -> None:
    own = world.cast.admin
    assert admin.post(change(own), {"email": own.email, "name": "Admin the First"}).status_code == 302
    own.refresh_from_db()
    assert (own.is_staff, own.name) == (True, "Admin the First")


def test_an_erased_person_stays_erased(world: Any, admin: Client) -> None:
    User.objects.filter(pk=world.cast.outsider.pk).update(erased_at=timezone.now())
    reply = admin.post(change(world.cast.outsider), {"email": "back@example.org", "name": "Back"})
    assert (reply.status_code, told()) == (403, [])


def test_a_new_password_is_logged_and_ends_the_sessions(world: Any, admin: Client) -> None:
    student, browser = world.cast.student, Client()
    browser.force_login(student)
    address = reverse("admin:auth_user_password_change", args=[student.pk])
    data = {"usable_password": "true", "password1": "a quite long phrase", "password2": "another phrase"}
    assert (admin.post(address, data).status_code, told()) == (200, [])
    assert admin.post(address, data | {"password2": data["password1"]}).status_code == 302
    student.refresh_from_db()
    assert student.check_password("a quite long phrase")
    assert told() == [(Action.PASSWORD_SET, student.pk)]
    assert browser.get(reverse("progress")).status_code == 302


def test_django_s_own_log_which_would_keep_names_stays_empty(world: Any, admin: Client) -> None:
    admin.post(change(world.cast.student), {"email": "other@example.org", "name": "Other"})
    assert LogEntry.objects.count() == 0


def test_only_our_models_are_there() -> None:
    assert {model._meta.app_label for model in site._registry} == {
        "accounts",
        "audit",
        "library",
        "courses",
        "submissions",
        "progress",
    }


def test_of_the_packages_only_the_admin_s_files_are_served() -> None:
    assert finders.find("admin/css/base.css")
    assert finders.find("css/gradus.css")
    assert finders.find("rest_framework/css/default.css") is None
    found = {path.split("/")[0] for finder in finders.get_finders() for path, _storage in finder.list([])}
    assert found <= {"admin", "css", "fonts", "js", "vendor", "icon.svg"}


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("library_problem", {"drafts__exact": "9" * 40}),
        ("submissions_grade", {"replaced_by__gte": "9" * 40}),
        ("accounts_user", {"email": "\0"}),
    ],
)
def test_what_no_database_can_look_for_is_no_fault_of_ours(
    world: Any, admin: Client, model: str, asked: dict[str, str]
) -> None:
    """SQLite stumbles over the numbers, PostgreSQL over the NUL."""
    admin.raise_request_exception = False
    assert admin.get(reverse(f"admin:{model}_changelist"), asked).status_code in (200, 302)
