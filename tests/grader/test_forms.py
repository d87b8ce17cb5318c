"""Demanded forms: the right value in the wrong form is incorrect, and says which form is missing."""

from __future__ import annotations

import pytest

import grader
from grader.errors import ReferenceFault
from grader.forms import FORMS
from grader.question import Part, Question
from grader.results import PartResult

TABLE: list[tuple[str, str, str, bool]] = [
    ("expanded", "x^2 + 2x + 1", "1 + 2x + x^2", True),
    ("expanded", "x^2 + 2x + 1", "(x+1)^2", False),
    ("expanded", "x^2 + 2x + 1", "x(x+2) + 1", False),
    ("expanded", "x^2 + 2x + 1", "x^2 + x + x + 1", False),
    ("expanded", "x^2 - x", "-(x - x^2)", False),
    ("expanded", "(x+1) e^x", "x e^x + e^x", True),
    ("expanded", "(x+1) e^x", "e^x (x+1)", False),
    ("expanded", "sin(x+1) + 1", "1 + sin(x + 1)", True),
    ("expanded", "x/2 + 1/2", "x/2 + 1/2", True),
    ("expanded", "2x", "2x", True),
    ("factored", "x^2 - 1", "(x-1)(x+1)", True),
    ("factored", "x^2 - 1", "-(1-x)(x+1)", True),
    ("factored", "x^2 - 1", "x^2 - 1", False),
    ("factored", "x^4 - 1", "(x^2-1)(x^2+1)", False),
    ("factored", "x^4 - 1", "(x-1)(x+1)(x^2+1)", True),
    ("factored", "x^2 + 2x + 1", "(x+1)^2", True),
    ("factored", "2x^2 + 2x", "x(2x+2)", False),
    ("factored", "2x^2 + 2x", "2x(x+1)", True),
    ("factored", "x e^x + e^x", "e^x (x+1)", True),
    ("factored", "x e^x + e^x", "x e^x + e^x", False),
    ("factored", "x^2 + 1", "x^2 + 1", True),
    ("single_fraction", "1/x + 1/y", "(x+y)/(x y)", True),
    ("single_fraction", "1/x + 1/y", "1/x + 1/y", False),
    ("single_fraction", "1/x + 1/y", "(1 + x/y)/x", False),
    ("single_fraction", "1/x + 1/y", "(x + y) x^-1 y^-1", False),
    ("single_fraction", "x + 1", "x + 1", True),
    ("no_negative_exponents", "1/x^2", "1/x^2", True),
    ("no_negative_exponents", "1/x^2", "x^-2", False),
    ("no_negative_exponents", "e^-x", "e^(-x)", True),
    ("reduced", "1/2", "1/2", True),
    ("reduced", "1/2", "2/4", False),
    ("reduced", "1/2", "0.5", False),
    ("reduced", "-3/2", "-3/2", True),
    ("reduced", "3", "6/2", False),
    ("reduced", "3", "3", True),
]


def judged(form: str, answer: str, typed: str) -> PartResult:
    part = Part("a", "expression", answer, ("x", "y"), form=form)
    return grader.grade(Question((part,)), {"a": typed}).parts["a"]


@pytest.mark.parametrize(("form", "answer", "typed", "kept"), TABLE)
def test_each_form(form: str, answer: str, typed: str, kept: bool) -> None:
    found = judged(form, answer, typed)
    assert found.verdict == ("correct" if kept else "incorrect")
    assert [each.code for each in found.diagnosis] == ([] if kept else [FORMS[form][0]])


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_value_is_wrong_in_any_form(form: str) -> None:
    found = judged(form, "x + 1", "x + 2")
    assert found.verdict == "incorrect" and found.diagnosis == ()
    assert found.witness is not None


def test_what_is_too_big_to_factor_goes_to_a_person() -> None:
    found = judged("factored", "(x^31 + y^29 + 1)", "x^31 + 1 + y^29")
    assert found.verdict == "undecided"


@pytest.mark.parametrize(("kind", "form"), [("expression", "pretty"), ("vector", "expanded")])
def test_an_unknown_form_is_the_author_s_fault(kind: str, form: str) -> None:
    part = Part("a", kind, "(1, 2)" if kind == "vector" else "x", ("x",), form=form)  # type: ignore[arg-type]  # the table
    with pytest.raises(ReferenceFault, match="form"):
        grader.prepare(Question((part,)))
