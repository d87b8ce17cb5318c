"""Functions on a grid: the same values as the grader's own, and a gap wherever it finds none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from flint import fmpq

from exercises.figures.curve import FUNCTIONS, NoCurve, curve_of
from grader.equivalence.values import Hole
from grader.graphs.values import evaluate, to_float
from grader.language import AUTHOR, Names, parse
from grader.language.functions import FUNCTIONS as LANGUAGE
from grader.language.tree import Node

PLACES = [fmpq(number, 7) for number in (-23, -12, -9, -4, -1, 2, 5, 6, 9, 15, 31)]
NOT_DRAWN = {"factorial", "softmax"}
"""Defined for whole numbers only, or no scalar."""


def read(text: str) -> Node:
    return parse(text, Names(variables=("x",)), AUTHOR)


def agrees(text: str) -> int:
    """Compares both at every place; how many places have a value."""
    tree = read(text)
    drawn = curve_of(tree, "x")(np.array([float(place.p) / float(place.q) for place in PLACES]))
    valued = 0
    for place, height in zip(PLACES, drawn, strict=True):
        value = evaluate(tree, {"x": place})
        if type(value) is Hole:
            assert not math.isfinite(height), (text, place)
        else:
            valued += 1
            assert height == pytest.approx(to_float(value), rel=1e-9, abs=1e-12), (text, place)
    return valued


def test_every_function_of_the_language_is_drawn_or_known_not_to_be() -> None:
    assert set(FUNCTIONS) == (set(LANGUAGE) - NOT_DRAWN) | {"floor"}


@pytest.mark.parametrize("name", sorted(set(LANGUAGE) - NOT_DRAWN))
def test_a_function_has_the_values_that_the_grader_finds(name: str) -> None:
    arguments = {"root": "x, 3", "min": "x, 1", "max": "x, 1"}.get(name, "x")
    assert agrees(f"{name}({arguments})") >= 3


@pytest.mark.parametrize(
    "text",
    ["3x^2 - x/2 + pi", "-(x+1)^3", "x^(1/3)", "x^(2/3)", "x^(-5/3)", "x^(3/2)", "x^2.5", "root(x, 4)", "log(x, 2)",
     "log(x, 10)", "leaky_relu(x, 0.2)", "x^x", "2^x", "1/(x-5/7)", "e^(-x^2)", "x^0", "floor(x)", "max(x, 1, x^2)"],
)  # fmt: skip
def test_a_formula_has_the_values_that_the_grader_finds(text: str) -> None:
    assert agrees(text) >= 3


@pytest.mark.parametrize("text", ["x + y", "(x, 2)", "softmax(x, 1)", "3!*x"])
def test_what_cannot_be_drawn_says_so(text: str) -> None:
    tree = parse(text, Names(variables=("x", "y")), AUTHOR)
    with pytest.raises(NoCurve):
        curve_of(tree, "x")(np.array([1.0]))


def test_a_constant_is_a_level_line() -> None:
    assert curve_of(read("5"), "x")(np.array([1.0, 2.0])).tolist() == [5.0, 5.0]
