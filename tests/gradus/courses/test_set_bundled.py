"""Bundled sets in a course where people change and make sets of their own."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.sets import SetFile, SetItem
from gradus.courses.bundled import load_sets
from gradus.courses.models import ProblemSet
from gradus.courses.sets import actions, items

FILE = SetFile.model_validate(
    {"id": "powers", "title": "Powers", "items": [SetItem(problem="diff.power.single")]}
)


@pytest.fixture
def bundled(world: Any) -> ProblemSet:
    """The set of the file, as first loaded."""
    ProblemSet.objects.filter(pk=world.problem_set.pk).update(title="Something else")
    assert load_sets(course=world.course, sets=[FILE])
    return ProblemSet.objects.get(slug="powers")


def test_loading_again_changes_nothing(world: Any, bundled: ProblemSet) -> None:
    assert not load_sets(course=world.course, sets=[FILE])


def test_a_changed_file_changes_the_set(world: Any, bundled: ProblemSet) -> None:
    assert load_sets(course=world.course, sets=[FILE.model_copy(update={"title": "All powers"})])
    assert ProblemSet.objects.get(slug="powers").title == "All powers"


def test_a_set_that_somebody_changed_is_left_as_it_is(world: Any, bundled: ProblemSet) -> None:
    items.weigh_item(item=bundled.items.get(), points=7, by=world.cast.teacher)
    assert not load_sets(course=world.course, sets=[FILE.model_copy(update={"title": "All powers"})])
    row = ProblemSet.objects.get(slug="powers")
    assert (row.title, row.items.get().points) == ("Powers", 7)


def test_a_set_that_somebody_made_is_not_taken_for_a_bundled_one_of_the_same_title(world: Any) -> None:
    settings = actions.Settings("Powers", "Mine.", "practice", "best", None, None, None, None)
    mine = actions.make_set(course=world.course, settings=settings, by=world.cast.teacher)
    assert load_sets(course=world.course, sets=[FILE])
    mine.refresh_from_db()
    assert (mine.slug, mine.introduction, mine.items.count()) == ("", "Mine.", 0)
    assert ProblemSet.objects.get(slug="powers").items.count() == 1
