"""Calls of declared functions, of which nothing is known but that equal arguments give equal values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.protocol import answer_line


def judged(answer: str, response: str, **more: object) -> dict[str, Any]:
    request = {
        "id": "1", "kind": "expression", "answer": answer, "response": response, "variables": ["x", "y"],
        "functions": ["f", "g"], **more,
    }  # fmt: skip
    return answer_line(json.dumps(request))[0]


@pytest.mark.parametrize(
    ("answer", "response", "verdict"),
    [
        ("f(x)", "f(x)", "correct"),
        ("2f(x)", "f(x)+f(x)", "correct"),
        ("f(x+1)", "f(1+x)", "correct"),
        ("f(2x)", "f(x+x)", "correct"),
        ("f(x, y)g(x)", "g(x)f(x, y)", "correct"),
        ("g(f(x))+f(x)", "f(x)+g(f(x))", "correct"),
        ("(f(x)+g(y))^2", "f(x)^2+2f(x)g(y)+g(y)^2", "correct"),
        ("sin(f(x))^2", "1-cos(f(x))^2", "correct"),
        ("x+f(x)-f(x)", "x", "correct"),
        ("2f(x)", "f(x)", "incorrect"),
        ("f(x)", "x", "incorrect"),
        ("f(x)g(x)", "f(x)+g(x)", "incorrect"),
        ("f(x, y)+f(y, x)", "2f(x, y)", "incorrect"),
        # these may be the same for some f: a person decides
        ("f(x)", "f(2x)", "undecided"),
        ("f(x)", "g(x)", "undecided"),
        ("x", "f(x)", "undecided"),
    ],
)
def test_a_call_stands_for_any_value(answer: str, response: str, verdict: str) -> None:
    assert judged(answer, response)["verdict"] == verdict
    assert judged(answer, response, seed=7, domain={"x": [1, 2]})["verdict"] == verdict


def test_the_witness_names_the_call() -> None:
    assert "f(x)" in judged("2f(x)", "f(x)")["witness"]["at"]


@pytest.mark.parametrize(
    ("answer", "response", "verdict"),
    [
        ("acos(sin(x)^2+cos(x)^2)", "0", "correct"),
        ("0", "acos(sin(x)^2+cos(x)^2)", "correct"),
        ("sqrt(sin(x)^2+cos(x)^2-1)", "0", "correct"),
        # what was cut to a domain never says that two values differ
        ("sqrt(sin(x)^2+cos(x)^2-1)", "x", "undecided"),
        ("acos(sin(x)^2+cos(x)^2)", "1", "undecided"),
    ],
)
def test_an_answer_at_the_end_of_a_closed_domain_has_a_value(
    answer: str, response: str, verdict: str
) -> None:
    assert judged(answer, response)["verdict"] == verdict


def test_an_answer_without_a_value_is_still_refused() -> None:
    assert judged("ln(-1-x^2)", "0")["error"]["code"] == "reference"
    assert judged("1/(sin(x)^2+cos(x)^2-1)", "0")["error"]["code"] == "reference"
