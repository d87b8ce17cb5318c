"""My progress: what the next level asks for, and that it asks for nothing that there is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from gradus.library.models import Problem, Skill
from gradus.progress.models import Level, Mastery
from gradus.progress.skill_map import SkillMap, SkillRow, skill_map
from tests.gradus.conftest import make_version

TO_COME = "its second problem is still to come"


@pytest.fixture
def familiar(world: Any) -> Mastery:
    """The student has done all that one problem allows."""
    now = timezone.now()
    columns = {"level": Level.FAMILIAR, "score": 950_000, "variants": 9, "problems": 1, "review_days": 3}
    student = world.cast.student
    return Mastery.objects.create(
        user=student, skill=world.skill, updated_at=now, last_evidence_at=now, **columns
    )


def row_of(world: Any) -> tuple[SkillMap, SkillRow]:
    found = skill_map(user=world.cast.student, now=timezone.now())
    return found, found.units[0].rows[0]


def words(world: Any) -> str:
    found, row = row_of(world)
    return " ".join(render_to_string("progress/_next.html", {"map": found, "row": row}).split())


def test_a_second_problem_that_there_is_not_yet_is_not_asked_for(world: Any, familiar: Mastery) -> None:
    assert TO_COME in words(world)


def test_a_second_problem_that_there_is_is_asked_for(world: Any, familiar: Mastery) -> None:
    make_version("diff.power.other", world.skill)
    assert words(world) == "1 other problem"


def test_only_current_problems_that_are_not_retired_count(world: Any, familiar: Mastery) -> None:
    retired = make_version("diff.power.retired", world.skill)
    Problem.objects.filter(pk=retired.problem_id).update(retired_at=timezone.now())
    past = make_version("diff.power.past", world.skill)
    elsewhere = Skill.objects.create(slug="other", code="S11", title="Other", unit="Rules", position=11)
    Problem.objects.filter(pk=past.problem_id).update(current=make_version("diff.power.moved-on", elsewhere))
    assert row_of(world)[1].problems == 1


def test_the_map_takes_as_many_queries_for_many_skills(
    world: Any, familiar: Mastery, django_assert_num_queries: Any
) -> None:
    for n in range(5):
        make_version(f"diff.power.more-{n}", world.skill)
    with django_assert_num_queries(4):
        skill_map(user=world.cast.student, now=timezone.now())
