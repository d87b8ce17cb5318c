"""Derivatives against two oracles: sympy's, and central differences at high precision."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

import pytest
import sympy
from flint import fmpq

from grader.calculus import differentiate
from grader.calculus.table import SEVERAL, UNARY
from grader.equivalence.evaluate import Evaluator
from grader.equivalence.values import Hole, Precision, ball
from grader.language import AUTHOR, Names, parse
from grader.language.functions import FUNCTIONS
from grader.language.tree import Node
from grader.symbolic import to_sympy

BITS = 400
STEP = fmpq(1, 10**30)


@dataclass(frozen=True)
class Case:
    """A function of x (parameters a, b stand for 3/2 and 5/3), differentiable on low < x < high."""

    text: str
    low: float = -2.5
    high: float = 2.5


CASES = [
    Case("7"), Case("a"), Case("e^2"), Case("pi^3 + ln(5)"), Case("x"), Case("-x"), Case("3x"), Case("x/3"), Case("0.5x^2"),
    Case("7x^5"), Case("a*x^4 - b*x + 7"), Case("x^-3", 0.2, 3), Case("4/x^3", 0.2, 3), Case("-1/x", -3, -0.1),
    Case("x^(2/3)", -3, -0.1), Case("x^(1/3)", -3, -0.1), Case("x^(5/2)", 0.1, 3), Case("x^(-3/4)", 0.1, 3),
    Case("3*sqrt(x) + 2/sqrt(x)", 0.1, 4), Case("cbrt(x)", 0.1, 3), Case("cbrt(x)", -3, -0.1), Case("root(x, 5)", 0.1, 3),
    Case("5e^x + x^3"), Case("exp(2x)"), Case("2^x"), Case("a^x"), Case("3^(x^2)"), Case("e^(-x^2)"),
    Case("4ln(x) + 2x", 0.1, 4), Case("log(x)", 0.1, 4), Case("log_3(x)", 0.1, 4), Case("log_a(2x+1)", 0.1, 3),
    Case("ln(x^2+1)"), Case("ln(abs(x))", -3, -0.1), Case("log_x(5)", 1.2, 4),
    Case("sin(x)"), Case("cos(x)"), Case("tan(x)", -1.4, 1.4), Case("sec(x)", -1.4, 1.4), Case("csc(x)", 0.1, 3),
    Case("cot(x)", 0.1, 3), Case("2sin(3x) - 5cos(2x)"), Case("sin(x)^2"), Case("sin(x^2)"), Case("sin(cos(x))"),
    Case("sinh(x)"), Case("cosh(x)"), Case("tanh(x)"), Case("sech(x)"), Case("csch(x)", 0.1, 3), Case("coth(x)", 0.1, 3),
    Case("asin(x)", -0.9, 0.9), Case("acos(x)", -0.9, 0.9), Case("atan(x)"), Case("acot(x)", 0.1, 3),
    Case("asec(x)", 1.1, 3), Case("asec(x)", -3, -1.1), Case("acsc(x)", -3, -1.1), Case("asinh(x)"),
    Case("acosh(x)", 1.1, 4), Case("atanh(x)", -0.9, 0.9), Case("acoth(x)", 1.1, 4), Case("asech(x)", 0.1, 0.9),
    Case("acsch(x)", -3, -0.1), Case("abs(x - 3)"), Case("abs(x)", 0.1, 2), Case("sign(x) * x^2", -2, -0.1),
    Case("relu(3x - 9)"), Case("relu(x)", 0.1, 2), Case("leaky_relu(x)", -2, -0.1), Case("leaky_relu(x, 1/10)", -2, -0.1),
    Case("leaky_relu(2x, a)", 0.1, 2), Case("leaky_relu(-2, x)", 0.1, 2), Case("softplus(2x)"), Case("sigmoid(x)"),
    Case("sigmoid(a*x + b)"), Case("swish(x)"), Case("gelu(x)", -0.5, 2), Case("gelu(2x+1)", -3, -0.7),
    Case("min(x, 7)"), Case("max(x, 2x, -1)", 0.1, 2), Case("min(x^2, x, 5)", 0.1, 0.9), Case("max(sin(x), 2)"),
    Case("x^2*sin(x)"), Case("(a*x+b)(x^2+4)"), Case("x*e^x*sin(x)"), Case("3*x*2*ln(x)*5", 0.1, 3), Case("x*x*x"),
    Case("(2x+1)/(x-4)"), Case("x/(x^2+5)"), Case("e^x/(x+4)"), Case("ln(x)/x^3", 0.1, 3), Case("(x^2+1)/(3*a)"),
    Case("5/(x^2+1)"), Case("(a*x+1)^5"), Case("sqrt(x^2+7)"), Case("sqrt(1+e^(2x))"), Case("(1+(a*x+b)^2)^4"),
    Case("sin(e^(2x))", -2, 1), Case("e^(sin(3x))"), Case("x^3*e^(-2x)"), Case("(a*x+b)^2*(x-3)^3"), Case("x^x", 0.1, 3),
    Case("x^sin(x)", 0.1, 3), Case("(x^2+1)^(2x)"), Case("(1/x)^x", 0.2, 3), Case("(tanh(a*x) - b)^2/2"), Case("-(x^2 - -x)"),
    Case("1/(1/x + 1/a)", 0.1, 2), Case("1/sqrt(x)^3", 0.1, 2), Case("2/(3*x)^2", 0.1, 2),
    Case("sigmoid(2*tanh(3x) - 1)*x"), Case("1/(1+e^(-(2x - 3)))"), Case("atan(x/a)/a"), Case("ln((1+x)/(1-x))", -0.9, 0.9),
]  # fmt: skip

PARAMETERS = {"a": fmpq(3, 2), "b": fmpq(5, 3)}
NAMES = Names(variables=("x", "a", "b"))


def value(tree: Node, at: fmpq) -> float:
    """The value at x = `at`; fails where there is none."""
    with Precision(BITS):
        found = Evaluator({"x": [at], **{name: [number] for name, number in PARAMETERS.items()}}, 1).values(
            tree
        )[0]
        assert not isinstance(found, Hole), (tree, at)
        return float(ball(found).mid())


def central_difference(tree: Node, at: fmpq) -> float:
    """(f(x+h) - f(x-h)) / 2h with h = 1e-30 at 400 bits."""
    with Precision(BITS):
        at_both = Evaluator(
            {"x": [at + STEP, at - STEP], **{name: [number] * 2 for name, number in PARAMETERS.items()}}, 2
        ).values(tree)
        return float(((ball(at_both[0]) - ball(at_both[1])) / (2 * STEP)).mid())


def points(case: Case) -> list[fmpq]:
    """Four seeded points inside the interval."""
    draw = random.Random(case.text)
    return [fmpq(round(draw.uniform(case.low, case.high) * 9973), 9973) for _ in range(4)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.text} on {case.low}")
def test_the_derivative_equals_central_differences(case: Case) -> None:
    function = parse(case.text, NAMES, AUTHOR)
    derivative = differentiate(function, "x")
    for at in points(case):
        assert value(derivative, at) == pytest.approx(central_difference(function, at), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.text} on {case.low}")
def test_the_derivative_equals_sympys(case: Case) -> None:
    function = parse(case.text, NAMES, AUTHOR)
    derivative = differentiate(function, "x")
    theirs = sympy.diff(to_sympy(function), sympy.Symbol("x", real=True))
    given = {sympy.Symbol(name, real=True): rational(number) for name, number in PARAMETERS.items()}
    for at in points(case):
        expected = theirs.subs({**given, sympy.Symbol("x", real=True): rational(at)}).evalf(30)
        assert value(derivative, at) == pytest.approx(float(expected), rel=1e-12, abs=1e-12)


def rational(number: fmpq) -> sympy.Rational:
    """sympy's rational of a flint one."""
    fraction = Fraction(int(number.p), int(number.q))
    return sympy.Rational(fraction.numerator, fraction.denominator)


def test_every_function_of_the_language_is_differentiated() -> None:
    """A function added to the language without a rule shows here."""
    assert set(FUNCTIONS) - set(UNARY) - set(SEVERAL) == {"factorial", "softmax"}
