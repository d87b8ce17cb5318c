"""What the tests of this folder share: requests by each of the cast, and what a reply holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from gradus.grading import bridge
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Submission

ANONYMOUS = "anonymous"

As = Callable[[str], Client]


@pytest.fixture
def as_(world: Any) -> As:
    """`as_("student")`: a fresh browser in which that person is signed in. Server errors become replies."""

    def client(who: str) -> Client:
        browser = Client(raise_request_exception=False)
        if who != ANONYMOUS:
            browser.force_login(getattr(world.cast, who))
        return browser

    return client


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No request waits for a verdict that no worker of these tests will give; parsed questions are not kept."""
    monkeypatch.setattr("gradus.submissions.views.answers.LONGEST_WAIT", 0.0)
    monkeypatch.setattr(bridge, "KEPT", 0)


@pytest.fixture
def attempt(world: Any) -> Attempt:
    """The student's open attempt."""
    return actions.start_attempt(user=world.cast.student, item=world.item)


@pytest.fixture
def sent(attempt: Attempt) -> Submission:
    """What the student sent in it; it waits for the grader."""
    return actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())


class _UndoError(Exception):
    """Ends a block whose writes are to be undone."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written in the block is undone."""
    try:
        with transaction.atomic():
            yield
            raise _UndoError
    except _UndoError:
        return


def whole(reply: HttpResponse) -> str:
    """Every byte of a reply: status, headers, cookies, body."""
    headers = "\n".join(f"{name}: {value}" for name, value in reply.headers.items())
    return f"{reply.status_code}\n{headers}\n{reply.cookies.output()}\n\n{reply.content.decode()}"


_RANDOM = (
    (re.compile(r'name="csrfmiddlewaretoken" value="\w+"'), "CSRF"),
    (re.compile(r"csrftoken=\w+"), "CSRF"),
    (re.compile(r"expires=[^;]+;"), "DATE"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "KEY"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+"), "INSTANT"),
    (re.compile(r"\b\d\d:\d\d\b"), "TIME"),
    (re.compile(r"Content-Length: \d+"), "LENGTH"),
)


def unvarying(text: str, *ids: str) -> str:
    """`text` without what differs from one request to the next: tokens, keys, times, the given ids."""
    for pattern, name in _RANDOM:
        text = pattern.sub(name, text)
    for each in ids:
        text = text.replace(each, "ID")
    return text
