"""Real typed answers with their verdicts, in one table."""

from __future__ import annotations

import pytest

import grader
from grader.question import Interval, Option, Part, Question, Tolerance
from grader.results import PartResult


def expression(answer: str, *names: str, **more: object) -> Part:
    return Part("a", "expression", answer, names or ("x",), **more)  # type: ignore[arg-type]  # options of Part


def number(answer: str, **tolerance: object) -> Part:
    return Part("a", "number", answer, tolerance=Tolerance(**tolerance))  # type: ignore[arg-type]  # options


def vector(answer: str, *names: str, **more: object) -> Part:
    return Part("a", "vector", answer, names, **more)  # type: ignore[arg-type]  # options of Part


def matrix(answer: str, *names: str) -> Part:
    return Part("a", "matrix", answer, names)


def within(low: str, high: str) -> dict[str, Interval]:
    return {"x": Interval(low, high)}


OPTIONS = (Option("max", "", False, malrule="sign"), Option("min", "", True), Option("saddle", "", False))
ONE = Part("a", "choice", options=OPTIONS)
SEVERAL = Part(
    "a",
    "choice",
    options=(Option("a", "", True), Option("b", "", True), Option("c", "", False)),
    several=True,
)

RIGHT: list[tuple[Part, str]] = [
    (expression("2x cos(x^2)"), "cos(x²)·2x"),
    (expression("2x cos(x^2)"), "2*x*cos(x*x)"),
    (expression("2x cos(x^2)"), r"2x\cos\left(x^{2}\right)"),
    (expression("3x^2"), "3x²"),
    (expression("3x^2"), "x^2+x^2+x^2"),
    (expression("(x+1)^2"), "x^2+2x+1"),
    (expression("(x^2-1)/(x-1)"), "x+1"),
    (expression("x+1"), "(x^2-1)/(x-1)"),
    (expression("sin(x)^2"), "sin^2 x"),
    (expression("sin(x)^2"), "1-cos^2(x)"),
    (expression("1/cos(x)^2"), "sec^2(x)"),
    (expression("1/cos(x)^2"), "1+tan(x)^2"),
    (expression("sqrt(x^2)"), "|x|"),
    (expression("1/(2sqrt(x))"), "x^(-1/2)/2"),
    (expression("e^(2x)"), "exp(x)^2"),
    (expression("2^x ln(2)"), "ln(2)*e^(x ln 2)"),
    (expression("1/(1+e^(-x))"), "sigmoid(x)"),
    (expression("sigmoid(x)(1-sigmoid(x))"), "e^-x/(1+e^-x)^2"),
    (expression("tanh(x)"), "(e^x-e^-x)/(e^x+e^-x)"),
    (expression("relu(x)"), "max(0, x)"),
    (expression("relu(x)"), "(x+|x|)/2"),
    (expression("relu(x)"), "x*(1+sign(x))/2"),
    (expression("0"), "sin(x)^2+cos(x)^2-1"),
    (expression("sin(x)^2+cos(x)^2-1"), "0"),
    (expression("x^(1/3)"), "cbrt(x)"),
    (expression("(-x^2)^(1/3)"), "-(x^2)^(1/3)"),
    (expression("ln(x^2)", domain=within("1", "4")), "2 ln x"),
    (expression("ln(a^2 b)", "a", "b"), "2 ln a + ln b"),
    (expression("1/x", asked="ln(x)"), "1/|x|"),
    (expression("x y^2", "x", "y"), "y y x"),
    (expression("(-6)^n", "n", integers=("n",)), "(-1)^n 6^n"),
    (expression("w_1 x + b", "w_1", "x", "b"), "b+w1*x"),
    (expression("x/2"), "0.5x"),
    (expression("x"), "x + 0*ln(2)"),
    (expression("x/3", tolerance=Tolerance(relative="0.01")), "0.333x"),
    (expression("2x", accept=("2x+1",)), "1+2x"),
    (number("7/4"), "1.75"),
    (number("7/4"), "1 + 3/4"),
    (number("1/3", absolute="0.01"), "0.33"),
    (number("1/3", decimals=2), "0.33"),
    (number("200/3", figures=3), "66.7"),
    (number("2", absolute="0.5"), "2.5"),
    (number("sqrt(2)/2"), "1/sqrt(2)"),
    (number("sqrt(2)", relative="0.001"), "1.414"),
    (number("0", relative="0.01"), "0.005"),
    (number("0.5"), "50%"),
    (number("2.5"), "2,5"),
    (number("-2"), "(-8)^(1/3)"),
    (number("pi"), "π"),
    (number("0"), "acos(sin(1)^2+cos(1)^2)"),
    (vector("(2x, 3y^2)", "x", "y"), "[2x, 3y²]"),
    (vector("(2x, 3y^2)", "x", "y"), "(x+x, 3 y y)"),
    (vector("(3y^2, 2x)", "x", "y"), "[3y^2,2x]"),
    (vector("(2^3, 2^0.5)"), "(2^3,2^(0,5))"),
    (vector("(1, 2)"), "[[1], [2]]"),
    (vector("(1, 2)"), "[[1, 2]]"),
    (vector("(2.4, -2.4)"), "(2,4; -2,4)"),
    (vector("(72, 59)"), "[72;59]"),
    (vector("(3y+2x, 3x)", "x", "y"), "[3y+2x;3x]"),
    (vector("(1/2, 1)"), "(½, 1)"),
    (matrix("[[1, 2], [3, 4]]"), "[1, 2; 3, 4]"),
    (matrix("[[3y+2x, 3x], [1, -14y]]", "x", "y"), "[3y+2x,3x;1,-14y]"),
    (matrix("[[1, 2], [3, 4]]"), "[[1, 2], [3, 8/2]]"),
    (matrix("[[2x, 0], [y, x]]", "x", "y"), "[[x+x, 0], [y, x]]"),
    (ONE, "min"),
    (SEVERAL, "b, a"),
]

WRONG: list[tuple[Part, str]] = [
    (expression("2x cos(x^2)"), "cos(x^2)"),
    (expression("2x cos(x^2)"), "-2x cos(x^2)"),
    (expression("2x"), "2x+1e-40"),
    (expression("2x"), "2.0000000001x"),
    (expression("x/3"), "0.333333333333333x"),
    (expression("sqrt(x^2)"), "x"),
    (expression("sqrt(x^2)"), "sqrt(x)^2"),
    (expression("|x|"), "sqrt(x)^2"),
    (expression("x", domain=within("-3", "3")), "x + relu(x-2.95)"),
    (expression("relu(x)"), "x"),
    (expression("relu(x-1)"), "relu(x)-1"),
    (expression("1/x", asked="ln|x|"), "1/|x|"),
    (expression("ln(x^2)", domain=within("-4", "4")), "2 ln x"),
    (expression("x"), "x + 0*ln(-2)"),
    (expression("sin(x)^2"), "sin(x^2)"),
    (expression("(-6)^n", "n", integers=("n",)), "-6^n"),
    (expression("x y", "x", "y"), "x + y"),
    (number("1/3"), "0.333333333333333"),
    (number("2", absolute="0.5"), "2.51"),
    (number("-2"), "2"),
    (vector("(0, 2)"), "(1, 3)"),
    (vector("(2x, 3y^2)", "x", "y"), "(3y^2, 2x)"),
    (matrix("[[1, 2], [3, 4]]"), "[[1, 3], [2, 4]]"),
    (matrix("[[1, 2, 3], [4, 5, 6]]"), "[[1, 4], [2, 5], [3, 6]]"),
    (ONE, "max"),
]

UNREADABLE: list[tuple[Part, str, str]] = [
    (expression("2x"), "", "empty"),
    (expression("2x"), "   ", "empty"),
    (expression("2x"), "2y", "unknown_name"),
    (expression("2x"), "2x+", "syntax"),
    (expression("2x"), "(2x", "syntax"),
    (expression("2x"), "(2x, 1)", "wrong_shape"),
    (expression("2x"), "x\x00", "forbidden_char"),
    (expression("2x"), "\ud800", "forbidden_char"),
    (expression("2x"), "x" * 100_000, "too_long"),
    (expression("2x"), "__import__('os')", "unknown_name"),
    (number("2"), "1/0", "division_by_zero"),
    (number("2"), "ln(-1)", "domain"),
    (number("2"), "exp(exp(exp(exp(10))))", "numeric_overflow"),
    (expression("2x"), "1/0", "division_by_zero"),
    (expression("2x"), "2+0^(-1)", "division_by_zero"),
    (expression("2x"), "1/(2-2)", "division_by_zero"),
    (expression("2x"), "ln(-1)", "domain"),
    (vector("(x, 2)", "x"), "(x, 1/0)", "division_by_zero"),
    (matrix("[[1, 2], [3, 4]]"), "[[1, 2], [3, 4/0]]", "division_by_zero"),
    (number("2"), "(1, 2)", "wrong_shape"),
    (vector("(1, 2)"), "(1, 2, 3)", "wrong_shape"),
    (vector("(1, 2)"), "1", "wrong_shape"),
    (matrix("[[1, 2], [3, 4]]"), "[[1, 2, 3], [4, 5, 6]]", "wrong_shape"),
    (matrix("[[1, 2], [3, 4]]"), "7", "wrong_shape"),
    (ONE, "centre", "unknown_name"),
    (ONE, "min, max", "wrong_shape"),
    (ONE, " , ", "empty"),
]


def judged(part: Part, response: str) -> PartResult:
    return grader.grade(Question((part,), seed=11), {"a": response}).parts["a"]


@pytest.mark.parametrize(("part", "response"), RIGHT)
def test_it_accepts_a_right_answer(part: Part, response: str) -> None:
    result = judged(part, response)
    assert (result.verdict, result.score) == ("correct", 1_000_000)
    assert result.certificate in ("proved", "agrees")


@pytest.mark.parametrize(("part", "response"), WRONG)
def test_it_rejects_a_wrong_answer(part: Part, response: str) -> None:
    result = judged(part, response)
    assert (result.verdict, result.score) == ("incorrect", 0)
    assert result.wrong_class


@pytest.mark.parametrize(("part", "response", "code"), UNREADABLE)
def test_it_says_why_it_cannot_read(part: Part, response: str, code: str) -> None:
    result = judged(part, response)
    assert result.verdict == "unreadable"
    assert result.fault is not None and result.fault.code == code


@pytest.mark.parametrize(
    ("part", "response", "position", "text"),
    [
        (number("2"), "3 + 1/0", 4, "1/0"),
        (expression("2x"), "3 + 1/0", 4, "1/0"),
        (vector("(x, 2)", "x"), "(x, 5/(1-1))", 4, "5/(1-1)"),
        (matrix("[[1, 2], [3, 4]]"), "[[1, 2], [3, 4/0]]", 13, "4/0"),
    ],
)
def test_a_division_by_zero_is_shown_where_it_stands(
    part: Part, response: str, position: int, text: str
) -> None:
    fault = judged(part, response).fault
    assert fault is not None
    assert (fault.position, fault.length, fault.text) == (position, len(text), text)


@pytest.mark.parametrize(
    ("part", "response", "code"),
    [
        (number("1/3"), "0.33", "rounded"),
        (number("2/3"), "0.66", "rounded"),
        (expression("x/3"), "0.3333x", "rounded"),
        (expression("x"), "ln(-1) x", "undefined_everywhere"),
        (expression("x"), "x/(1-1)", "undefined_everywhere"),
        (matrix("[[1, 2], [3, 4]]"), "[[1, 3], [2, 4]]", "transposed"),
        (matrix("[[1, 2, 3], [4, 5, 6]]"), "[[1, 4], [2, 5], [3, 6]]", "transposed"),
        (vector("(2x, 3y^2)", "x", "y"), "(3y^2, 2x)", "swapped"),
        (vector("(3, 4)"), "(3/5, 4/5)", "unit_direction"),
        (ONE, "max", "sign"),
    ],
)
def test_it_names_what_went_wrong(part: Part, response: str, code: str) -> None:
    assert [diagnosis.code for diagnosis in judged(part, response).diagnosis] == [code]


@pytest.mark.parametrize(
    ("part", "response", "note"),
    [
        (expression("ln(a^2 b)", "a", "b"), "2 ln a + ln b", "narrower_domain"),
        (vector("(1, 2)", shape=(2, 1)), "[[1, 2]]", "row_for_column"),
        (vector("(1, 2)", layout="numerator"), "[[1], [2]]", "column_for_row"),
        (matrix("[[1], [2]]"), "[[1, 2]]", "row_for_column"),
    ],
)
def test_a_right_answer_may_carry_a_note(part: Part, response: str, note: str) -> None:
    result = judged(part, response)
    assert (result.verdict, result.notes) == ("correct", (note,))


def test_a_vector_is_judged_entry_by_entry() -> None:
    result = judged(vector("(1, 2, 3, 4)"), "(1, 2, 3, 5)")
    assert (result.verdict, result.score) == ("partial", 750_000)
    assert result.entries == ("correct", "correct", "correct", "incorrect")


def test_a_matrix_is_judged_in_rows() -> None:
    result = judged(matrix("[[1, 2], [3, 4]]"), "[[1, 2], [3, 5]]")
    assert (result.verdict, result.score) == ("partial", 750_000)
    assert result.entries == (("correct", "correct"), ("correct", "incorrect"))


def test_a_wrong_shape_says_which_is_wanted() -> None:
    fault = judged(vector("(1, 2)"), "(1, 2, 3)").fault
    assert fault is not None and fault.detail == {"wanted": "vector of 2", "got": "vector of 3"}


@pytest.mark.parametrize(
    ("part", "response", "code", "suggestion"),
    [
        (vector("(72, 59)"), "72,59", "wrong_shape", "(72, 59)"),
        (vector("(72, 59)"), "72 59", "syntax", "72*59"),
        (vector("(72, 59)"), "[72 59]", "syntax", "[72, 59]"),
        (vector("(2x, 3y)", "x", "y"), "[2x 3y]", "wrong_shape", "[2x, 3y]"),
        (vector("(2.5, 3.5)"), "(2,5, 3,5)", "wrong_shape", "(2,5; 3,5)"),
        (vector("(1, 2, 3, 4)"), "(1,2;3,4)", "wrong_shape", None),
        (vector("(72, 59)"), "72", "wrong_shape", None),
        (vector("(72, 59)"), "(1, 2, 3)", "wrong_shape", None),
        (matrix("[[1, 2], [3, 4]]"), "[1,2;3,4]", "wrong_shape", "[1, 2; 3, 4]"),
        (matrix("[[1, 2], [3, 4]]"), "1,2;3,4", "syntax", "(1,2;3,4)"),
        (matrix("[[1, 2], [3, 4]]"), "1, 2; 3, 4", "syntax", "(1, 2; 3, 4)"),
        (matrix("[[1, 2], [3, 4]]"), "1,2,3", "syntax", "(1,2,3)"),
    ],
)
def test_a_near_miss_of_shape_is_suggested(
    part: Part, response: str, code: str, suggestion: str | None
) -> None:
    fault = judged(part, response).fault
    assert fault is not None and (fault.code, fault.suggestion) == (code, suggestion)


def test_several_choices_give_and_take() -> None:
    assert judged(SEVERAL, "a").score == 500_000
    assert judged(SEVERAL, "a,c").score == 0
