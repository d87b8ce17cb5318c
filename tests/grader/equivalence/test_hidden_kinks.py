"""Different functions that agree on a long stretch: beyond a kink nobody wrote as one, or far from nought."""

from __future__ import annotations

import pytest
from flint import fmpq

from grader.equivalence import Range, Reference, compare
from grader.language import AUTHOR, Names, parse

NAMES = Names(("x", "y"))
SEEDS = (0, 1, 2, 3, 4, 5, 8, 9, 10, 17, 12345)


def verdicts(answer: str, response: str, ranges: tuple[Range, ...]) -> set[str]:
    trees = parse(answer, NAMES, AUTHOR), parse(response, NAMES, AUTHOR)
    return {str(compare(Reference(trees[0], ranges, seed), trees[1]).certificate) for seed in SEEDS}


def free(*names: str) -> tuple[Range, ...]:
    return tuple(Range(name) for name in names)


DIFFERENT = [
    *((f"sqrt((x-{c})^2)", f"{c}-x") for c in ("2.5", "3", "4", "5", "8", "12", "20", "50")),
    ("sqrt((x-5)^(-2))", "1/(5-x)"),
    ("((x-5)^4)^(1/4)", "5-x"),
    ("((x-5)^2)^0.5", "5-x"),
    ("root((x-5)^6, 6)", "5-x"),
    ("sqrt(x^2 (x-7)^2)", "|x|(7-x)"),
    ("sqrt(x^2-6x+9)", "3-x"),
    ("sqrt(x^2-40x+400)", "20-x"),
    ("sqrt((x+1)^2-4x)", "|1-x|+0*x+relu(x-900)"),
    ("sqrt(1-sin(x/4)^2)", "cos(x/4)"),
    ("sqrt(1+tan(x/10)^2)", "1/cos(x/10)"),
    ("sqrt(cosh(x-9)^2-1)", "-sinh(x-9)"),
    ("acosh(cosh(x-9))", "9-x"),
    ("x/10", "arctan(tan(x/10))"),
    ("x/4", "arctan(tan(x/4))"),
    ("x", "2arctan(tan(x/2))"),
    ("x/100", "asin(sin(x/100))"),
    ("acos(cos(x/4))", "|x/4|"),
    ("atan(1/(x-5))", "-pi/2-atan(x-5)"),
    ("x-5", "-e^(ln((x-5)^2)/2)"),
    ("x", "max(x, x^2-1000)"),
    ("x", "x+relu(x^2-400)"),
    ("x", "x+relu(exp(x)-1e6)"),
    ("x", "x+relu(relu(x)-40)"),
    ("x", "x+relu(-(x-100)(x-120))"),
    ("x", "x+relu(-x^2+220x-12000)"),
    ("x", "x+sign(relu(x-2.95))"),
    ("x", "x+relu(-x^3-1e12)"),
    ("|tan(x/30)|", "tan(x/30)*sign(x)"),
    ("sqrt(e^(2x)-2e4*e^x+1e8)", "1e4-e^x"),
    ("asin(2(x/10)/(1+(x/10)^2))", "2atan(x/10)"),
    ("acos((1-(x-9)^2)/(1+(x-9)^2))", "2atan(9-x)"),
    ("sqrt(x^4-800x^2+160000)", "400-x^2"),
    ("x", "x+relu(1-|x-500|)"),
]


@pytest.mark.parametrize(("answer", "response"), DIFFERENT)
def test_a_hidden_or_distant_kink_is_found_with_every_seed(answer: str, response: str) -> None:
    assert verdicts(answer, response, free("x")) == {"differs"}
    assert verdicts(response, answer, free("x")) == {"differs"}


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("sqrt((x-5)^2)", "|x-5|"),
        ("sqrt(x^2-6x+9)", "|x-3|"),
        ("((x-5)^4)^(1/4)", "|5-x|"),
        ("asin(x/sqrt(x^2+1))", "atan(x)"),
        ("acos((1-x^2)/(1+x^2))", "2atan|x|"),
        ("sqrt(e^(2x)-2e^x+1)", "|1-e^x|"),
        ("|tan(x)|", "sqrt(sec(x)^2-1)"),
        ("asin(sin(x/4))", "atan(sin(x/4)/|cos(x/4)|)"),
        ("acos(cos(x))", "acos(cos(-x))"),
        ("sqrt(1-sin(x)^2)", "|cos(x)|"),
        ("ln((x-5)^2)", "2ln|x-5|"),
        ("max(x, x^2-1000)", "x+relu(x^2-1000-x)"),
        ("sqrt(x^2+1)", "(x^2+1)^(1/2)"),
        ("relu(exp(x)-1e6)", "(e^x-1e6+|e^x-1e6|)/2"),
    ],
)
def test_the_same_function_is_still_the_same(answer: str, response: str) -> None:
    assert verdicts(answer, response, free("x")) <= {"agrees", "proved"}


def test_squares_of_several_variables_are_met_along_each() -> None:
    assert verdicts("sqrt(x^2-2x y+y^2)", "x-y", free("x", "y")) == {"differs"}
    assert verdicts("sqrt((x-y-40)^2)", "40+y-x", free("x", "y")) == {"differs"}


def test_points_beside_hidden_kinks_stay_inside_a_declared_range() -> None:
    near = (Range("x", fmpq(-3), fmpq(3)),)
    assert verdicts("sqrt((x-5)^2)", "5-x", near) == {"agrees"}
    assert verdicts("asin(sin(x/4))", "x/4", near) == {"agrees"}
    far = (Range("x", fmpq(0), fmpq(400)),)
    assert verdicts("sqrt((x-395)^2)", "395-x", far) == {"differs"}
    assert verdicts("asin(sin(x/100))", "x/100", far) == {"differs"}
