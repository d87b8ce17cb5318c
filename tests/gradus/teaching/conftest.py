"""A class that works: students who answer, graded by the real grader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from grader.results import Certificate, PartResult, Result, Verdict
from gradus.accounts.models import User
from gradus.courses.models import Enrolment, ProblemSet, ProblemSetItem
from gradus.grading import bridge
from gradus.grading.batch import grade_batch
from gradus.grading.sweep import fail_exhausted
from gradus.submissions import actions
from gradus.submissions.models import MOST_STARTS, GradingJob, Submission

Answer = Callable[..., Submission]
"""`answer("3x^2", by=user, item=item)`: that person sends it, and the real grader judges it. Without a text the
right answer of their variant; `graded=False` leaves it waiting."""


@pytest.fixture(autouse=True)
def _nothing_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "KEPT", 0)
    monkeypatch.setattr("gradus.submissions.views.answers.LONGEST_WAIT", 0.0)


def right_answer(submission_or_attempt: Any) -> str:
    """The answer of the variant's one part."""
    attempt = getattr(submission_or_attempt, "attempt", submission_or_attempt)
    return str(attempt.variant.question["parts"][0]["answer"])


@pytest.fixture
def answer(world: Any) -> Answer:
    """See Answer."""

    def send(
        text: str | None = None,
        *,
        by: User | None = None,
        item: ProblemSetItem | None = None,
        graded: bool = True,
        **responses: str,
    ) -> Submission:
        who = by or world.cast.student
        attempt = actions.start_attempt(user=who, item=item or world.item)
        typed = responses or {"df": right_answer(attempt) if text is None else text}
        sent = actions.submit(
            attempt=attempt, responses=typed, by=who, client_key=uuid4(), read_as={"df": "3x^{2}"}
        )
        if graded:
            grade_batch("answer")
            sent.refresh_from_db()
        return sent

    return send


@pytest.fixture
def undecided(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Submission]:
    """`undecided(by=user)`: an answer that neither lane of the real worker could settle."""

    def make(**given: Any) -> Submission:
        part = PartResult(Verdict.UNDECIDED, 0, certificate=Certificate.UNDECIDED)
        with monkeypatch.context() as patch:
            patch.setattr(bridge, "judge", lambda *_: Result(Verdict.UNDECIDED, 0, {"df": part}))
            sent = answer("2x + 1", **given)
            grade_batch("proof")
        sent.refresh_from_db()
        assert sent.state == "needs_review"
        return sent

    return make


@pytest.fixture
def failed(answer: Answer) -> Callable[..., Submission]:
    """`failed(by=user)`: an answer at which three starts failed."""

    def make(**given: Any) -> Submission:
        sent = answer(graded=False, **given)
        GradingJob.objects.filter(submission=sent).update(starts=MOST_STARTS)
        fail_exhausted()
        sent.refresh_from_db()
        assert sent.state == "failed"
        return sent

    return make


@pytest.fixture
def teacher(world: Any) -> Iterator[Client]:
    """The teacher's browser."""
    browser = Client()
    browser.force_login(world.cast.teacher)
    yield browser


def student(world: Any, name: str) -> User:
    """One more student of the course."""
    user = User.objects.create_user(f"{name.lower()}@example.org", None, name=name)
    Enrolment.objects.create(user=user, course=world.course)
    return user


def second_item(world: Any, version: Any = None, problem_set: ProblemSet | None = None) -> ProblemSetItem:
    """One more item, of the same problem unless `version` says another."""
    within = problem_set or world.problem_set
    position = within.items.count() + 1
    return ProblemSetItem.objects.create(
        problem_set=within, version=version or world.version, position=position, points=3
    )
