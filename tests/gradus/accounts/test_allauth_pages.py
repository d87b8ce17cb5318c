"""Of allauth's pages only those are there that have a template of ours; they speak like the rest of the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("address", ["email/", "reauthenticate/", "login/code/confirm/", ""])
def test_pages_that_are_not_used_are_not_there(world: Any, address: str) -> None:
    browser = Client()
    browser.force_login(world.cast.student)
    assert browser.get(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments", "heading"),
    [
        ("account_login", [], "Sign in"),
        ("account_reset_password", [], "Reset your password"),
        ("account_email_verification_sent", [], "Look in your mail"),
        ("account_confirm_email", ["no-such-key"], "This link no longer works"),
        ("account_inactive", [], "This account is suspended"),
    ],
)
def test_the_others_have_our_words(db: None, name: str, arguments: list[str], heading: str) -> None:
    page = Client().get(reverse(name, args=arguments)).content.decode()
    assert f"<h1>{heading}</h1>" in page and 'class="bar"' in page


def test_a_password_is_changed(world: Any) -> None:
    browser = Client()
    student = world.cast.student
    assert browser.login(email=student.email, password="a long enough password")
    page = reverse("account_change_password")
    assert "<h1>Change the password</h1>" in browser.get(page).content.decode()
    new = "an even longer password"
    data = {"oldpassword": "a long enough password", "password1": new, "password2": new}
    assert browser.post(page, data).status_code == 302
    student.refresh_from_db()
    assert student.check_password(new)
