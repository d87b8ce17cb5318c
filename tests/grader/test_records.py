"""Questions and results go to JSON and back, and refuse what they do not know."""

from __future__ import annotations

import json
from typing import Any

import pytest

import grader
from grader.question import GraphSpec, Interval, Mistake, Option, Part, Question, Tolerance
from grader.records import BadRecord
from grader.results import Result

FULL = Question(
    (
        Part("df", "expression", "2x", ("x",), domain={"x": Interval("0", "1")}, asked="x^2",
             catalogue=(Mistake("m", "x", (0, 1), "say"),)),
        Part("s", "number", "6", tolerance=Tolerance(absolute="0.01", figures=3), follows=("df",), follow="at(df, x, 3)"),
        Part("m", "matrix", "[[1, 2], [3, 4]]", shape=(2, 2), layout="numerator", points=4),
        Part("c", "choice", options=(Option("a", "A", True), Option("b", "B", False, malrule="r"))),
        Part("g", "graph", graph=GraphSpec({"x": "1"}, (("z", "x^2"),), "z", ("v:z",), {"forward": 2})),
    ),
    seed=7,
)  # fmt: skip


def test_a_question_survives_json() -> None:
    assert Question.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_defaults_are_left_out() -> None:
    assert Question((Part("a", "number", "1"),)).to_json() == {
        "schema": 1, "parts": [{"name": "a", "kind": "number", "answer": "1"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({}, "schema None"),
        (None, "schema None"),
        ({"schema": 2, "parts": []}, "schema 2"),
        ({"schema": 1, "parts": 3}, "parts"),
        ({"schema": 1, "parts": [{"name": "a", "kind": "essay"}]}, r"parts\[0\].kind"),
        ({"schema": 1, "parts": [{"name": "a"}]}, "kind"),
        ({"schema": 1, "parts": [], "colour": 1}, "colour"),
        ({"schema": 1, "parts": [{"name": "a", "kind": "number", "points": True}]}, "points"),
    ],
)
def test_it_refuses_what_it_does_not_know(data: Any, place: str) -> None:
    with pytest.raises(BadRecord, match=place):
        Question.from_json(data)


@pytest.mark.parametrize(
    "responses",
    [
        {"df": "2x", "m": "[[1, 2], [3, 4]]", "s": "6"},
        {"df": "x^2", "m": "[[1, 3], [2, 4]]", "s": "5.99"},
        {"df": "x", "m": "[[1, 2], [3, 5]]", "s": "six"},
    ],
)
def test_a_result_survives_json(responses: dict[str, str]) -> None:
    result = grader.grade(Question(FULL.parts[:3]), responses)
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result
