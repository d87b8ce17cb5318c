"""The author's functions: what they give, with numbers put in, and what they refuse."""

from __future__ import annotations

import pytest

from exercises.conditions import holds
from exercises.derive import derive
from exercises.faults import DeriveError
from grader.language import Names, parse_author, parse_condition, to_text
from grader.language.tree import Node

LETTERS = Names(variables=("x", "y", "t", "a", "b", "p", "f", "df", "w1"))


def tree(text: str) -> Node:
    return parse_author(text, LETTERS)


ENVIRONMENT = {name: tree(text) for name, text in {"a": "3", "b": "-2", "p": "1/2", "f": "3*x^2*y"}.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a*x + b", "3x - 2"),
        ("a*x - b", "3x + 2"),
        ("1*x + 0", "x"),
        ("a*b", "-6"),
        ("a/b", "-3/2"),
        ("a^b", "1/9"),
        ("(a + b)*x", "x"),
        ("x^(a + b)", "x"),
        ("abs(b) + max(a, b, 7)", "9"),
        ("min(a, b) + sign(b)", "-3"),
        ("floor(7/2)", "3"),
        ("sqrt(a)*2", "2sqrt(3)"),
        ("diff(x^3, x)", "3x^2"),
        ("diff(x^3, x, 2)", "6x"),
        ("diff(f, x, y)", "6x"),
        ("diff(e^(a*x), x)", "3 e^(3x)"),
        ("at(x^2 + y, x, a)", "9 + y"),
        ("at(x^2 + y, [x, y], [y, x])", "y^2 + x"),
        ("at(diff(f, x), [x, y], [p, a])", "9"),
        ("grad(f, [x, y])", "(6x y, 3x^2)"),
        ("jacobian([f, x + y], [x, y])", "[[6x y, 3x^2], [1, 1]]"),
        ("hessian(f, [x, y])", "[[6y, 6x], [6x, 0]]"),
        ("at(hessian(f, [x, y]), [x, y], [1, 2])", "[[12, 6], [6, 0]]"),
        ("[a, b]", "(3, -2)"),
        ("roots(x^2 - a^2, x)", "{-3, 3}"),
        ("argmin(a*(x - p)^2 + 1, x)", "1/2"),
    ],
)
def test_it_works_out_the_authors_functions(text: str, value: str) -> None:
    assert to_text(derive(tree(text), ENVIRONMENT)) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/(a - 3)", "division by zero"),
        ("(a - 3)^(-1)", "division by zero"),
        ("at((9^x)^y, [x, y], [900, 900])", "too large"),
        ("at(f, [x, y], [1])", "2 variables and 1 values"),
        ("at(f, 3, 1)", "a variable is wanted"),
        ("diff(f, a)", "diff wants"),
        ("diff(f, x, 9)", "1 to 8"),
        ("roots(f, 3)", "a variable is wanted"),
        ("jacobian(f, [x, y])", "list of outputs"),
        ("argmin(-(x^2), x)", "bends upwards"),
        ("argmin(x^3 - x, x)", "has 2"),
        ("roots(sin(x) + x^2 - 2, x)", "roots"),
    ],
)
def test_it_refuses_what_has_no_value(text: str, said: str) -> None:
    with pytest.raises(DeriveError, match=said):
        derive(tree(text), ENVIRONMENT)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("at(df, x, a)", "at(df, x, 3)"),
        ("w1 - p*at(a*x, x, w1)", "w1 - (3/2) w1"),
        ("w1 - at(x^2, x, w1)", "w1 - w1^2"),
        ("diff(df, x)", "diff(df, x)"),
    ],
)
def test_a_follow_through_formula_keeps_earlier_answers_open(text: str, wanted: str) -> None:
    open_names = frozenset({"df", "w1"})
    assert to_text(derive(tree(text), ENVIRONMENT, open_names)) == wanted


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("a != 3", False),
        ("a == 3", True),
        ("a = 3 and b < 0", True),
        ("0 < a < 3", False),
        ("abs(b) <= 2", True),
        ("a/b > -2", True),
        ("sqrt(2) < 3/2", True),
        ("sqrt(2)^2 != 2", False),
        ("pi > 314/100", True),
        ("at(f, [x, y], [1, 1]) == a", True),
        ("1/3 + 1/3 + 1/3 == 1", True),
    ],
)
def test_it_judges_conditions_exactly(text: str, truth: bool) -> None:
    assert holds(parse_condition(text, LETTERS), ENVIRONMENT) is truth


@pytest.mark.parametrize(
    ("text", "said"), [("x > 1", "still holds x"), ("1/0 > 1", "zero"), ("ln(0) > 1", "no value")]
)
def test_a_condition_without_a_value_is_refused(text: str, said: str) -> None:
    with pytest.raises(DeriveError, match=said):
        holds(parse_condition(text, LETTERS), ENVIRONMENT)
