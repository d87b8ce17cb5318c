"""Replay gives the same mastery as live, in whatever order the grades come."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gradus.library.models import Skill
from gradus.progress.actions import refold, renew_evidence, worth
from gradus.progress.models import Evidence, Mastery
from gradus.record_guard import lifted
from gradus.submissions import actions
from gradus.submissions.models import Grade, State, Submission

FOLDED = ("score", "level", "variants", "problems", "review_days", "review_due_at", "proficient_at")


@pytest.fixture
def submissions(world: Any) -> list[Submission]:
    """One on each of the four variants, each a day after the one before."""
    made, attempt = [], actions.start_attempt(user=world.cast.student, item=world.item)
    for day in range(4):
        made.append(
            actions.submit(attempt=attempt, responses={"df": "x"}, by=world.cast.student, client_key=uuid4())
        )
        made[-1].received_at += timedelta(days=day)
        with lifted():
            made[-1].save()
        if day < 3:
            attempt = actions.new_variant(attempt=attempt, by=world.cast.student)
    return made


def give(submission: Submission, verdict: str) -> None:
    """Grade it, as the worker would, and renew its evidence."""
    Grade.objects.create(submission=submission, verdict=verdict, score=0, grader_version="test")
    Submission.objects.filter(pk=submission.pk).update(state=State.GRADED)
    pair = (submission.attempt.user_id, submission.attempt.variant_id)
    renew_evidence(checked=[pair], now=timezone.now())


def standing() -> tuple[Any, ...]:
    return Mastery.objects.values_list(*FOLDED).get()


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_grading_does_not_matter(world: Any, submissions: list[Submission], seed: int) -> None:
    verdicts = ["incorrect", "correct", "partial", "correct"]
    pairs = list(zip(submissions, verdicts, strict=True))
    random.Random(seed).shuffle(pairs)
    for submission, verdict in pairs:
        give(submission, verdict)
    live = standing()
    assert live[0] == 551_427  # 0.3 -> 0.195 -> 0.47675 -> 0.3098875 -> 0.551426875, by hand
    Mastery.objects.update(score=0, level="none", variants=0)
    refold(standings=[(world.cast.student.pk, world.skill.pk)], now=timezone.now())
    assert standing() == live


@pytest.mark.parametrize(
    ("verdict", "hints", "value"),
    [
        ("correct", 0, 1_000_000),
        ("correct", 2, 500_000),
        ("partial", 0, 0),
        ("partial", 1, 0),
        ("incorrect", 0, 0),
    ],
)
def test_only_a_right_first_check_is_worth_something(verdict: str, hints: int, value: int) -> None:
    assert worth(verdict, hints) == value


def test_every_skill_of_the_version_gets_its_own_evidence(world: Any, submissions: list[Submission]) -> None:
    world.version.skills.add(Skill.objects.create(slug="b", code="S11", title="B", unit="u", position=11))
    give(submissions[0], "correct")
    assert list(Mastery.objects.order_by("skill").values_list("score", flat=True)) == [545_000, 545_000]


def test_saying_it_twice_changes_nothing(world: Any, submissions: list[Submission]) -> None:
    give(submissions[0], "correct")
    before = list(Evidence.objects.values())
    pair = (world.cast.student.pk, submissions[0].attempt.variant_id)
    renew_evidence(checked=[pair], now=timezone.now())
    assert list(Evidence.objects.values()) == before


def test_a_withdrawn_grade_takes_its_evidence_along(world: Any, submissions: list[Submission]) -> None:
    give(submissions[0], "correct")
    Submission.objects.update(state=State.NEEDS_REVIEW)
    pair = (world.cast.student.pk, submissions[0].attempt.variant_id)
    renew_evidence(checked=[pair], now=timezone.now())
    assert Evidence.objects.get().replaced_at is not None
    assert standing()[:3] == (300_000, "none", 0)
