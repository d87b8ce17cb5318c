"""`load_exercises` on files that are wrong: file, line, key and words for each, and nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gradus.courses.models import ProblemSet
from gradus.library.models import Problem, ProblemVersion, Skill, Variant

pytestmark = pytest.mark.django_db

GOOD = """\
id = "test.broken"
title = "Everything in one file"
skills = ["power-rule"]
difficulty = 1
prompt = "Let $f(x)={f}$."

[params]
a = { int = [3, 9] }
g = { of = ["sin(t)", "cos(t)"] }
where = ["a != 4"]

[let]
f = "a*x^3"

[[answer]]
name = "df"
type = "expression"
is = "diff(f, x)"
domain = { x = [1, 5] }

[[answer]]
name = "n"
type = "number"
is = "at(diff(g, t), t, a)"
tolerance = { absolute = 0.01 }

[[answer]]
name = "way"
type = "choice"

[[answer.options]]
name = "up"
text = "Up"
is = true

[[answer.options]]
name = "down"
text = "Down"

[[mistake]]
answer = "df"
code = "pow_nodec"
is = "3*a*x^3"
say = "Compare the degree."

[[test]]
params = { a = 5, g = "sin(t)" }
give = { df = "15x^2", way = "up" }
expect = "correct"

[[test]]
params = { a = 5, g = "sin(t)" }
give = { df = "15x^3" }
expect = "incorrect"
diagnosis = "pow_nodec"
"""

SETS = """
[[set]]
id = "one"
title = "One set"
items = [{ problem = "test.broken" }]
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of one good problem."""
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "broken.toml").write_text(GOOD)
    (tmp_path / "sets.toml").write_text(SETS)
    return tmp_path


def refusal(bank: Path, text: str) -> str:
    """What the command says to this file; nothing may have been written."""
    (bank / "unit" / "broken.toml").write_text(text)
    with pytest.raises(CommandError) as caught:
        call_command("load_exercises", bank=bank, pool=2)
    for model in (Skill, Problem, ProblemVersion, Variant, ProblemSet):
        assert model.objects.count() == 0
    return str(caught.value)


def test_the_file_from_which_the_broken_ones_are_made_is_good(bank: Path) -> None:
    call_command("load_exercises", bank=bank, pool=2)
    assert Variant.objects.count() == 2


STATIC = [
    # what is replaced, by what, the line, the key, and what is said
    ('["power-rule"]', '["powr-rule"]', 3, "skills[1]", 'Did you mean "power-rule"?'),
    ('["power-rule"]', '["power-rule", "zzz"]', 3, "skills[2]", "no skill `zzz`"),
    ("{f}$.", "{f$.", 5, "prompt", "a { has no partner"),
    ("{f}$.", "{f}}$.", 5, "prompt", "a } has no partner"),
    ("int = [3, 9]", "int = [3]", 8, "params.a.int", "two whole numbers are wanted"),
    ("int = [3, 9]", "int = [3, 4, 9]", 8, "params.a.int", "two whole numbers are wanted"),
    ("int = [3, 9]", "int = [3, 9.50]", 8, "params.a.int[2]", "whole number is wanted, not 9.50."),
    ("int = [3, 9]", "int = 2026-01-01", 8, "params.a.int", "two whole numbers are wanted"),
    ("difficulty = 1", "difficulty = 1.0", 4, "difficulty", "a whole number is wanted, not 1.0."),
    (
        "difficulty = 1",
        "difficulty = 2026-01-02",
        4,
        "difficulty",
        "a whole number is wanted, not 2026-01-02.",
    ),
    ("difficulty = 1", "difficulty = { a = true }", 4, "difficulty", "not { a = true }."),
    ('"cos(t)"]', '"1/0"]', 9, "params.g.of[2]", "`1/0` has no value: a division by zero"),
    ('"cos(t)"]', '"sqrt(-1)"]', 9, "params.g.of[2]", "no value among the real numbers"),
    ('f = "a*x^3"', 'f = "a*y**k"', 13, "let.f", "`k` is neither a parameter nor a [let] name"),
    ('f = "a*x^3"', 'f = "a*y^3"', 18, "answer[1].is", "`f` does not depend on x"),
    ('is = "diff(f, x)"', 'is = "grad(f, [y, z])"', 18, "answer[1].is", "does not depend on y or z"),
    ("{ x = [1, 5] }", "{ x = [5, 1] }", 19, "answer[1].domain.x", "the low end 5 is not below"),
    ("{ x = [1, 5] }", "{ x = [1, 1] }", 19, "answer[1].domain.x", "is not below"),
    ("{ x = [1, 5] }", "{ q = [1, 5] }", 19, "answer[1].domain.q", "`q` is no variable"),
    ("{ x = [1, 5] }", "{ x = [1] }", 19, "answer[1].domain.x", "two numbers are wanted"),
    ("{ x = [1, 5] }", '{ x = ["one", 5] }', 19, "answer[1].domain.x", "two numbers are wanted"),
    ("domain =", 'form = "pretty"\ndomain =', 19, "answer[1].form", "no form `pretty`"),
    ("absolute = 0.01", "absolute = -0.01", 25, "answer[2].tolerance.absolute", "0 or more is wanted"),
    ("absolute = 0.01", "absolute = nan", 25, "answer[2].tolerance.absolute", "0 or more is wanted"),
    ("absolute = 0.01", "relative = inf", 25, "answer[2].tolerance.relative", "0 or more is wanted"),
    ("absolute = 0.01", "absolute = 1e999999999", 25, "answer[2].tolerance.absolute", "0 or more"),
    ("{ absolute = 0.01 }", "{}", 25, "answer[2].tolerance", "one of absolute"),
    ('give = { df = "15x^2"', 'give = { df = "15x^("', 48, "test[1].give.df", "something is missing after"),
    ('way = "up"', 'way = "left"', 48, "test[1].give.way", "no option `left`"),
    ('way = "up"', 'way = { a = "up" }', 48, "test[1].give.way", "text in quotes is wanted"),
    (
        '"sin(t)" }\ngive = { df = "15x^2"',
        '"sin(" }\ngive = { df = "15x^2"',
        47,
        "test[1].params.g",
        "something is missing after",
    ),
    ('diagnosis = "pow_nodec"', 'diagnosis = "no_such"', 55, "test[2].diagnosis", 'called "no_such"'),
    ('expect = "correct"', "expect = 3", 49, "test[1].expect", ""),
    ('expect = "correct"', 'expect = "corect"', 49, "test[1].expect", '"corect" is not one of "correct"'),
]

DYNAMIC = [
    ('["a != 4"]', '["a > 20"]', 10, "params.where[1]", "`a > 20` does not hold (400 of 400 draws)"),
    ('is = "at(diff(g, t), t, a)"', 'is = "sqrt(-a)"', 24, "answer[2].is", "no variant can be drawn"),
    ('f = "a*x^3"', 'f = "a*x^3/(a - a)"', 13, "let.f", "a division by zero"),
    ('is = "3*a*x^3"', 'is = "3*a*x^2"', 43, "mistake[1].is", "pow_nodec is judged correct"),
    ('type = "expression"', 'type = "matrix"', 18, "answer[1].is", "is no matrix"),
    ('df = "15x^2"', 'df = "16x^2"', 46, "test[1]", "`df` is judged incorrect, not correct"),
    ('df = "15x^3"', 'df = "15x^2"', 51, "test[2]", "`df` is judged correct, not incorrect"),
    ('df = "15x^3"', 'df = "14x^3"', 51, "test[2]", "the diagnosis is none, not pow_nodec"),
    ('{ a = 5, g = "sin(t)" }\ngive = { df = "15x^3"', '{ a = 4, g = "sin(t)" }\ngive = { df = "15x^3"', 51,
     "test[2]", "`a != 4` does not hold"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said"), [*STATIC, *DYNAMIC], ids=lambda value: str(value)[:30]
)
def test_a_broken_file_is_named_with_line_and_key_and_nothing_is_written(
    bank: Path, old: str, new: str, line: int, key: str, said: str
) -> None:
    assert GOOD.count(old) == 1
    lines = refusal(bank, GOOD.replace(old, new)).splitlines()
    place = f"unit/broken.toml, line {line}: {key}: "
    assert [text for text in lines if place in text and said in text.split(place)[1]], lines


@pytest.mark.parametrize(("old", "new", "line", "key", "said"), STATIC)
def test_no_words_of_the_program_reach_the_author(
    bank: Path, old: str, new: str, line: int, key: str, said: str
) -> None:
    text = refusal(bank, GOOD.replace(old, new))
    assert not re.search(r"Decimal\(|datetime|\{'|\*:|\.\*|None|True|False", text), text


def test_the_faults_of_all_files_come_at_once(bank: Path) -> None:
    (bank / "unit" / "other.toml").write_text(
        GOOD.replace("test.broken", "test.other").replace('"15x^2"', '"2x"')
    )
    text = refusal(bank, GOOD.replace("a != 4", "a > 20"))
    assert "broken.toml, line 10" in text and "other.toml, line 46" in text


def test_a_broken_change_leaves_what_was_there(bank: Path) -> None:
    call_command("load_exercises", bank=bank, pool=2)
    before = list(ProblemVersion.objects.values_list("pk", "content_hash"))
    (bank / "unit" / "broken.toml").write_text(GOOD.replace('df = "15x^2"', 'df = "16x^2"'))
    with pytest.raises(CommandError, match=r"test\[1\]"):
        call_command("load_exercises", bank=bank, pool=2)
    assert list(ProblemVersion.objects.values_list("pk", "content_hash")) == before
    assert Problem.objects.get().current is not None


@pytest.mark.parametrize("pool", ["-1", "0", "many", "1001", "9" * 400])
def test_a_senseless_pool_is_refused_with_a_sentence(bank: Path, pool: str) -> None:
    with pytest.raises(CommandError, match="a whole number from 1 to 1000 is wanted"):
        call_command("load_exercises", f"--bank={bank}", f"--pool={pool}")
    assert ProblemVersion.objects.count() == 0
