"""The linter of problems finds what is wrong, and says it in words with the line."""

from __future__ import annotations

import pytest

from exercises.reading import load_bank, parse_problem
from exercises.selfcheck import check_problem, right_responses, run_test
from exercises.variants import draw
from grader import grade
from grader.results import Verdict

POWER = next(problem for problem in load_bank() if problem.id == "diff.power.single").source.text


def findings(old: str, new: str) -> list[tuple[str, int | None]]:
    assert POWER.count(old) == 1
    return [
        (found.code, found.line) for found in check_problem(parse_problem(POWER.replace(old, new)), range(3))
    ]


def test_a_good_problem_has_no_findings() -> None:
    assert check_problem(parse_problem(POWER), range(3)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('skills = ["power-rule"]', 'skills = ["powers"]', "unknown_skill"),
        ("a = { int = [3, 9] }", "a = { int = [3, 4] }", "small_space"),
        ('where = ["a != n"]', 'where = ["a > 12"]', "no_draw"),
        ('give = { answer = "15x^2" }', 'give = { answer = "16x^2" }', "test_failed"),
        ('give = { answer = "5x^2" }', 'give = { answer = "15x^2" }', "test_failed"),
        ('diagnosis = "pow_nocoef"', 'diagnosis = "pow_nodec"', "test_failed"),
        ('give = { answer = "15y^2" }', 'give = { answer = "15x" }', "test_failed"),
    ],
)
def test_it_finds_what_is_wrong(old: str, new: str, code: str) -> None:
    found = findings(old, new)
    assert code in [name for name, _ in found]
    assert all(line for name, line in found if name != "no_draw")


def test_a_problem_needs_a_right_and_a_wrong_test() -> None:
    text = POWER[: POWER.index("[[test]]")]
    assert [found.code for found in check_problem(parse_problem(text), range(2))] == ["few_tests"]


def test_a_failed_test_says_what_came_instead() -> None:
    problem = parse_problem(POWER.replace('expect = "correct"', 'expect = "partial"'))
    assert run_test(problem, problem.tests[0]) == ["`answer` is judged correct, not partial."]


def test_a_test_whose_numbers_break_a_condition_is_told() -> None:
    problem = parse_problem(POWER.replace("{ a = 5, n = 3 }", "{ a = 3, n = 3 }"))
    assert run_test(problem, problem.tests[0]) == [
        "these parameters make no variant: `a != n` does not hold",
    ]


def test_the_right_responses_are_right_for_every_kind() -> None:
    kinds = set()
    for problem in load_bank():
        variant = draw(problem, 21)
        result = grade(variant.question, right_responses(variant))
        kinds |= {part.kind for part in variant.question.parts}
        assert {part.verdict for part in result.parts.values()} == {Verdict.CORRECT}
    assert len(kinds) == 6
