"""The bank itself: every problem is fit for students at several seeds, and the sets name what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exercises.faults import ProblemFileError
from exercises.format import Problem
from exercises.placeholders import odd_dollars
from exercises.reading import BANK, load_bank, parse_problem
from exercises.selfcheck import check_problem
from exercises.sets import load_sets
from exercises.skills import load_skills
from exercises.variants import draw

PROBLEMS = load_bank()
IDS = [problem.id for problem in PROBLEMS]
UGLY = re.compile(r"\+ ?-|- ?-|(?<![\d_.{])[01] ?[a-z](?![a-z])|!|\{\{")


@pytest.mark.parametrize("problem", PROBLEMS, ids=IDS)
def test_a_problem_has_no_findings(problem: Problem) -> None:
    found = check_problem(problem, range(3))
    assert [str(finding) for finding in found if finding.level == "fault"] == []


@pytest.mark.parametrize("problem", PROBLEMS, ids=IDS)
def test_a_problem_has_hints_a_template_and_tests(problem: Problem) -> None:
    assert 2 <= len(draw(problem, 1).hints) <= 4
    assert problem.template is not None
    assert len(problem.tests) >= 2


@pytest.mark.parametrize("problem", PROBLEMS, ids=IDS)
def test_texts_read_well(problem: Problem) -> None:
    """No coefficient 1, no double sign, no brace or name left over, no exclamation mark."""
    for seed in range(6):
        variant = draw(problem, seed)
        for text in (variant.prompt, *variant.hints, variant.solution or "", *variant.labels.values()):
            assert not odd_dollars(text)
            assert UGLY.search(text) is None, text


def test_the_bank_covers_what_was_promised() -> None:
    kinds = [answer.type for problem in PROBLEMS for answer in problem.answers]
    assert len(PROBLEMS) >= 18
    assert set(kinds) == {"expression", "number", "vector", "matrix", "choice", "graph"}
    assert kinds.count("choice") >= 2
    assert kinds.count("graph") >= 20
    assert any(answer.follow for problem in PROBLEMS for answer in problem.answers)


def test_the_sets_name_problems_of_the_bank_and_leave_none_out() -> None:
    sets = load_sets(BANK, IDS)
    assert [one.title for one in sets] == [
        "Derivatives", "Gradients", "Backpropagation", "Networks and batches", "When gradients go wrong",
    ]  # fmt: skip
    assert sorted(item.problem for one in sets for item in one.items) == sorted(IDS)


def test_the_skills_are_the_fifty_of_the_curriculum() -> None:
    skills = load_skills()
    assert [skill.code for skill in skills] == [f"S{number:02}" for number in range(1, 51)]
    assert {skill.unit for skill in skills} == {unit.number for unit in skills.units} == set(range(9))
    assert skills["chain-rule"].requires == ("composition", "power-rule", "exp-log", "trigonometric")
    assert "chain-rule" in skills
    assert "chain" not in skills


SKILL = '[[skill]]\nslug = "{0}"\ncode = "{1}"\ntitle = "Skill {0}"\nunit = 0\nrequires = {2}\n'
UNIT = '[[unit]]\nnumber = 0\ntitle = "Tools"\n'


@pytest.mark.parametrize(
    ("skills", "said"),
    [
        (
            [("a", "S01", '["b"]'), ("b", "S02", '["a"]')],
            "line 10: skill[1].requires: these skills need one another",
        ),
        ([("a", "S01", '["a"]')], "in a circle: a."),
        (
            [("vectors", "S01", "[]"), ("b", "S02", '["vector"]')],
            'no skill `vector`. Did you mean "vectors"?',
        ),
        ([("a", "S01", "[]"), ("a", "S02", "[]")], "line 12: skill[2].slug: `a` stands twice."),
        ([("a", "S01", "[]"), ("b", "S01", "[]")], "skill[2].code: `S01` stands twice."),
        ([("a", "S1", "[]")], "skill[1].code"),
    ],
)
def test_a_wrong_skill_map_is_refused(tmp_path: Path, skills: list[tuple[str, str, str]], said: str) -> None:
    path = tmp_path / "skills.toml"
    path.write_text(UNIT + "\n" + "".join(SKILL.format(*skill) for skill in skills))
    with pytest.raises(ProblemFileError) as caught:
        load_skills(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[set]]\nid = "a"\ntitle = "Set"\nitems = [{ problem = "diff.powr" }]',
            'Did you mean "diff.power"?',
        ),
        (
            '[[set]]\nid = "a"\ntitle = "Set"\nitems = [{ problem = "diff.power" }, { problem = "diff.power" }]',
            "already in",
        ),
        ('[[set]]\nid = "a"\ntitle = "Set"\nitems = []', "at least 1"),
    ],
)
def test_a_wrong_set_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sets.toml").write_text(text)
    with pytest.raises(ProblemFileError) as caught:
        load_sets(tmp_path, ["diff.power"])
    assert said in str(caught.value)


def test_all_wrong_files_of_a_folder_are_named_at_once(tmp_path: Path) -> None:
    good = next(problem for problem in PROBLEMS if problem.id == "diff.power.single").source.text
    for name, text in {"a.toml": "x = ", "b.toml": 'id = "b"', "c.toml": good, "d.toml": good}.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ProblemFileError) as caught:
        load_bank(tmp_path)
    assert {Path(fault.file).name for fault in caught.value.faults} == {"a.toml", "b.toml", "d.toml"}
    (tmp_path / "a.toml").unlink()
    (tmp_path / "b.toml").unlink()
    with pytest.raises(ProblemFileError, match="is also the id in"):
        load_bank(tmp_path)


def test_a_problem_can_be_read_again_from_its_stored_text() -> None:
    for problem in PROBLEMS:
        assert parse_problem(problem.source.text).content_hash == problem.content_hash
