"""Tokens: shown once, kept as digests, one's own, and dead at once when they should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import User
from gradus.api.actions import MOST_TOKENS, TooManyTokens, make_token, revoke_token
from gradus.api.models import Token
from gradus.audit.models import Action, AuditEntry

ME = reverse("api_me")


def with_token(text: str, scheme: str = "Bearer") -> Client:
    return Client(headers={"Authorization": f"{scheme} {text}"})


@pytest.fixture
def student(client: Client, world: Any) -> Client:
    client.force_login(world.cast.student)
    return client


def made_on_the_page(student: Client) -> str:
    reply = student.post(reverse("tokens"), {"name": "Export script", "days": "30"})
    assert reply.status_code == 200
    found = re.search(r"gradus_[0-9a-f]{64}", reply.content.decode())
    assert found
    return found[0]


def test_a_token_made_on_the_page_opens_the_api_as_its_owner(student: Client, world: Any) -> None:
    text = made_on_the_page(student)
    reply = with_token(text).get(ME)
    assert (reply.status_code, reply.json()["email"]) == (200, world.cast.student.email)


def test_its_text_is_shown_once_and_stored_nowhere(student: Client) -> None:
    text = made_on_the_page(student)
    page = student.get(reverse("tokens"))
    assert text not in page.content.decode() and page.headers["Cache-Control"] == "no-store"
    assert f"{text[:15]}…" in page.content.decode()
    row = Token.listed.get()
    assert (
        text not in repr(Token.objects.values_list().get()) and row.digest != text and len(row.digest) == 128
    )
    assert text not in repr(AuditEntry.objects.values_list().get())


def test_making_and_revoking_are_logged(student: Client, world: Any) -> None:
    text = made_on_the_page(student)
    token = Token.listed.get()
    for _twice in range(2):
        student.post(reverse("token_revoke", args=[token.public_id]))
    assert with_token(text).get(ME).status_code == 401
    entries = [(each.action, each.target, each.actor) for each in AuditEntry.objects.order_by("pk")]
    who = world.cast.student
    assert entries == [
        (Action.TOKEN_MADE, token.public_id, who),
        (Action.TOKEN_REVOKED, token.public_id, who),
    ]


def test_revoking_twice_changes_nothing_more(world: Any) -> None:
    token, _text = make_token(user=world.cast.student, name="x", days=30)
    for _twice in range(2):
        revoke_token(token=token, by=world.cast.student)
    assert AuditEntry.objects.filter(action=Action.TOKEN_REVOKED).count() == 1


@pytest.mark.parametrize("who", ["classmate", "teacher", "admin"])
def test_nobody_sees_or_revokes_the_token_of_another(client: Client, world: Any, who: str) -> None:
    token, text = make_token(user=world.cast.student, name="Mine alone", days=30)
    client.force_login(getattr(world.cast, who))
    assert "Mine alone" not in client.get(reverse("tokens")).content.decode()
    assert client.post(reverse("token_revoke", args=[token.public_id])).status_code == 404
    assert with_token(text).get(ME).status_code == 200


def _suspend(user: User, _token: Token) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _expire(_user: User, token: Token) -> None:
    Token.listed.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))


def _revoke(user: User, token: Token) -> None:
    revoke_token(token=token, by=user)


@pytest.mark.parametrize("end", [_suspend, _expire, _revoke])
def test_a_token_ends_at_once(world: Any, end: Callable[[User, Token], None]) -> None:
    user: User = world.cast.student
    token, text = make_token(user=user, name="x", days=30)
    program = with_token(text)
    assert program.get(ME).status_code == 200
    end(user, token)
    reply = program.get(ME)
    assert (reply.status_code, reply.json()["code"]) == (401, "bad_token")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


BAD_HEADERS = {
    "nothing behind the scheme": "Bearer",
    "two words": "Bearer a b",
    "too short": "Bearer gradus_12",
    "of the right length, but unknown": "Bearer gradus_" + "0" * 64,
    "no prefix": "Bearer " + "0" * 71,
    "not ASCII": "Bearer gradus_\xff\xfe",
    "very long": "Bearer " + "a" * 100_000,
    "a JWT": "Bearer e30.e30.e30",
}


@pytest.mark.parametrize("header", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_what_is_no_token_is_401(world: Any, header: str) -> None:
    reply = Client(headers={"Authorization": header}).get(ME)
    assert (reply.status_code, reply.json()["code"]) == (401, "bad_token")


@pytest.mark.parametrize("header", ["Basic c3R1ZGVudDpw", "Token gradus_" + "0" * 64, "", "Digest x"])
def test_another_scheme_is_nobody(world: Any, header: str) -> None:
    reply = Client(headers={"Authorization": header}).get(ME)
    assert (reply.status_code, reply.json()["code"]) == (401, "signed_out")


def test_asking_with_a_token_writes_nothing_and_costs_one_query(world: Any) -> None:
    _old, text = make_token(user=world.cast.student, name="x", days=30)
    expired, _text = make_token(user=world.cast.student, name="y", days=30)
    _expire(world.cast.student, expired)
    program = with_token(text)
    with CaptureQueriesContext(connection) as asked:
        assert program.get(ME).status_code == 200
    assert not [each for each in asked if not each["sql"].startswith("SELECT")]
    assert sum("api_token" in each["sql"] for each in asked) == 1
    assert Token.listed.count() == 2


def test_a_person_may_have_ten_and_expired_ones_do_not_count(student: Client, world: Any) -> None:
    user = world.cast.student
    for number in range(MOST_TOKENS):
        make_token(user=user, name=str(number), days=30)
    with pytest.raises(TooManyTokens):
        make_token(user=user, name="one more", days=30)
    refused = student.post(reverse("tokens"), {"name": "One more", "days": "30"})
    assert refused.status_code == 400 and "Revoke one you no longer use" in refused.content.decode()
    assert 'value="One more"' in refused.content.decode()
    _expire(user, Token.listed.all()[0])
    made_on_the_page(student)
    assert Token.listed.count() == MOST_TOKENS
    assert not Token.listed.filter(expiry__lte=timezone.now()).exists()


BAD_FORMS = {
    "no name": {"name": "", "days": "30"},
    "a long name": {"name": "x" * 61, "days": "30"},
    "NUL": {"name": "x\0", "days": "30"},
    "no lifetime": {"name": "x"},
    "a lifetime that is not offered": {"name": "x", "days": "36500"},
    "no number": {"name": "x", "days": "soon"},
}


@pytest.mark.parametrize("data", BAD_FORMS.values(), ids=BAD_FORMS.keys())
def test_a_form_that_does_not_fit_makes_nothing(student: Client, data: dict[str, str]) -> None:
    reply = student.post(reverse("tokens"), data)
    assert reply.status_code == 400 and 'class="fault"' in reply.content.decode()
    assert not Token.listed.exists()


def test_the_form_cannot_be_posted_from_elsewhere(world: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.cast.student)
    assert browser.post(reverse("tokens"), {"name": "x", "days": "30"}).status_code == 403


def test_a_program_with_a_token_needs_no_csrf_token_and_gets_no_cookie(api: Any, attempt: Any) -> None:
    reply = api("student").post(
        reverse("api_readings", args=[attempt.public_id]),
        {"responses": {"df": "2x"}},
        content_type="application/json",
    )
    assert (reply.status_code, dict(reply.cookies)) == (200, {})
