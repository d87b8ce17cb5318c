"""Submissions made the way a student makes them, in any number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from gradus.accounts.models import User
from gradus.courses.models import Enrolment
from gradus.submissions import actions
from gradus.submissions.models import Submission

Submit = Callable[..., Submission]


@pytest.fixture
def submit(world: Any) -> Submit:
    """`submit("3x^2")`: a new student of the course submits it; `submit(text, by=user)`: that person does.

    Without text, the right answer of the student's variant.
    """
    made = 0

    def run(text: str | None = None, by: User | None = None) -> Submission:
        nonlocal made
        made += 1
        if by is None:
            by = User.objects.create_user(f"student-{made}@example.org", None)
            Enrolment.objects.create(user=by, course=world.course)
        attempt = actions.start_attempt(user=by, item=world.item)
        answer = attempt.variant.question["parts"][0]["answer"]
        return actions.submit(
            attempt=attempt, responses={"df": answer if text is None else text}, by=by, client_key=uuid4()
        )

    return run
