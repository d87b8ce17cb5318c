"""What the tests of the API share: a client with a token, the student's attempt, what they sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gradus.api.actions import make_token
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Submission

Api = Callable[[str], Client]


@pytest.fixture
def api(world: Any) -> Api:
    """`api("student")`: a program with that person's token, and no cookie."""

    def client(who: str) -> Client:
        _token, text = make_token(user=getattr(world.cast, who), name="Tests", days=30)
        return Client(
            enforce_csrf_checks=True,
            raise_request_exception=False,
            headers={"Authorization": f"Bearer {text}"},
        )

    return client


@pytest.fixture
def attempt(world: Any) -> Attempt:
    """The student's open attempt."""
    return actions.start_attempt(user=world.cast.student, item=world.item)


@pytest.fixture
def sent(attempt: Attempt) -> Submission:
    """What the student sent in it; it waits for the grader."""
    return actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())
