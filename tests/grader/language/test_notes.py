"""The quiet lines beside an echo: where they stand, and where they would only be in the way."""

from __future__ import annotations

import pytest

import grader
from grader.language import Names, notes, parse
from grader.question import Part, Question

NAMES = Names(("x", "y"))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("e^-2x", ("exponent_ends",)),
        ("e^2x", ("exponent_ends",)),
        ("2^3x", ("exponent_ends",)),
        ("3e^2x + 1", ("exponent_ends",)),
        ("e^xy", ("exponent_ends",)),
        ("e^-xy^2", ("exponent_ends",)),
        ("e^2(x+1)", ("exponent_ends",)),
        ("(x+1)^1/2", ("exponent_ends",)),
        ("x**1/2", ("exponent_ends",)),
        ("1/2x", ("division_ends",)),
        ("1/2sqrt(x)", ("division_ends",)),
        ("x/2(x+1)", ("division_ends",)),
        ("(x, 1/2y)", ("division_ends",)),
        ("1/2x + e^2x + 1/3x", ("exponent_ends", "division_ends")),
        ("e^(2x)", ()),
        ("e^(2)x", ()),
        ("e^{2}x", ()),
        ("e^2 x", ()),
        ("e^2*x", ()),
        ("e²x", ()),
        ("e^2", ()),
        ("e^2/x", ()),
        ("e^2\\sin x", ()),
        ("e^xsin(x)", ()),
        ("e^x(x+1)", ()),
        ("3x^2y", ()),
        ("(x+1)^2y", ()),
        ("x^2/2", ()),
        ("x^(1/2)", ()),
        ("x^1 / 2", ()),
        ("1/2 x", ()),
        ("1/2*x", ()),
        ("(1/2)x", ()),
        ("1/(2)x", ()),
        ("1/(2x)", ()),
        ("x/2", ()),
        ("1/|x|y", ()),
        ("½x", ()),
        ("\\frac{1}{2}x", ()),
        ("2x cos(x^2)", ()),
    ],
)
def test_it_notes_what_is_often_meant_otherwise(typed: str, codes: tuple[str, ...]) -> None:
    assert notes(typed, parse(typed, NAMES)) == codes


def test_a_reading_carries_its_notes() -> None:
    question = Question((Part("a", "expression", "e^(2x)", ("x",)),))
    assert grader.read(question, {"a": "e^2x"})["a"].notes == ("exponent_ends",)
    assert grader.read(question, {"a": "e^(2x)"})["a"].notes == ()
