"""Attempts: which variant, how many, hints and giving up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gradus.library.models import Variant
from gradus.submissions import actions, doorbell, refusals
from gradus.submissions.models import Attempt, HintUse


@pytest.fixture
def attempt(world: Any) -> Attempt:
    return actions.start_attempt(user=world.cast.student, item=world.item)


def test_starting_again_resumes_the_open_attempt(world: Any, attempt: Attempt) -> None:
    assert actions.start_attempt(user=world.cast.student, item=world.item) == attempt
    assert (attempt.number, attempt.course) == (1, world.course)


@pytest.mark.parametrize("who", ["outsider", "other_teacher", "admin"])
def test_it_refuses_who_has_no_place_in_the_course(world: Any, who: str) -> None:
    with pytest.raises(refusals.NotEnrolled):
        actions.start_attempt(user=getattr(world.cast, who), item=world.item)


def test_it_refuses_a_draft(world: Any) -> None:
    world.problem_set.published_at = None
    world.problem_set.save()
    with pytest.raises(refusals.NotOpenYet) as refused:
        actions.start_attempt(user=world.cast.student, item=world.item)
    assert refused.value.opens_at is None


def test_it_refuses_a_removed_item(world: Any) -> None:
    world.item.removed_at = timezone.now()
    world.item.save()
    with pytest.raises(refusals.ItemRemoved):
        actions.start_attempt(user=world.cast.student, item=world.item)


def test_new_variants_never_repeat_and_then_run_out(
    world: Any, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    seen, current = [attempt.variant_id], attempt
    for number in (2, 3, 4):
        current = actions.new_variant(attempt=current, by=world.cast.student)
        assert current.number == number
        seen.append(current.variant_id)
    assert sorted(seen) == sorted(Variant.objects.values_list("pk", flat=True))
    assert Attempt.objects.filter(closed_at__isnull=True).count() == 1
    with pytest.raises(refusals.NoVariantLeft):
        actions.new_variant(attempt=current, by=world.cast.student)
    assert doorbell.POOL in rung
    current.refresh_from_db()
    assert current.closed_at is None


def test_a_double_click_on_new_variant_gives_one(world: Any, attempt: Attempt) -> None:
    second = actions.new_variant(attempt=attempt, by=world.cast.student)
    assert actions.new_variant(attempt=attempt, by=world.cast.student) == second
    assert Attempt.objects.count() == 2


def test_more_variants_are_asked_for_before_they_run_out(
    world: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    with django_capture_on_commit_callbacks(execute=True):
        first = actions.start_attempt(user=world.cast.student, item=world.item)  # 3 of 4 left
    assert rung == []
    with django_capture_on_commit_callbacks(execute=True):
        actions.new_variant(attempt=first, by=world.cast.student)
    assert rung == [doorbell.POOL]


def test_a_variant_met_in_another_set_comes_last(world: Any, attempt: Attempt) -> None:
    world.item.pk = world.item.public_id = None
    world.item.public_id, world.item.position = "another-item", 2
    world.item.save()
    current = actions.start_attempt(user=world.cast.student, item=world.item)
    for _ in range(2):
        assert current.variant_id != attempt.variant_id
        current = actions.new_variant(attempt=current, by=world.cast.student)
    assert actions.new_variant(attempt=current, by=world.cast.student).variant_id == attempt.variant_id


def test_hints_come_one_by_one_and_count_once(world: Any, attempt: Attempt) -> None:
    student = world.cast.student
    assert actions.use_hint(attempt=attempt, by=student).number == 1
    assert actions.use_hint(attempt=attempt, by=student, number=1).number == 1
    with pytest.raises(refusals.NoHintLeft):
        actions.use_hint(attempt=attempt, by=student, number=3)
    assert actions.use_hint(attempt=attempt, by=student).number == 2
    with pytest.raises(refusals.NoHintLeft):
        actions.use_hint(attempt=attempt, by=student)
    assert HintUse.objects.count() == 2


def test_giving_up_closes_once(world: Any, attempt: Attempt) -> None:
    first = actions.give_up(attempt=attempt, by=world.cast.student).gave_up_at
    assert first is not None
    assert actions.give_up(attempt=attempt, by=world.cast.student).gave_up_at == first
    with pytest.raises(refusals.AttemptClosed):
        actions.use_hint(attempt=attempt, by=world.cast.student)


@pytest.mark.parametrize("action", [actions.use_hint, actions.give_up, actions.new_variant])
def test_a_test_gives_nothing_away_before_release(world: Any, attempt: Attempt, action: Any) -> None:
    world.problem_set.feedback = "test"
    world.problem_set.save()
    with pytest.raises(refusals.NotInATest):
        action(attempt=Attempt.objects.get(), by=world.cast.student)
    world.problem_set.released_at = timezone.now() - timedelta(seconds=1)
    world.problem_set.save()
    action(attempt=Attempt.objects.get(), by=world.cast.student)


@pytest.mark.parametrize("action", [actions.use_hint, actions.give_up, actions.new_variant])
@pytest.mark.parametrize("who", ["classmate", "teacher", "admin"])
def test_nobody_acts_on_the_attempt_of_another(world: Any, attempt: Attempt, action: Any, who: str) -> None:
    with pytest.raises(refusals.NotYours):
        action(attempt=attempt, by=getattr(world.cast, who))
    attempt.refresh_from_db()
    assert attempt.closed_at is None
