"""Loading a second time: what changed is told, and a set keeps its row under another title."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from exercises.reading import BANK, load_bank
from exercises.trial import trial_faults
from gradus.accounts.models import Organisation
from gradus.courses.bundled import self_study_course
from gradus.courses.management.commands import load_exercises as command
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.library.bank import unseen
from gradus.library.models import Problem, Skill

pytestmark = pytest.mark.django_db

SETS = '[[set]]\nid = "one"\ntitle = "One set"\nintroduction = "First."\nitems = [{ problem = "diff.power.single" }]\n'


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of one problem that comes with the platform, and one set."""
    (tmp_path / "power.toml").write_text((BANK / "derivatives" / "power.toml").read_text())
    (tmp_path / "sets.toml").write_text(SETS)
    return tmp_path


def load(bank: Path) -> str:
    """Run the command; returns what it printed."""
    out = io.StringIO()
    call_command("load_exercises", bank=bank, pool=2, stdout=out)
    return out.getvalue()


def test_a_changed_skill_is_told_and_written(bank: Path) -> None:
    load(bank)
    Skill.objects.filter(slug="chain-rule").update(title="An old title")
    said = load(bank)
    assert "1 changed skills" in said and "nothing has changed" not in said
    assert not Skill.objects.filter(title="An old title").exists()
    assert "nothing has changed" in load(bank)


def test_a_changed_requirement_and_a_retired_skill_are_told(bank: Path) -> None:
    load(bank)
    Skill.objects.get(slug="chain-rule").requires.clear()
    Skill.objects.create(slug="gone", code="S99", title="Gone", unit="Tools", position=99)
    assert "2 changed skills" in load(bank)
    assert Skill.objects.get(slug="chain-rule").requires.count() == 4
    assert Skill.objects.get(slug="gone").retired_at is not None
    assert "nothing has changed" in load(bank)


def test_a_problem_that_is_brought_back_is_told(bank: Path) -> None:
    load(bank)
    Problem.objects.update(retired_at="2026-01-01T00:00Z")
    assert "1 brought back" in load(bank)
    assert Problem.objects.get().retired_at is None


def test_a_renamed_set_keeps_its_row_its_items_and_its_dates(bank: Path) -> None:
    load(bank)
    before = ProblemSet.objects.get()
    item = ProblemSetItem.objects.get()
    (bank / "sets.toml").write_text(SETS.replace("One set", "Another title").replace("First.", "Second."))
    assert "changed problem sets" in load(bank)
    after = ProblemSet.objects.get()
    assert (after.pk, after.public_id, after.published_at) == (
        before.pk,
        before.public_id,
        before.published_at,
    )
    assert (after.slug, after.title, after.introduction) == ("one", "Another title", "Second.")
    assert ProblemSetItem.objects.get() == item
    assert "nothing has changed" in load(bank)


def test_a_set_stored_before_ids_were_kept_is_taken_over_by_its_title(bank: Path) -> None:
    load(bank)
    ProblemSet.objects.update(slug="")
    load(bank)
    assert [row.slug for row in ProblemSet.objects.all()] == ["one"]


def test_sets_that_change_places_are_renumbered(bank: Path) -> None:
    two = SETS.replace('"one"', '"two"').replace("One set", "Two sets")
    (bank / "sets.toml").write_text(SETS + two)
    load(bank)
    (bank / "sets.toml").write_text(two + SETS)
    load(bank)
    assert list(ProblemSet.objects.order_by("position").values_list("slug", "position")) == [
        ("two", 1),
        ("one", 2),
    ]


def test_a_set_of_the_same_id_in_another_course_is_left_alone(bank: Path) -> None:
    course = Course.objects.create(organisation=Organisation.default(), title="Another course")
    ProblemSet.objects.create(course=course, slug="one", title="Mine")
    load(bank)
    assert ProblemSet.objects.get(course=course).title == "Mine"
    assert ProblemSet.objects.get(course=self_study_course(Organisation.default())).title == "One set"


def test_only_new_content_is_tried_out(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[list[str]] = []
    monkeypatch.setattr(command, "try_out", lambda files: tried.append([file.id for file in files]))
    load(bank)
    load(bank)
    path = bank / "power.toml"
    path.write_text(path.read_text().replace("one power", "a power"))
    assert [file.id for file in unseen(load_bank(bank))] == ["diff.power.single"]
    load(bank)
    assert tried == [["diff.power.single"], [], ["diff.power.single"]]


def test_the_bank_that_comes_with_the_platform_stands_the_trial() -> None:
    assert [str(fault) for problem in load_bank() for fault in trial_faults(problem)] == []
