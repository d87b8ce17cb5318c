"""Worked solutions and hints: exact texts for each rule, and formulas that hold for every problem of the bank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from exercises.derive import derive
from exercises.format import Problem
from exercises.picking import environment_of
from exercises.reading import load_bank, parse_problem, program_of
from exercises.sentences import sentence
from exercises.solution import Solution, solution_of
from exercises.solution.anatomy import Anatomy, Title
from exercises.solution.derivative import Telling
from exercises.solution.formulas import BREAK
from exercises.solution.hints import STRENGTHS, gives_away
from exercises.variants import Variant, draw
from grader import grade
from grader.calculus import differentiate
from grader.calculus.rules import RULES
from grader.calculus.table import SEVERAL, UNARY
from grader.language import Names, parse, parse_author, to_latex, to_text
from grader.language.tree import Call, Name, Vector, names_in
from grader.question import Part, Question
from grader.results import Verdict

X = Names(variables=("x", "y"))
LETTERS = Names(variables=tuple("xyuvwstpqrzh"))
FORMULA = re.compile(r"\$([^$]+)\$")


def told(text: str, compact: bool = False) -> list[str]:
    anatomy = Anatomy(parse_author(text, X), "x", frozenset("xy"))
    return [joined(line) for line in Telling(anatomy, compact).lines(Title("f(x)", "f'(x)"))]


def joined(text: str) -> str:
    """A text in which a chain of equations is one formula again."""
    return text.replace(BREAK, "")


WORKED = tomllib.loads((Path(__file__).parent / "data" / "worked.toml").read_text())


@pytest.mark.parametrize("case", WORKED["function"], ids=lambda case: case["f"])
def test_a_derivative_is_told_in_exactly_these_words(case: dict[str, Any]) -> None:
    assert told(case["f"]) == case["lines"]


@pytest.mark.parametrize(
    "text", ["sin(e^(2x))", "ln(cos(x^2))", "sin(cos(tan(x^2)))", "x^2*e^(-3x)*sin(x)", "(1+(2x+5)^2)^4"]
)
def test_a_nested_function_takes_three_to_six_lines(text: str) -> None:
    assert 3 <= len(told(text)) <= 6


FUNCTIONS = tomllib.loads((Path(__file__).parents[1] / "grader" / "data" / "functions.toml").read_text())
TEXTS = [function["text"] for family in FUNCTIONS["family"] for function in family["functions"]]


@pytest.mark.parametrize("text", TEXTS)
def test_what_a_rule_gives_and_its_tidied_form_are_the_same_function(text: str) -> None:
    lines = told(text)
    ends = [re.findall(r"'(?:\(x\))?=([^$]+)\$\.$", line) for line in lines]
    for sides in (found[0].split("=") for found in ends if found):
        assert all(agree(first, second) for first, second in pairwise(sides))
    assert ends[-1]
    slope = to_text(differentiate(parse_author(text, X), "x"))
    assert agree(to_latex(parse(slope, X)), ends[-1][0].split("=")[-1])
    assert len(lines) <= 8


PROBLEM = """
id = "diff.example"
title = "Example"
skills = ["power-rule"]
difficulty = 1
prompt = "{prompt}"
{rest}
[let]
f = "{f}"
[[answer]]
name = "a"
type = "{kind}"
is = "{asked}"
[[test]]
give = {{ a = "1" }}
expect = "incorrect"
[[test]]
give = {{ a = "2" }}
expect = "incorrect"
"""


def solved(
    f: str, asked: str, kind: str = "number", prompt: str = "Let $f(x)={f}$.", rest: str = ""
) -> Solution:
    problem = parse_problem(PROBLEM.format(f=f, asked=asked, kind=kind, prompt=prompt, rest=rest))
    program = program_of(problem)
    environment = environment_of(program, {})
    solution = solution_of(program, environment, {"a": derive(program.references["a"], environment)})
    return Solution(tuple(map(joined, solution.steps)), solution.hints)


@pytest.mark.parametrize("case", WORKED["task"], ids=lambda case: case["asked"])
def test_a_task_ends_in_its_value_and_is_named_by_its_first_hint(case: dict[str, Any]) -> None:
    solution = solved(case["f"], case["asked"], case["kind"])
    assert solution.steps[-1] == case["last"]
    assert (solution.hints[0].strength, solution.hints[0].text) == ("rule", case["hint"])


@pytest.mark.parametrize(
    ("f", "asked", "kind", "last"),
    [
        ("x^2*y^3", "at(at(diff(f, x), x, 2), y, 3)", "number", r"f_{x}(2, 3)=2\cdot 2\cdot 3^{3}=108"),
        ("x^2*y", "at(diff(f, x), y, 3)", "expression", r"f_{x}(x, 3)=2 x\cdot 3=6 x"),
        ("x^2*y", "diff(f, x)*diff(f, y)", "expression", r"(2 x y) x^{2}=2 x^{3} y"),
        ("x^2*y", "diff(diff(f, x), y)", "expression", r"f_{x y}=2 x\cdot 1=2 x"),
        ("x^4", "at(diff(f, x, 2), x, 2)", "number", r"f''(2)=12\cdot 2^{2}=48"),
        ("x^3-2x", "2 - at(f, x, 2)/at(diff(f, x), x, 2)", "number", r"2-\frac{4}{10}=\frac{8}{5}"),
        ("x^3-2x", "2 - at(diff(f, x)/diff(f, x, 2), x, 2)", "number", r"2-\frac{10}{12}=\frac{7}{6}"),
        ("x^2*y", "at([diff(f, x), diff(f, y)], [x, y], [2, 3])", "vector", r"(12, 4)"),
        ("x^2*y", "grad(f, [x, y, z])", "vector", r"\nabla f=(2 x y, x^{2}, 0)"),
        ("x^2", "diff(f, x, 3)", "expression", "f'''(x)=0"),
        ("x1^2*x2", "diff(f, x1)", "expression", r"f_{x_{1}}=2 x_{1} x_{2}"),
    ],
)  # fmt: skip
def test_unusual_tasks_are_told_to_their_end(f: str, asked: str, kind: str, last: str) -> None:
    solution = solved(f, asked, kind)
    assert solution.steps[-1].endswith(f"${last}$.")
    assert len(solution.hints) == 3


def test_two_steps_of_descent_tell_the_derivative_once() -> None:
    step = "(5 - 1/10*at(diff(f, x), x, 5))"
    lines = solved("2*(x-3)^2", f"{step} - 1/10*at(diff(f, x), x, {step})").steps
    assert sum("Chain rule" in line for line in lines) == 1
    assert [line.split(":")[0] for line in lines[2:]] == [
        "At $x=5$",
        "Old value minus rate times slope",
        "At $x=\\frac{21}{5}$",
        "Old value minus rate times slope",
    ]
    assert "$\\frac{21}{5}-\\frac{1}{10} \\frac{24}{5}=\\frac{93}{25}$" in lines[-1]


def test_a_function_that_the_prompt_does_not_name_is_introduced() -> None:
    assert (
        solved("x^5", "diff(f, x)", "expression", "Differentiate {f}.")
        .steps[0]
        .startswith("Write $f(x)=x^{5}$.")
    )


def test_nothing_is_told_where_nothing_is_differentiated() -> None:
    assert solved("x^2-4", "at(f, x, 3)") == Solution()


PROBLEMS = load_bank()
DRAWN = [(problem, seed) for problem in PROBLEMS for seed in range(2)]


@pytest.fixture(params=DRAWN, ids=lambda drawn: f"{drawn[0].id}-{drawn[1]}", scope="module")
def drawn(request: pytest.FixtureRequest) -> tuple[Problem, Variant, Solution]:
    problem, seed = request.param
    variant = draw(problem, seed)
    program = program_of(problem)
    environment = environment_of(program, variant.params)
    answers = {name: derive(tree, environment) for name, tree in program.references.items()}
    return problem, variant, solution_of(program, environment, answers)


def test_every_formula_of_the_steps_can_be_read_and_its_sides_agree(
    drawn: tuple[Problem, Variant, Solution],
) -> None:
    problem, _, solution = drawn
    own = set(program_of(problem).letters)
    for line in solution.steps:
        for formula in FORMULA.findall(joined(line)):
            sides = [
                side for side in re.split(r"=|\\to", formula) if "'" not in side and "partial" not in side
            ]
            if "\\to" in formula or "f(" in formula or "nabla" in formula:
                continue
            values = [side for side in sides if not re.fullmatch(r"[A-Za-z](_\{\w+\})?(\(.*\))?", side)]
            values = [side for side in values if names_in(parse(side, LETTERS)) <= own]
            for first, second in pairwise(values):
                assert agree(first, second), line
        assert "{" not in FORMULA.sub("", joined(line))


def test_the_last_formula_of_each_part_is_its_right_answer(drawn: tuple[Problem, Variant, Solution]) -> None:
    problem, variant, solution = drawn
    asked = [part for part in variant.question.parts if part.task]
    assert bool(asked) == bool(solution.steps)
    ends = [
        side
        for line in solution.steps
        for formula in FORMULA.findall(joined(line))
        for side in (formula.split("=")[-1],)
    ]
    for part in asked:
        assert variant.answers[part.name] in ends, problem.id
    if asked:
        assert ends[-1] == variant.answers[asked[-1].name]
        assert check_text(asked[-1], ends[-1]) == Verdict.CORRECT


def test_no_hint_gives_a_right_answer_away(drawn: tuple[Problem, Variant, Solution]) -> None:
    _, variant, solution = drawn
    texts = [hint.text for hint in solution.hints]
    formulas = [
        side for text in texts for formula in FORMULA.findall(joined(text)) for side in formula.split("=")
    ]
    for part in variant.question.parts:
        if part.task and part.kind != "number":
            assert not [side for side in formulas if check_text(part, side) == Verdict.CORRECT]
    assert [hint.strength for hint in solution.hints[:3]] == list(STRENGTHS)[: len(texts)]


def agree(first: str, second: str) -> bool:
    tree = parse(first, LETTERS)
    kind = "vector" if isinstance(tree, Vector) else "expression"
    part = Part("p", kind, to_text(tree), LETTERS.variables)
    return check_text(part, second) == Verdict.CORRECT


def check_text(part: Part, response: str) -> Verdict:
    alone = replace(part, follows=(), follow=None, task=None, catalogue=())
    return grade(Question((alone,)), {part.name: response}).parts[part.name].verdict


@pytest.mark.parametrize(
    ("hint", "answer", "is_formula", "away"),
    [
        ("It is $2 x$.", "2 x", True, True),
        ("So $f'(x)=2 x$.", "2 x", True, True),
        ("With $u=2 x$ inside.", "2 x+1", True, False),
        ("Put $x=2$ in.", "2", False, False),
        ("So $f'(2)=2$.", "2", False, True),
        ("The term $2$ stays.", "2", False, False),
    ],
)
def test_a_hint_that_shows_the_answer_is_recognised(
    hint: str, answer: str, is_formula: bool, away: bool
) -> None:
    assert gives_away(hint, answer, is_formula) is away


def places() -> Iterator[str]:
    """A function for each rule of the walk and each function of the table, bare and with something inside."""
    yield from (
        "7",
        "x",
        "-x^2",
        "x+1",
        "3x",
        "x*sin(x)",
        "x/3",
        "2/x^3",
        "2/x",
        "x/(x+1)",
        "x^4",
        "3^x",
        "x^x",
    )
    yield from ("2/(x+1)^3", "2/(x^2+1)", "(x+1)^4", "3^(2x)", "(x+1)^x")
    for name in (*UNARY, *SEVERAL):
        for inside in (Name("x"), parse("3x+1", X)):
            second = (parse("2", X),) if name in SEVERAL else ()
            yield to_text(Call(name, (inside, *second)))


@pytest.mark.parametrize("text", list(places()))
def test_every_rule_and_every_function_can_be_worded(text: str) -> None:
    anatomy = Anatomy(parse_author(text, X), "x", frozenset("xy"))
    telling = Telling(anatomy)
    assert all(line.count("$") % 2 == 0 for line in telling.lines(Title("f(x)", "f'(x)")))
    core = anatomy.core()
    for strength in ("hint", "parts", "first", "step"):
        assert sentence("rules", f"{anatomy.code(core)}.{strength}")
    assert telling.values(core, Title("f(x)", "f'(x)"))


def test_every_rule_of_the_walk_stands_among_the_worded_ones() -> None:
    seen = {step.rule for text in places() for step in Anatomy(parse_author(text, X), "x").steps.values()} | {
        step.outer for text in places() for step in Anatomy(parse_author(text, X), "x").steps.values()
    }
    assert {rule.code for rule in RULES} - {"entries", "function"} <= seen
    assert {*UNARY, *SEVERAL} <= seen


def test_a_variant_of_long_ago_has_no_steps_and_a_new_one_keeps_them() -> None:
    problem = next(problem for problem in PROBLEMS if problem.id == "diff.mixed.power-times-decay")
    variant = draw(problem, 1)
    assert variant.steps
    stored = variant.to_json()
    assert Variant.from_json(stored) == variant
    del stored["steps"], stored["strengths"]
    assert Variant.from_json(stored).steps == ()
