"""Sign-up with a name, sign-in, sign-out, password reset, the profile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from gradus.accounts.models import Organisation, User

PASSWORD = "ein langes Passwort 17"
FORM = {"name": "Noor Aziz", "email": "Noor@Example.org", "password1": PASSWORD, "password2": PASSWORD}


@pytest.mark.django_db
def test_signing_up_makes_a_person_of_the_default_organisation_and_signs_in(client: Client) -> None:
    answer = client.post(reverse("account_signup"), FORM)
    person = User.objects.get()
    assert (answer.status_code, answer.url) == (302, "/")
    assert (person.name, person.email) == ("Noor Aziz", "noor@example.org")
    assert person.organisation == Organisation.default()
    assert "You are in no course yet" in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"email": "noor"}, "valid email"),
        ({"password2": "another one 17"}, "same password"),
        ({"password1": "12345", "password2": "12345"}, "too short"),
        ({"name": "No\0or"}, "Null characters"),
    ],
)
def test_a_form_that_does_not_fit_says_so_and_makes_nobody(
    client: Client, change: dict[str, str], sentence: str
) -> None:
    page = client.post(reverse("account_signup"), FORM | change)
    assert sentence in page.content.decode()
    assert not User.objects.exists()


def test_a_wrong_password_is_one_calm_sentence(client: Client, world: Any) -> None:
    page = client.post(reverse("account_login"), {"login": "student@example.org", "password": "wrong"})
    assert "do not belong together" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_does_not_depend_on_the_case_of_the_address(client: Client, world: Any) -> None:
    password = "a long enough password"
    client.post(reverse("account_login"), {"login": "STUDENT@example.org", "password": password})
    assert client.session["_auth_user_id"] == str(world.cast.student.pk)


def test_a_suspended_person_gets_no_session(client: Client, world: Any) -> None:
    form = {"login": "suspended@example.org", "password": "a long enough password"}
    client.post(reverse("account_login"), form)
    assert "_auth_user_id" not in client.session


def test_a_reset_sends_a_link_to_a_known_address(client: Client, world: Any) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "student@example.org"})
    assert answer.status_code == 302
    (message,) = mail.outbox
    assert message.to == ["student@example.org"]
    assert "/accounts/password/reset/key/" in message.body


def test_a_get_of_sign_out_asks_and_a_post_signs_out(client: Client, world: Any) -> None:
    client.force_login(world.cast.student)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_the_profile_changes_only_one_s_own_name(client: Client, world: Any) -> None:
    client.force_login(world.cast.student)
    client.post(reverse("profile"), {"name": "Sofia S.", "is_staff": "1", "email": "x@example.org"})
    world.cast.student.refresh_from_db()
    assert (world.cast.student.name, world.cast.student.is_staff) == ("Sofia S.", False)
    assert world.cast.student.email == "student@example.org"
