"""Drawing variants: deterministic, within the author's conditions, and refused with a reason where none is good."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from exercises.faults import DrawError
from exercises.format import Problem
from exercises.reading import load_bank, parse_problem
from exercises.spaces import variant_space
from exercises.variants import SCHEMA, Variant, draw, make
from grader.language import Names, parse
from grader.question import Question

ROOT = Path(__file__).parents[2]
BANK = {problem.id: problem for problem in load_bank()}
HEAD = 'id = "t.x"\ntitle = "Test"\nskills = ["power-rule"]\ndifficulty = 1\nprompt = "What is $f={f}$?"\n'
ANSWER = '[[answer]]\nname = "r"\ntype = "{kind}"\nis = "{reference}"\n'


def problem_of(
    params: str, let: str, kind: str = "expression", reference: str = "diff(f, x)", more: str = ""
) -> Problem:
    text = f"{HEAD}[params]\n{params}\n[let]\n{let}\n{ANSWER.format(kind=kind, reference=reference)}{more}"
    return parse_problem(text, "t.toml")


@pytest.mark.parametrize("name", BANK)
def test_the_same_seed_gives_the_same_variant(name: str) -> None:
    assert draw(BANK[name], 5).to_json() == draw(BANK[name], 5).to_json()


@pytest.mark.parametrize("name", BANK)
def test_a_variant_goes_to_json_and_back(name: str) -> None:
    variant = draw(BANK[name], 8)
    data = json.loads(json.dumps(variant.to_json()))
    assert data == variant.to_json()
    assert Variant.from_json(data) == variant


@pytest.mark.parametrize("name", BANK)
def test_seeds_give_different_variants(name: str) -> None:
    assert len({json.dumps(draw(BANK[name], seed).params) for seed in range(12)}) >= 6


def test_the_draws_never_change() -> None:
    """Stored seeds must keep their meaning; raise variants.ENGINE with this test."""
    drawn = [draw(BANK["diff.power.single"], seed).params for seed in range(4)]
    assert drawn == GOLDEN


def test_an_unknown_schema_is_refused() -> None:
    data = draw(BANK["jac.2x2"], 1).to_json() | {"schema": SCHEMA + 1}
    with pytest.raises(ValueError, match="cannot be read"):
        Variant.from_json(data)


def test_every_draw_meets_the_conditions() -> None:
    for seed in range(60):
        params = {name: Fraction(text) for name, text in draw(BANK["gd.two-steps"], seed).params.items()}
        assert abs(params["w0"] - params["b"]) > 2
        assert 2 * params["a"] * params["eta"] < 1
        assert params["w0"] not in (-1, 0, 1)


def test_parameters_are_drawn_independently_of_one_another() -> None:
    """A new parameter does not move the others, so that a small edit keeps most of a variant."""
    one = problem_of("a = { int = [2, 99] }", 'f = "a*x^2"')
    two = problem_of("b = { int = [2, 99] }\na = { int = [2, 99] }", 'f = "a*x^2 + b"')
    assert [draw(one, seed).params["a"] for seed in range(9)] == [
        draw(two, seed).params["a"] for seed in range(9)
    ]


@pytest.mark.parametrize(
    ("params", "formula", "shown"),
    [
        ({"a": "1", "b": "-3"}, "a*x + b", "x-3"),
        ({"a": "-1", "b": "0"}, "a*x + b", "-x"),
        ({"a": "0", "b": "2"}, "a*x + b", "2"),
        ({"a": "2", "b": "-3"}, "a*(x - b)^2", "2 (x+3)^{2}"),
        ({"a": "2", "b": "1"}, "x^b + a", "x+2"),
        ({"a": "2", "b": "1/2"}, "a*x^b", "2 x^{\\frac{1}{2}}"),
    ],
)
def test_prompts_are_tidy(params: dict[str, str], formula: str, shown: str) -> None:
    values = 'of = ["-3", "-1", "0", "1", "2", "1/2"]'
    problem = problem_of(f"a = {{ {values} }}\nb = {{ {values} }}", f'f = "{formula}"', reference="f + x^9")
    assert make(problem, params).prompt == f"What is $f={shown}$?"


def test_options_are_shuffled_and_their_letters_follow_the_order_shown() -> None:
    places: Counter[str] = Counter()
    for seed in range(60):
        variant = draw(BANK["diff.limit.which"], seed)
        options = variant.question.parts[0].options
        assert [option.key for option in options] == ["a", "b", "c", "d"]
        [right] = [option.key for option in options if option.right]
        assert variant.order["limit"][0] == right
        places[right] += 1
    assert min(places[letter] for letter in "abcd") >= 6


def test_a_condition_decides_which_option_is_right() -> None:
    problem = BANK["gd.direction.which-way"]
    for w0, wanted in (("5", "It gets smaller."), ("2", "It gets larger.")):
        variant = make(problem, {"a": "2", "b": "3", "w0": w0})
        assert [option.text for option in variant.question.parts[0].options if option.right] == [wanted]


@pytest.mark.parametrize(
    ("params", "let", "kind", "reference", "reason"),
    [
        (
            "a = { int = [3, 3] }",
            'f = "a*x"\nz = "1/(a - 3)"',
            "expression",
            "diff(f, x)",
            "division by zero",
        ),
        ('a = { int = [3, 4] }\nwhere = ["a > 4"]', 'f = "a*x"', "expression", "f", "`a > 4` does not hold"),
        ('a = { int = [3, 4] }\nwhere = ["a > x"]', 'f = "a*x"', "expression", "f", "still holds x"),
        ("a = { int = [3, 3] }", 'f = "a*x"', "number", "f", "still holds x"),
        ("a = { int = [3, 3] }", 'f = "a*x"', "number", "9^9", "more than 7 digits"),
        ("a = { int = [3, 3] }", 'f = "a*x"', "vector", "f", "is no vector"),
        ("a = { int = [3, 3] }", 'f = "a*x"', "expression", "[f, f]", "is no expression"),
        (
            "a = { int = [3, 3] }",
            'f = "a*x"',
            "expression",
            "+".join(f"sin({n}*x)" for n in range(2, 40)),
            "longer than",
        ),
        ("a = { int = [3, 3] }", 'f = "a*x"', "number", "ln(a - 4)", "cannot be graded"),
        ("a = { int = [3, 3] }", 'f = "a*x"', "expression", "ln(-1 - x^2)", "cannot be graded"),
    ],
)
def test_a_problem_without_a_good_draw_says_why(
    params: str, let: str, kind: str, reference: str, reason: str
) -> None:
    problem = problem_of(params, let, kind, reference)
    with pytest.raises(DrawError, match="no variant could be drawn") as caught:
        draw(problem, 1)
    assert reason in str(caught.value)


def test_names_for_names_for_names_are_refused_in_time() -> None:
    """Thirty lines that double what they name would be a formula of a thousand million pieces."""
    lines = ['u0 = "x + 1"', *(f'u{n} = "sin(u{n - 1})*cos(u{n - 1})"' for n in range(1, 31)), 'f = "u30"']
    with pytest.raises(DrawError, match="more than 5,000 pieces"):
        draw(problem_of("", "\n".join(lines)), 1)


def test_a_deep_chain_of_names_is_refused_in_time() -> None:
    deep = "sin(" * 10 + "{}" + ")" * 10
    lines = ['u0 = "x"', *(f'u{n} = "{deep.format(f"u{n - 1}")}"' for n in range(1, 59)), 'f = "u58"']
    with pytest.raises(DrawError, match="nested too deeply|cannot be graded|longer than"):
        draw(problem_of("", "\n".join(lines), reference="f"), 1)


def test_a_draw_in_which_a_mistake_is_right_is_rejected() -> None:
    """With a = n, adding the exponent to the factor, or multiplying, can agree: 2 + 2 = 2 * 2."""
    more = '[[mistake]]\nis = "(a + n)*x^(n-1)"\nsay = "Add or multiply?"\n'
    problem = problem_of("a = { int = [2, 3] }\nn = { int = [2, 2] }", 'f = "a*x^n"', more=more)
    assert {draw(problem, seed).params["a"] for seed in range(20)} == {"3"}


def test_a_draw_in_which_two_mistakes_are_alike_is_rejected() -> None:
    more = '[[mistake]]\nis = "3*x"\nsay = "A"\n[[mistake]]\nis = "n*x"\nsay = "B"\n'
    problem = problem_of("n = { int = [3, 4] }", 'f = "n^3*x"', more=more)
    assert {draw(problem, seed).params["n"] for seed in range(20)} == {"4"}


def test_drawing_from_the_bank_does_not_wait_for_sympy() -> None:
    program = "import sys, exercises.reading as r, exercises.variants as v; v.draw(r.load_bank()[7], 1); print('sympy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_a_problem_without_parameters_has_one_variant() -> None:
    problem = problem_of("", 'f = "x^3"')
    assert draw(problem, 3).params == {}
    assert variant_space(problem) == 1


@pytest.mark.parametrize(
    ("params", "space"),
    [
        ("a = { int = [1, 6] }", 6),
        ('a = { int = [1, 6] }\nb = { int = [1, 6] }\nwhere = ["a != b"]', 30),
        ("a = { int = [1, 6], not = [2, 3] }", 4),
        ('a = { of = ["1/2", "1/3"] }', 2),
    ],
)
def test_the_variant_space_is_counted(params: str, space: int) -> None:
    assert variant_space(problem_of(params, 'f = "a*x"')) == space


def test_a_large_variant_space_is_estimated() -> None:
    params = "a = { int = [1, 100] }\nb = { int = [1, 100] }\nwhere = ['a < b']"
    assert variant_space(problem_of(params, 'f = "a*x + b"')) == pytest.approx(4950, rel=0.15)


def test_a_dummy_letter_is_no_letter_of_the_response() -> None:
    part = draw(BANK["diff.chain.inner-square"], 2).question.parts[0]
    assert part.variables == ("x",)


def test_a_number_has_no_letters_and_an_expression_names_the_function_asked() -> None:
    question = draw(BANK["diff.quotient.at-point"], 2).question
    assert question.part("slope").variables == ()
    assert question.part("df").asked is not None
    assert question.part("slope").follow is not None


def test_what_is_stored_reads_back_in_the_graders_language() -> None:
    for problem in BANK.values():
        for part in draw(problem, 4).question.parts:
            for text in (part.answer, part.asked, *(mistake.answer for mistake in part.catalogue)):
                if text is not None:
                    letters = (*part.variables, "x", "y")
                    assert parse(text, Names(variables=letters)) is not None


def test_the_question_of_a_variant_is_independent_of_its_words() -> None:
    """Two variants that differ only in the prompt grade alike: the Question holds no prompt."""
    variant = draw(BANK["diff.power.single"], 4)
    assert replace(variant, prompt="Other words").question == variant.question
    assert Question.from_json(variant.question.to_json()) == variant.question


GOLDEN = [{"a": "5", "n": "6"}, {"a": "5", "n": "3"}, {"a": "7", "n": "8"}, {"a": "5", "n": "7"}]
