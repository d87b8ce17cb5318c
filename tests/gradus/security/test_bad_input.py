"""Whatever is sent: a sentence and never a fault of ours, nothing counted, and what was typed still there."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, urlencode
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from gradus.submissions.models import Attempt, Grade, Submission
from tests.gradus.security.conftest import As, undone

HOSTILE = Path(__file__).parents[2] / "grader" / "data" / "hostile.jsonl"
FORM = "application/x-www-form-urlencoded"
FRAGMENT = {"HX-Request": "true"}
SIGNS = set("<>&\"'")
"""What must not stand in a page as it was typed."""
UNSHOWN = set("\0\n\r\ud800")
"""What no text field sends or keeps."""


def hostile() -> dict[str, list[str]]:
    """Category -> texts."""
    texts: dict[str, list[str]] = defaultdict(list)
    for line in HOSTILE.read_text().splitlines():
        row = json.loads(line)
        if isinstance(row["input"], str):
            texts[row["category"]].append(row["input"])
    return texts


def form(**fields: str) -> str:
    """A form's body as raw bytes would be sent, lone surrogates too."""
    pairs = ((name, quote_from_bytes(text.encode("utf-8", "surrogatepass"))) for name, text in fields.items())
    return "&".join(f"{name}={text}" for name, text in pairs)


@pytest.fixture
def student(as_: As) -> Client:
    return as_("student")


def post(browser: Client, name: str, attempt: Attempt, text: str, **headers: str) -> HttpResponse:
    """Posts `text` to a page of the attempt as a browser would."""
    body = form(df=text, client_key=str(uuid4()), field="answer-df")
    address = reverse(name, args=[attempt.public_id])
    return browser.post(address, body, content_type=FORM, headers=headers)  # type: ignore[return-value]


def api(browser: Client, attempt: Attempt, body: object, kind: str = "application/json") -> HttpResponse:
    """Posts to the API: `body` as JSON in ASCII, or as it is where it is bytes."""
    address = reverse("api_submissions", args=[attempt.public_id])
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return browser.generic("POST", address, data, kind)  # type: ignore[return-value]


def typed_as(text: str) -> dict[str, Any]:
    """A whole body of the API."""
    return {"client_key": str(uuid4()), "responses": {"df": text}}


def shown_safely(reply: HttpResponse, text: str) -> None:
    """The reply is HTML without a traceback in which `text` stands only escaped."""
    body = reply.content.decode()
    assert "Traceback" not in body and "Exception" not in body
    if set(text) & SIGNS:
        assert text not in body


@pytest.mark.parametrize("category", sorted(hostile()))
def test_hostile_texts_are_refused_or_taken_and_never_break_anything(
    student: Client, attempt: Attempt, category: str
) -> None:
    for number, text in enumerate(hostile()[category]):
        with undone():
            fragment = post(student, "preview", attempt, text, **FRAGMENT)
            assert fragment.status_code in (200, 400), text
            shown_safely(fragment, text)
        with undone():
            # Whole pages take their time: of the texts without a sign of HTML, the first ones stand for all.
            telling = number < 3 or bool(set(text) & SIGNS)
            page = post(student, "submit", attempt, text, **({} if telling else FRAGMENT))
            count = Submission.objects.count()
            assert (page.status_code, count) in ((400, 0), (302 if telling else 200, 1)), text
            after = student.get(page.headers["Location"]) if page.status_code == 302 else page
            shown_safely(after, text)
            if telling and text == text.strip() and not set(text) & UNSHOWN:
                assert f'value="{escape(text)}"' in after.content.decode(), text
        with undone():
            reply = api(student, attempt, typed_as(text))
            assert (reply.status_code, Submission.objects.count()) in ((400, 0), (202, 1)), text
            if reply.status_code == 400:
                assert {"code", "field", "position", "sentence"} <= set(reply.json())
                assert reply.json()["sentence"].strip()


def test_unreadable_says_where_and_counts_no_try(student: Client, attempt: Attempt) -> None:
    page = post(student, "submit", attempt, "2x + * 3")
    body = page.content.decode()
    assert (page.status_code, Submission.objects.count(), Grade.objects.count()) == (400, 0, 0)
    assert "2x + <mark>*</mark> 3" in body and "No try was counted" in body
    assert 'value="2x + * 3"' in body
    reply = api(student, attempt, typed_as("2x + * 3")).json()
    assert (reply["field"], reply["position"], reply["length"]) == ("df", 5, 1)


UNTYPABLE = {
    "100,000 characters": ("x" * 100_000, "far longer than an answer"),
    "just too long": ("x" * 20_001, "far longer than an answer"),
    "NUL": ("2x\0", "not text that can be read"),
    "a lone surrogate": ("2x\ud800", "not text that can be read"),
    "nothing": ("   ", "Type an answer first"),
}


@pytest.mark.parametrize("what", sorted(UNTYPABLE))
def test_what_cannot_be_an_answer_gets_a_sentence(student: Client, attempt: Attempt, what: str) -> None:
    text, words = UNTYPABLE[what]
    for headers in ({}, FRAGMENT):
        page = post(student, "submit", attempt, text, **headers)
        assert page.status_code == 400 and words in page.content.decode()
    if what != "nothing":
        assert words in post(student, "preview", attempt, text, **FRAGMENT).content.decode()
    reply = api(student, attempt, typed_as(text))
    assert reply.status_code == 400 and words in reply.json()["sentence"]
    assert Submission.objects.count() == 0


def test_a_text_that_is_too_long_is_still_in_the_form(student: Client, attempt: Attempt) -> None:
    body = post(student, "submit", attempt, "x" * 100_000).content.decode()
    assert f'value="{"x" * 100_000}"' in body


@pytest.mark.parametrize("bad", ["%ff%fe", "%c3%28", "%ed%a0%80", "2x%00"])
def test_bytes_that_are_no_text_are_refused(student: Client, attempt: Attempt, bad: str) -> None:
    body = f"df={bad}&client_key={uuid4()}"
    page = student.post(reverse("submit", args=[attempt.public_id]), body, content_type=FORM)
    assert page.status_code == 400 and "not text that can be read" in page.content.decode()


KEY = "6b8f0c1e-0000-4000-8000-000000000001"
BODIES: dict[str, tuple[object, str]] = {
    "no body": (b"", "wrong_type"),
    "no JSON": (b"{", "not_json"),
    "not UTF-8": (b'{"responses": {"df": "\xff"}}', "not_json"),
    "not a number": (b'{"client_key": NaN}', "not_json"),
    "a list": ([], "wrong_type"),
    "null": (None, "wrong_type"),
    "a number": (7, "wrong_type"),
    "a number of 5,000 digits": (b'{"client_key": ' + b"9" * 5000 + b"}", "not_json"),
    "no responses": ({"client_key": KEY}, "wrong_type"),
    "responses as a list": ({"client_key": KEY, "responses": ["2x"]}, "wrong_type"),
    "responses as text": ({"client_key": KEY, "responses": "2x"}, "wrong_type"),
    "a number as response": ({"client_key": KEY, "responses": {"df": 2}}, "wrong_type"),
    "null as response": ({"client_key": KEY, "responses": {"df": None}}, "wrong_type"),
    "a list as response": ({"client_key": KEY, "responses": {"df": ["2x"]}}, "wrong_type"),
    "true as response": ({"client_key": KEY, "responses": {"df": True}}, "wrong_type"),
    "cells of a part without any": ({"client_key": KEY, "responses": {"df": {"a": "2x"}}}, "unknown_part"),
    "cells within cells": ({"client_key": KEY, "responses": {"df": {"a": {"b": "2x"}}}}, "wrong_type"),
    "a foreign part": ({"client_key": KEY, "responses": {"df": "2x", "dg": "1"}}, "unknown_part"),
    "a part named by a surrogate": ({"client_key": KEY, "responses": {"\ud800": "2x"}}, "unknown_part"),
    "a part named NUL": ({"client_key": KEY, "responses": {"\0": "2x"}}, "unknown_part"),
    "a part of 100,000 letters": ({"client_key": KEY, "responses": {"d" * 100_000: "2x"}}, "unknown_part"),
    "no parts": ({"client_key": KEY, "responses": {}}, "empty"),
    "no key": ({"responses": {"df": "2x"}}, "bad_key"),
    "null as key": ({"client_key": None, "responses": {"df": "2x"}}, "bad_key"),
    "a number as key": ({"client_key": 7, "responses": {"df": "2x"}}, "bad_key"),
    "garbage as key": ({"client_key": "../../etc", "responses": {"df": "2x"}}, "bad_key"),
    "a surrogate as key": ({"client_key": "\ud800" * 32, "responses": {"df": "2x"}}, "bad_key"),
    "a key of 100,000 letters": ({"client_key": "a" * 100_000, "responses": {"df": "2x"}}, "bad_key"),
    "100,000 brackets": (b"[" * 100_000, "too_deep"),
    "10,000 objects in one another": (b'{"responses":' * 10_000 + b"1" + b"}" * 10_000, "too_deep"),
}


@pytest.mark.parametrize("what", sorted(BODIES))
def test_the_api_refuses_what_is_not_a_submission(student: Client, attempt: Attempt, what: str) -> None:
    body, code = BODIES[what]
    reply = api(student, attempt, body)
    assert reply.status_code == 400, reply.content[:500]
    answer = reply.json()
    assert answer["code"] == code
    assert len(answer["sentence"]) > 10
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FORM, 415),
        ("multipart/form-data; boundary=x", 415),
        ("text/plain", 415),
        ("application/xml", 415),
        ("application/json; charset=zlib", 202),
        ("application/json; charset=no-such", 202),
    ],
)
def test_the_api_takes_only_json(student: Client, attempt: Attempt, kind: str, status: int) -> None:
    reply = api(student, attempt, json.dumps(typed_as("2x")).encode(), kind)
    assert reply.status_code == status
    assert reply["Content-Type"] == "application/json"


def test_a_body_of_several_megabytes_is_too_large(student: Client, attempt: Attempt) -> None:
    assert api(student, attempt, typed_as("x" * 3_000_000)).status_code in (400, 413)
    assert post(student, "submit", attempt, "x" * 3_000_000).status_code in (400, 413)
    many = "&".join(f"f{number}=1" for number in range(2_000))
    page = student.post(reverse("submit", args=[attempt.public_id]), many, content_type=FORM)
    assert page.status_code in (400, 413)


@pytest.mark.parametrize("key", ["", "garbage", "6b8f0c1e", "\ud800" * 32, "a" * 100_000, "-" * 32])
def test_a_form_with_a_bad_key_keeps_what_was_typed(student: Client, attempt: Attempt, key: str) -> None:
    page = student.post(
        reverse("submit", args=[attempt.public_id]), form(df="3x^2", client_key=key), content_type=FORM
    )
    body = page.content.decode()
    assert (page.status_code, Submission.objects.count()) == (400, 0)
    assert "This form has gone stale" in body and 'value="3x^2"' in body


def test_a_form_without_key_or_fields_or_of_another_type_is_refused(
    student: Client, attempt: Attempt
) -> None:
    address = reverse("submit", args=[attempt.public_id])
    bodies = [("df=2x", FORM), ("", FORM), ('{"df": "2x"}', "application/json"), ("df=2x", "text/plain")]
    bodies += [("no boundary", "multipart/form-data"), ("--x\r\n", "multipart/form-data; boundary=x")]
    bodies += [("df=2x", f"{FORM}; charset=zlib"), ("df=2x", "text/plain; charset=zlib")]
    for body, kind in bodies:
        page = student.generic("POST", address, body.encode(), kind)
        assert page.status_code == 400, kind
    assert Submission.objects.count() == 0


def test_an_unknown_charset_breaks_no_page(student: Client, attempt: Attempt) -> None:
    for name in ("home", "account_login", "profile", "progress"):
        reply = student.generic("GET", reverse(name) + "?next=%2F", b"", "text/plain; charset=zlib")
        assert reply.status_code < 500, name


def test_foreign_fields_of_a_form_are_ignored(student: Client, attempt: Attempt) -> None:
    body = urlencode({"df": "2x", "dg": "<b>", "use.dg": "<b>", "field": "<b>", "client_key": KEY})
    for headers in ({}, FRAGMENT):
        reply = student.post(
            reverse("preview", args=[attempt.public_id]), body, content_type=FORM, headers=headers
        )
        assert reply.status_code == 200 and "<b>" not in reply.content.decode()
    page = student.post(reverse("submit", args=[attempt.public_id]), body, content_type=FORM)
    assert page.status_code == 302
    assert Submission.objects.get().typed["responses"] == {"df": "2x"}


@pytest.mark.parametrize("name", ["problem_set", "item", "attempt", "submit", "submission", "api_submission"])
@pytest.mark.parametrize("identifier", ["%00", "0" * 15, "0" * 17, "O" * 16, "%F0%9F%98%80", "a" * 2000])
def test_an_address_that_names_nothing_is_not_there(world: Any, as_: As, name: str, identifier: str) -> None:
    there = reverse(name, args=["0" * 16])
    assert as_("student").get(there.replace("0" * 16, identifier)).status_code == 404


@pytest.mark.parametrize("code", ["%00", "a%00b", "%F0%9F%98%80", "x" * 2000])
def test_a_code_that_cannot_be_one_is_not_there(world: Any, as_: As, code: str) -> None:
    assert as_("student").get(f"/join/{code}/").status_code == 404
