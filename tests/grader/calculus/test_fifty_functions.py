"""The functions and wrong answers that the diagnosis is measured on: the walk against sympy, and wrong is wrong."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from flint import fmpq

from grader.calculus import differentiate
from grader.calculus.task import carried_out
from grader.equivalence import Range, Reference, compare
from grader.language import AUTHOR, Names, parse, parse_author
from grader.language.tree import names_in
from grader.symbolic import to_sympy

DATA = Path(__file__).parents[1] / "data"
FAMILIES: list[dict[str, Any]] = tomllib.loads((DATA / "functions.toml").read_text("utf-8"))["family"]
FUNCTIONS = [function for family in FAMILIES for function in family["functions"]]
QUESTIONS: list[dict[str, Any]] = tomllib.loads((DATA / "wrong_answers.toml").read_text("utf-8"))["question"]
NAMES = Names(variables=("x",))
X = sympy.Symbol("x", real=True)
EVERYWHERE = ["-2", "2"]
SHARES = (Fraction(1, 7), Fraction(4, 9), Fraction(8, 11))


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function["text"])
def test_the_walk_equals_sympy(function: dict[str, Any]) -> None:
    tree = parse(function["text"], NAMES, AUTHOR)
    ours, theirs = to_sympy(differentiate(tree, "x")), sympy.diff(to_sympy(tree), X)
    low, high = map(Fraction, function.get("domain", EVERYWHERE))
    for share in SHARES:
        at = low + share * (high - low)
        values = [
            each.subs(X, sympy.Rational(at.numerator, at.denominator)).evalf(30) for each in (ours, theirs)
        ]
        assert abs(values[0] - values[1]) < 1e-20 * max(1, abs(values[1]))


def test_there_are_fifty_functions_in_ten_families() -> None:
    assert [len(family["functions"]) for family in FAMILIES] == [5] * 10
    assert len({function["text"] for function in FUNCTIONS}) == 50


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["task"])
def test_the_wrong_answers_are_wrong(question: dict[str, Any]) -> None:
    right = carried_out(parse_author(question["task"], NAMES))
    low, high = (fmpq(*Fraction(end).as_integer_ratio()) for end in question.get("domain", EVERYWHERE))
    reference = Reference(right, (Range("x", low, high),) if names_in(right) else (), 3)
    for text in question["wrong"]:
        assert not compare(reference, parse(text, NAMES)).equal, text


def test_there_are_enough_wrong_answers_and_none_twice() -> None:
    assert sum(len(question["wrong"]) for question in QUESTIONS) >= 190
    assert all(len(set(question["wrong"])) == len(question["wrong"]) for question in QUESTIONS)
