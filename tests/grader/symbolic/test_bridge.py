"""Trees to sympy and back: the same value at every point, the same real roots, nothing invented."""

from __future__ import annotations

import math
import random

import pytest
import sympy
from flint import fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.values import Hole, Precision, ball
from grader.language import AUTHOR, Names, parse
from grader.language.functions import FUNCTIONS
from grader.language.text import to_text
from grader.language.tree import Call, Constant, Node, Vector
from grader.symbolic import NoBridge, from_sympy, to_sympy
from grader.symbolic.to_sympy import FUNCTIONS as BRIDGED

X = sympy.Symbol("x", real=True)
Y = sympy.Symbol("y", real=True)
NAMES = Names(variables=("x", "y"))

TEXTS = [
    "x", "-x", "2x + 3y - 1", "x*y/(x+7)", "x^3 - 2x^2", "x^(1/3)", "(x-3)^(2/3)", "(x-3)^(3/5)", "x^-2", "e^x", "exp(-x^2)",
    "2^x", "ln(x+4)", "log_2(x+4)", "sqrt(x^2+1)", "cbrt(x-3)", "root(x-3, 5)", "abs(x-1)", "sign(x)*x", "pi*x", "sin(x)^2",
    "tan(x)", "sec(x)", "csc(x)", "cot(x)", "sinh(x)", "cosh(x)", "tanh(x)", "sech(x)", "csch(x)", "coth(x)", "asin(x/4)",
    "acos(x/4)", "atan(x)", "acot(x)", "asec(x+5)", "acsc(x+5)", "asinh(x)", "acosh(x+4)", "atanh(x/4)", "acoth(x+5)",
    "asech(x^2/10)", "acsch(x)", "min(x, y, 1)", "max(x, y)", "relu(x)", "leaky_relu(x)", "leaky_relu(x, 1/5)", "softplus(x)",
    "sigmoid(x)", "swish(x)", "gelu(x)", "erf(x)", "factorial(5)*x", "0.25x", "x/y/2", "1/(1+1/x)",
]  # fmt: skip


def ours(tree: Node, x: fmpq, y: fmpq) -> float:
    with Precision(128):
        value = Evaluator({"x": [x], "y": [y]}, 1).values(tree)[0]
    assert not isinstance(value, Hole)
    return float(ball(value).mid())


def draws(text: str) -> list[tuple[fmpq, fmpq]]:
    draw = random.Random(text)
    return [
        (fmpq(draw.randint(-2700, 2700) or 1, 991), fmpq(draw.randint(-2700, 2700) or 1, 997))
        for _ in range(4)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_sympy_gives_the_value_that_the_grader_gives(text: str) -> None:
    tree = parse(text, NAMES, AUTHOR)
    theirs = to_sympy(tree)
    for x, y in draws(text):
        at = {X: sympy.Rational(int(x.p), int(x.q)), Y: sympy.Rational(int(y.p), int(y.q))}
        assert complex(theirs.subs(at).evalf(20)) == pytest.approx(ours(tree, x, y), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("text", TEXTS)
def test_there_and_back_is_the_same_function(text: str) -> None:
    tree = parse(text, NAMES, AUTHOR)
    again = from_sympy(to_sympy(tree))
    for x, y in draws(text):
        assert ours(again, x, y) == pytest.approx(ours(tree, x, y), rel=1e-12, abs=1e-12)


def test_every_function_of_the_language_has_a_counterpart() -> None:
    assert set(FUNCTIONS) - set(BRIDGED) == {"softmax"}


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (sympy.Rational(-2, 3) * X, "-2x/3"),
        (X / (X + 1), "x/(x + 1)"),
        (X * sympy.exp(-X), "x e^(-x)"),
        (2 * sympy.sqrt(2), "2sqrt(2)"),
        (sympy.sqrt(2) / 2, "sqrt(2)/2"),
        (1 / sympy.sqrt(X), "1/sqrt(x)"),
        (sympy.pi / 3, "pi/3"),
        (X - Y, "x - y"),
        (sympy.log(X), "ln(x)"),
        (5 * X ** sympy.Rational(-2, 3), "5/x^(2/3)"),
        (sympy.Heaviside(X), "(1 + sign(x))/2"),
        (-(X**2), "-x^2"),
    ],
)
def test_expressions_are_written_as_a_person_would(expression: sympy.Expr, text: str) -> None:
    assert to_text(from_sympy(expression)) == to_text(parse(text, NAMES, AUTHOR))


def test_vectors_and_matrices_cross_the_bridge() -> None:
    vector = parse("(x, 2y)", NAMES)
    assert to_sympy(vector) == sympy.Matrix([X, 2 * Y])
    assert isinstance(from_sympy(to_sympy(vector)), Vector)
    matrix = parse("[[1, x], [y, 2]]", NAMES)
    assert from_sympy(to_sympy(matrix)) == matrix


def test_odd_roots_are_real() -> None:
    assert to_sympy(parse("(-8)^(1/3)", NAMES, AUTHOR)) == -2
    assert to_sympy(parse("cbrt(-8)", NAMES, AUTHOR)) == -2
    assert math.isclose(float(to_sympy(parse("(-2)^(3/5)", NAMES, AUTHOR))), -(2**0.6))


@pytest.mark.parametrize(
    "expression", [sympy.I, sympy.I * X, sympy.Integral(X**X, X), sympy.Piecewise((X, X > 0), (1, True))]
)
def test_what_the_language_does_not_have_is_named(expression: sympy.Expr) -> None:
    with pytest.raises(NoBridge):
        from_sympy(expression)


def test_an_unknown_function_is_named() -> None:
    with pytest.raises(NoBridge, match="mystery"):
        to_sympy(Call("mystery", (Constant("pi"),)))
