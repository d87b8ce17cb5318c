"""A part that nobody has judged: no grade of a person's leaves it open, on the page or over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grader.results import FULL_SCORE, PartResult, Result, Verdict
from gradus.api.actions import make_token
from gradus.audit.models import Action, AuditEntry
from gradus.grading import bridge
from gradus.grading.batch import grade_batch
from gradus.library.models import Variant
from gradus.record_guard import lifted
from gradus.submissions.models import Grade, State, Submission
from gradus.teaching import actions
from gradus.teaching.marks import Mark
from gradus.teaching.refusals import PartsLeftOpen
from tests.gradus.teaching.conftest import Answer

RIGHT = PartResult(Verdict.CORRECT, FULL_SCORE)
OPEN = PartResult(Verdict.UNDECIDED, 0)


@pytest.fixture
def half_open(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Submission:
    """Of its parts `a` is right, and neither lane of the worker could settle `b`."""
    for variant in Variant.objects.all():
        part, shown = variant.question["parts"][0], variant.presentation["parts"][0]
        variant.question["parts"] = [part | {"name": name} for name in "ab"]
        variant.presentation["parts"] = [shown | {"name": name} for name in "ab"]
        with lifted():
            variant.save()
    with monkeypatch.context() as patch:
        patch.setattr(bridge, "judge", lambda *_: Result(Verdict.UNDECIDED, 0, {"a": RIGHT, "b": OPEN}))
        sent = answer(a="x", b="2x")
        grade_batch("proof")
    sent.refresh_from_db()
    assert sent.state == State.NEEDS_REVIEW
    return sent


def test_a_grade_that_leaves_a_part_open_is_refused_and_changes_nothing(
    half_open: Submission, world: Any
) -> None:
    with pytest.raises(PartsLeftOpen) as refused:
        actions.override(
            submission=half_open, marks={"a": Mark.partly(50)}, reason="Half.", by=world.cast.teacher
        )
    half_open.refresh_from_db()
    assert refused.value.parts == ("b",)
    assert (half_open.state, Grade.objects.count()) == (State.NEEDS_REVIEW, 1)
    assert not AuditEntry.objects.filter(action=Action.GRADE_OVERRIDDEN).exists()


def test_what_failed_has_no_part_with_a_judgement_to_keep(
    half_open: Submission, failed: Callable[..., Submission], world: Any
) -> None:
    failure = failed(by=world.cast.classmate, a="x", b="2x")
    with pytest.raises(PartsLeftOpen) as refused:
        actions.override(submission=failure, marks={"b": Mark.right()}, reason="b.", by=world.cast.teacher)
    assert refused.value.parts == ("a",)


def test_the_part_that_is_open_is_enough(half_open: Submission, world: Any) -> None:
    grade = actions.override(
        submission=half_open, marks={"b": Mark.right()}, reason="Equal.", by=world.cast.teacher
    )
    half_open.refresh_from_db()
    assert (half_open.state, grade.verdict, grade.score) == (State.GRADED, "correct", FULL_SCORE)


def test_the_api_names_the_part_that_was_left_out(half_open: Submission, world: Any) -> None:
    _token, text = make_token(user=world.cast.teacher, name="Tests", days=30)
    program = Client(headers={"Authorization": f"Bearer {text}"})
    reply = program.post(
        reverse("api_override", args=[half_open.public_id]),
        {"percent": {"a": 50}, "reason": "Half."},
        content_type="application/json",
    )
    told = reply.json()
    assert (reply.status_code, told["code"], told["field"]) == (409, "PartsLeftOpen", "percent.b")
    assert told["sentence"].endswith(".")
    assert Grade.objects.get().source == "automatic"
