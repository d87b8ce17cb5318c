"""Whole literals are added and multiplied as ints: the values, and the size of what was met on the way, stay the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq

from grader.equivalence.evaluate import Evaluator, ScaleEvaluator
from grader.equivalence.values import EXACT_BITS, UNDEFINED, Precision
from grader.language import AUTHOR, Names, parse
from grader.language.tree import Node

COLUMNS = {"x": [fmpq(13, 10), fmpq(-5, 7), fmpq(0)], "y": [fmpq(2), fmpq(1, 3), fmpq(-4)]}
NAMES = Names(("x", "y", "z"))


def tree(text: str) -> Node:
    return parse(text, NAMES, AUTHOR)


def python_value(text: str, x: Fraction, y: Fraction) -> Fraction:
    """The same by Python's Fractions, written out."""
    return {
        "3x+7": 3 * x + 7,
        "7-x-2": 5 - x,
        "2*3*4": Fraction(24),
        "2+3": Fraction(5),
        "-(2)-3": Fraction(-5),
        "x*2*y*5": 10 * x * y,
        "1.0x+2.50": x + Fraction(5, 2),
        "(x+1)^3(y-2)^2": (x + 1) ** 3 * (y - 2) ** 2,
        "x^0+y^1": 1 + y,
    }[text]


@pytest.mark.parametrize(
    "text",
    ["3x+7", "7-x-2", "2*3*4", "2+3", "-(2)-3", "x*2*y*5", "1.0x+2.50", "(x+1)^3(y-2)^2", "x^0+y^1"],
)
def test_exact_values_are_those_of_fractions(text: str) -> None:
    values = Evaluator(COLUMNS, 3).values(tree(text))
    for at, value in enumerate(values):
        x, y = (Fraction(int(column[at].p), int(column[at].q)) for column in COLUMNS.values())
        wanted = python_value(text, x, y)
        assert type(value) is fmpq and value == fmpq(wanted.numerator, wanted.denominator)


@pytest.mark.parametrize("text", ["2z", "z+2", "2-z", "3*z*4", "z^2", "z^-1", "1/x", "2/(3x)"])
def test_what_has_no_value_has_none_beside_whole_literals_either(text: str) -> None:
    assert Evaluator(COLUMNS, 3).values(tree(text))[2] is UNDEFINED


def test_a_rational_that_outgrows_its_bits_goes_on_as_a_ball() -> None:
    long = {"x": [fmpq(3**2500, 2**3900 + 1)]}
    assert type(Evaluator(long, 1).values(tree("2x"))[0]) is fmpq
    assert long["x"][0].height_bits() * 2 > EXACT_BITS
    assert type(Evaluator(long, 1).values(tree("x*x"))[0]) is arb
    assert type(Evaluator(long, 1).values(tree("x^2"))[0]) is arb


@pytest.mark.parametrize("text", ["x+1000000-1000000", "x*1000000/1000000"])
def test_literals_count_for_the_largest_intermediate_value(text: str) -> None:
    with Precision(128):
        traced = ScaleEvaluator(COLUMNS, 3)
        traced.values(tree(text))
        assert traced.scale >= 1_000_000
