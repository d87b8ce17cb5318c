"""`python -m grader`: JSON lines in, JSON lines out, one for each, whatever they hold."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from grader.protocol import answer_line


def answer(**request: Any) -> dict[str, Any]:
    return answer_line(json.dumps({"id": "1", **request}))[0]


def test_the_command_answers_each_line_and_reports_a_bad_one() -> None:
    lines = [
        b'{"id":"1","kind":"expression","answer":"2 x cos(x^2)","response":"cos(x^2)*2x","variables":["x"]}',
        b"{bad",
        b'{"id":"2","kind":"number","answer":"7/4","response":"1.75"}',
    ]
    run = subprocess.run(
        [sys.executable, "-m", "grader"], input=b"\n".join(lines), capture_output=True, check=False
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one.get("verdict") for one in answers] == ["correct", None, "correct"]
    assert answers[1]["error"]["code"] == "not_json"
    assert (run.returncode, run.stderr) == (1, b"")


def test_good_lines_end_with_status_0() -> None:
    line = b'{"id":"2","kind":"number","answer":"7/4","response":"wrong ("}\n'
    run = subprocess.run([sys.executable, "-m", "grader"], input=line, capture_output=True, check=False)
    assert (run.returncode, json.loads(run.stdout)["verdict"]) == (0, "unreadable")


def test_an_answer_has_the_promised_keys() -> None:
    shown = answer(
        kind="expression", answer="2x cos(x^2)", response="cos(x²)·2x", variables=["x"], domain={"x": [-3, 3]}
    )
    assert shown["id"] == "1"
    assert (shown["verdict"], shown["certificate"], shown["score"]) == ("correct", "proved", 1.0)
    assert shown["diagnosis"] == []
    assert "\\cos" in shown["read_as"]
    assert shown["micros"] >= 0


def test_a_wrong_answer_has_a_readable_witness() -> None:
    shown = answer(kind="derivative", function="sin(x^2)", wrt="x", response="cos(x^2)", variables=["x"])
    assert (shown["verdict"], shown["certificate"]) == ("incorrect", "differs")
    assert shown["witness"] == {"at": {"x": "1.3"}, "answer": "-0.309", "response": "-0.119"}


def test_an_unreadable_answer_says_where() -> None:
    shown = answer(kind="expression", answer="x", response="2x + y", variables=["x"])
    assert (shown["verdict"], shown["code"], shown["position"], shown["length"], shown["text"]) == (
        "unreadable", "unknown_name", 5, 1, "y",
    )  # fmt: skip
    assert shown["suggestion"] is None


@pytest.mark.parametrize(
    ("request_", "verdict"),
    [
        ({"kind": "number", "answer": "7/4", "response": "1.7500001", "tolerance": {"relative": 1e-6}}, "correct"),
        ({"kind": "number", "answer": "7/4", "response": "1.76", "tolerance": {"relative": 1e-6}}, "incorrect"),
        ({"kind": "vector", "answer": "(2x, 3y^2)", "response": "[2x, 3y²]", "variables": ["x", "y"]}, "correct"),
        ({"kind": "matrix", "answer": "[[1,2],[3,4]]", "response": "[[1,2],[3,4]]"}, "correct"),
        ({"kind": "choice", "answer": "a", "options": ["a", "b"], "response": "a"}, "correct"),
        ({"kind": "choice", "answer": "a,b", "options": ["a", "b", "c"], "response": "b,a"}, "correct"),
        ({"kind": "choice", "answer": "a", "options": ["a", "b"], "response": "b"}, "incorrect"),
        ({"kind": "derivative", "function": "x^4", "wrt": "x", "order": 2, "response": "12x^2"}, "correct"),
        ({"kind": "derivative", "function": "ln(x)", "wrt": "x", "response": "1/|x|"}, "correct"),
        ({"kind": "derivative", "function": "ln|x|", "wrt": "x", "response": "1/|x|"}, "incorrect"),
        ({"kind": "gradient", "function": "x^2 y", "wrt": ["x", "y"], "response": "(2xy, x^2)",
          "variables": ["x", "y"]}, "correct"),
        ({"kind": "expression", "answer": "(-6)^n", "response": "6^n (-1)^n", "variables": ["n"],
          "integers": ["n"]}, "correct"),
    ],
)  # fmt: skip
def test_every_kind_is_answered(request_: dict[str, Any], verdict: str) -> None:
    assert answer(**{"variables": ["x"], **request_}).get("verdict") == verdict


def test_a_derivative_without_a_response_is_shown_with_its_steps() -> None:
    shown = answer(kind="derivative", function="(a*x+1)^5", wrt="x", variables=["a", "x"])
    assert shown["steps"][0] == {
        "rule": "chain", "node": [], "of": "(a x + 1)^5", "result": "5a*(a x + 1)^4", "outer": "power",
        "inner": [{"node": [0], "result": "a"}],
    }  # fmt: skip
    assert [step["rule"] for step in shown["steps"]][1:] == ["sum", "constant_factor", "identity", "constant"]
    assert answer(kind="expression", answer="5a(ax+1)^4", response=shown["derivative"], variables=["a", "x"])[
        "verdict"
    ] == "correct"  # fmt: skip
    assert "catalogue" not in shown


def test_the_steps_of_a_second_derivative_say_which_they_belong_to() -> None:
    shown = answer(kind="derivative", function="x^3", wrt="x", order=2, variables=["x"])
    assert shown["derivative"] == "6x"
    assert [(step.get("order"), step["rule"]) for step in shown["steps"]] == [
        (None, "power"), (None, "identity"), (2, "constant_factor"), (2, "power"), (2, "identity"),
    ]  # fmt: skip


def test_a_gradient_without_a_response_is_shown_with_the_steps_of_each_variable() -> None:
    shown = answer(kind="gradient", function="x^2 y", wrt=["y", "x"], variables=["x", "y"])
    assert shown["gradient"] == "(x^2, 2x y)"
    assert [step["wrt"] for step in shown["steps"]] == ["y", "y", "x", "x", "x"]


def test_a_catalogue_names_wrong_answers_with_their_place() -> None:
    shown = answer(kind="derivative", function="(a*x+1)^5", wrt="x", variables=["a", "x"], catalogue=True)
    found = {one["code"]: one for one in shown["catalogue"]}
    assert found["pow_nodec"] == {
        "code": "pow_nodec", "group": "exponent_kept", "answer": "5a*(a x + 1)^5", "node": [],
    }  # fmt: skip
    assert {"code", "group", "answer", "node"} == set().union(*shown["catalogue"])
    gradient = answer(kind="gradient", function="x^2 y", wrt=["x", "y"], variables=["x", "y"], catalogue=True)
    assert {"code": "grad_swap", "group": "grad_swap", "answer": "(x^2, 2x y)", "node": None} in gradient[
        "catalogue"
    ]


@pytest.mark.parametrize(
    ("request_", "diagnosis", "node"),
    [
        ({"kind": "derivative", "function": "sin(x^2)", "wrt": "x", "response": "cos(x^2)"}, ["chain_drop"], [0]),
        ({"kind": "derivative", "function": "3x + sin(x^2)", "wrt": "x", "response": "3 + cos(x^2)"},
         ["chain_drop"], [1, 0]),
        ({"kind": "derivative", "function": "x^2/(x+1)", "wrt": "x", "response": "2x"}, ["quot_dd"], []),
        ({"kind": "derivative", "function": "sin(x^2)", "wrt": "x", "response": "17x"}, [], None),
        ({"kind": "derivative", "function": "sin(x^2)", "wrt": "x", "response": "2x cos(x^2)"}, [], None),
        ({"kind": "derivative", "function": "sin(x^2)", "wrt": "x", "response": "cos("}, [], None),
        ({"kind": "gradient", "function": "x^2 y", "wrt": ["x", "y"], "response": "(x^2, 2xy)"}, ["grad_swap"], None),
        ({"kind": "gradient", "function": "x^2 + sin(y)", "wrt": ["x", "y"], "response": "(2x, -cos(y))"},
         ["sin_sign"], [1]),
    ],
)  # fmt: skip
def test_a_wrong_derivative_is_explained(
    request_: dict[str, Any], diagnosis: list[str], node: list[int] | None
) -> None:
    shown = answer(**request_, variables=["x", "y"])
    assert (shown["diagnosis"], shown.get("node")) == (diagnosis, node)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{bad", "not_json"),
        ("[1, 2]", "not_object"),
        ("7", "not_object"),
        ('{"kind": "number", "answer": "1", "response": "1"}', "missing_key"),
        ('{"id": 1, "kind": "essay"}', "unknown_kind"),
        ('{"id": 1, "kind": ["number"]}', "unknown_kind"),
        ('{"id": 1}', "unknown_kind"),
        ('{"id": 1, "kind": "number", "answer": "1", "response": "1", "colour": 2}', "unknown_key"),
        ('{"id": 1, "kind": "number", "response": "1"}', "missing_key"),
        ('{"id": 1, "kind": "number", "answer": "1/", "response": "1"}', "syntax"),
        ('{"id": 1, "kind": "number", "answer": 7, "response": "1"}', "bad_value"),
        ('{"id": 1, "kind": "number", "answer": "1", "response": "1", "seed": "x"}', "bad_value"),
        ('{"id": 1, "kind": "number", "answer": "1", "response": "1", "tolerance": 3}', "bad_value"),
        ('{"id": 1, "kind": "number", "answer": "1", "response": "1", "tolerance": {"absolute": "x"}}', "reference"),
        ('{"id": 1, "kind": "expression", "answer": "x", "variables": ["x"], "domain": {"x": 3}}', "bad_value"),
        ('{"id": 1, "kind": "expression", "answer": "x", "variables": ["x"], "domain": {"x": [3, 1]}}', "reference"),
        ('{"id": 1, "kind": "expression", "answer": "x", "variables": "x", "response": "x"}', "bad_value"),
        ('{"id": 1, "kind": "expression", "answer": "ln(-1)", "response": "x"}', "reference"),
        ('{"id": 1, "kind": "derivative", "function": "x", "wrt": "y", "variables": ["x"], "response": ""}', "bad_value"),
        ('{"id": 1, "kind": "derivative", "wrt": "x", "variables": ["x"], "response": ""}', "missing_key"),
        ('{"id": 1, "kind": "choice", "response": "a"}', "missing_key"),
        ('{"id": 1, "kind": "number", "answer": "1", "form": "upside_down", "response": "1"}', "reference"),
        ('{"id": [1], "kind": "number", "answer": "1", "response": "1"}', "bad_value"),
        ('{"id": NaN, "kind": "number", "answer": "1", "response": "1"}', "bad_value"),
        ('{"id": 1, "kind": "number", "answer": "1", "response": "1", "tolerance": {"decimals": 1000000000}}', "reference"),
        ('{"id": 1, "kind": "number", "answer": "1", "response": "1", "tolerance": {"absolute": "1e-9999999"}}', "reference"),
        ('{"id": 1, "kind": "expression", "answer": "x", "variables": ["x"], "domain": {"x": ["0", "1e9999999"]}}', "reference"),
        (('{"id": 1, "kind": "expression", "answer": "n", "variables": ["n"], "integers": ["n"], '
         '"domain": {"n": ["1/3", "2/3"]}}'), "reference"),
        (('{"id": 1, "kind": "derivative", "function": "x^x^x^x", "wrt": "x", "order": 8, "variables": ["x"], '
         '"response": ""}'), "reference"),
        ("[" * 100_000, "bad_value"),
        ("\x00", "not_json"),
    ],
)  # fmt: skip
def test_a_malformed_line_gets_an_error_object(line: str, code: str) -> None:
    shown, in_order = answer_line(line)
    assert not in_order
    assert shown["error"]["code"] == code
    assert shown["error"]["text"]


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b'"\\ud800"', b'{"id": 1, "kind": "number", "answer": "1", "response": 7}']
)
def test_bytes_and_types_nobody_expects_do_not_raise(line: bytes) -> None:
    answer_line(line)


def test_sympy_and_numpy_are_not_imported_to_check_an_expression() -> None:
    code = (
        "import sys; from grader.protocol import answer_line;"
        'answer_line(\'{"id":1,"kind":"expression","answer":"x","response":"x+0","variables":["x"]}\');'
        "print('sympy' in sys.modules, 'numpy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
