"""A signed-in admin, and submissions as they come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gradus.accounts.models import User
from gradus.courses.models import ProblemSetItem
from gradus.submissions.models import FULL_SCORE, Attempt, Grade, State, Submission

Send = Callable[..., Submission]


@pytest.fixture
def admin(world: Any) -> Client:
    """The browser of the admin."""
    browser = Client()
    browser.force_login(world.cast.admin)
    return browser


@pytest.fixture
def send(world: Any) -> Send:
    """`send(by=user, score=0.5)`: a submission on the world's item with its grade; without a score, in `state`."""

    def run(
        by: User | None = None,
        score: float | None = None,
        state: State = State.WAITING,
        at: datetime | None = None,
        item: ProblemSetItem | None = None,
    ) -> Submission:
        user, on = by or world.cast.student, item or world.item
        attempt, _made = Attempt.objects.get_or_create(
            user=user, item=on, course=on.problem_set.course, variant=on.version.variants.order_by("pk")[0]
        )
        given = {"received_at": at} if at else {}
        sent = Submission.objects.create(
            attempt=attempt,
            by=user,
            client_key=uuid4(),
            typed={"responses": {"df": "a secret of the student"}, "read_as": {}},
            state=state if score is None else State.GRADED,
            **given,
        )
        if score is not None:
            verdict = {0.0: "incorrect", 1.0: "correct"}.get(score, "partial")
            Grade.objects.create(
                submission=sent, verdict=verdict, score=int(score * FULL_SCORE), grader_version="1"
            )
        return sent

    return run
