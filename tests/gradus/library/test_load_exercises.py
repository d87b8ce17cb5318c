"""`load_exercises`: idempotent, versioned, and nothing is written when a file is wrong."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exercises.skills import load_skills
from gradus.accounts.models import User
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.library.models import Problem, ProblemVersion, Skill, Variant
from gradus.submissions.models import Attempt

pytestmark = pytest.mark.django_db

POWER = """
id = "diff.power.single"
title = "Differentiate one power"
skills = ["power-rule"]
difficulty = 1
prompt = "Differentiate $f(x)={f}$."

[params]
a = { int = [3, 9] }
n = { int = [3, 9] }
where = ["a != n"]

[let]
f = "a*x**n"

[[answer]]
name = "df"
type = "expression"
is = "diff(f, x)"

[[test]]
params = { a = 5, n = 3 }
give = { df = "15x^2" }
expect = "correct"
"""

SETS = """
[[set]]
id = "derivatives"
title = "Derivatives"
introduction = "The rules."
items = [{ problem = "diff.power.single", points = 2 }]
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of one problem and one set."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "power.toml").write_text(POWER)
    (tmp_path / "sets.toml").write_text(SETS)
    return tmp_path


def load(bank: Path, pool: int = 5) -> str:
    """Run the command; returns what it printed."""
    out = io.StringIO()
    call_command("load_exercises", bank=bank, pool=pool, stdout=out)
    return out.getvalue()


def counts() -> tuple[int, ...]:
    """Rows of every table the command writes."""
    models = (Skill, Problem, ProblemVersion, Variant, Course, ProblemSet, ProblemSetItem)
    return tuple(model.objects.count() for model in models)


def test_it_loads_skills_problems_sets_and_a_pool(bank: Path) -> None:
    assert "1 new versions, 5 new variants" in load(bank)
    version = ProblemVersion.objects.get()
    assert (version.number, version.title) == (1, "Differentiate one power")
    assert [skill.slug for skill in version.skills.all()] == ["power-rule"]
    assert version.source == POWER
    assert Skill.objects.count() == len(load_skills().slugs)
    assert [(item.position, item.points) for item in ProblemSetItem.objects.all()] == [(1, 2)]


def test_the_pool_holds_different_numbers(bank: Path) -> None:
    load(bank, pool=20)
    params = [tuple(sorted(variant.reveal["params"].items())) for variant in Variant.objects.all()]
    assert len(params) == len(set(params)) == 20


def test_a_pool_larger_than_the_space_is_as_large_as_the_space(bank: Path) -> None:
    said = load(bank, pool=60)
    there = Variant.objects.count()
    assert 30 <= there <= 42  # a and n from 3 to 9, and different: 42 pairs
    assert f"only {there} different variants" in said


def test_twice_changes_nothing(bank: Path) -> None:
    load(bank)
    before = counts()
    assert "nothing has changed" in load(bank)
    assert counts() == before


def test_a_comment_makes_no_new_version(bank: Path) -> None:
    load(bank)
    (bank / "rules" / "power.toml").write_text("# a comment\n" + POWER)
    load(bank)
    assert ProblemVersion.objects.count() == 1


def test_a_changed_file_makes_a_new_version_and_old_attempts_keep_theirs(bank: Path) -> None:
    load(bank)
    item = ProblemSetItem.objects.select_related("problem_set").get()
    user = User.objects.create_user("ada@example.org")
    old = Variant.objects.earliest("pk")
    attempt = Attempt.objects.create(user=user, variant=old, course=item.problem_set.course, item=item)
    (bank / "rules" / "power.toml").write_text(POWER.replace("Differentiate $f", "Find the derivative of $f"))
    load(bank)
    first, second = ProblemVersion.objects.order_by("number")
    item.refresh_from_db()
    attempt.refresh_from_db()
    assert item.version == second == Problem.objects.get().current
    assert attempt.variant.version == first
    assert attempt.variant.presentation["prompt"].startswith("Differentiate $f")
    assert second.variants.count() == 5


def test_a_file_changed_back_is_its_old_version_again(bank: Path) -> None:
    load(bank)
    path = bank / "rules" / "power.toml"
    path.write_text(POWER.replace("one power", "a power"))
    load(bank)
    path.write_text(POWER)
    load(bank)
    current = Problem.objects.get().current
    assert current is not None and current.number == 1
    assert ProblemVersion.objects.count() == 2


def test_a_problem_whose_file_is_gone_is_retired_and_comes_back(bank: Path) -> None:
    load(bank)
    path = bank / "rules" / "power.toml"
    path.rename(bank / "rules" / "power.txt")
    (bank / "sets.toml").write_text(SETS.replace("diff.power.single", "diff.power.other"))
    (bank / "rules" / "other.toml").write_text(POWER.replace("diff.power.single", "diff.power.other"))
    assert "diff.power.single: its file is gone" in load(bank)
    assert Problem.objects.get(slug="diff.power.single").retired_at is not None
    assert [item.version.problem.slug for item in ProblemSetItem.objects.filter(removed_at=None)] == [
        "diff.power.other"
    ]
    path.with_suffix(".txt").rename(path)
    load(bank)
    assert Problem.objects.get(slug="diff.power.single").retired_at is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("difficulty = 1", "difficulty = 9"), r"power\.toml.*line 5.*difficulty"),
        (('skills = ["power-rule"]', 'skils = ["power-rule"]'), r"skils"),
        (("[params]", "[params"), r"not TOML"),
        (('is = "diff(f, x)"', 'is = "diff(f, x"'), r"answer\[1\]\.is"),
    ],
)
def test_a_wrong_file_is_named_with_its_line_and_nothing_is_written(
    bank: Path, change: tuple[str, str], said: str
) -> None:
    path = bank / "rules" / "power.toml"
    path.write_text(POWER.replace(*change))
    with pytest.raises(CommandError) as caught:
        load(bank)
    assert re.search(said, str(caught.value), re.DOTALL)
    assert ProblemVersion.objects.count() == Skill.objects.count() == 0


def test_no_answer_and_no_seed_is_in_what_a_page_shows(bank: Path) -> None:
    load(bank)
    for variant in Variant.objects.all():
        shown = str(variant.presentation)
        assert variant.question["parts"][0]["answer"] not in shown
        assert str(variant.seed) not in shown


def test_the_bank_s_graphs_keep_the_values_of_every_cell_they_ask_for() -> None:
    call_command("load_exercises", pool=1, stdout=io.StringIO())
    graphs = [
        (variant, part["graph"])
        for variant in Variant.objects.all()
        for part in variant.presentation["parts"]
        if part["kind"] == "graph"
    ]
    assert len(graphs) >= 5
    for variant, graph in graphs:
        assert {cell["key"] for cell in graph["cells"]} <= set(variant.reveal["cells"])
