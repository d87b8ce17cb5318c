"""The checker: what is typed in cells, verdicts of the part, score, first fault."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from graph_table import FAN_OUT, LOGISTIC, NG, TWO_ONE_ONE

from grader.checkers import graph as checker
from grader.checkers.shape import Context, PreparedPart, Reading
from grader.errors import ReferenceFault, Unreadable
from grader.graphs import key_cells
from grader.language import Names
from grader.protocol import answer_line
from grader.question import GraphSpec, Part
from grader.results import FULL_SCORE, CellVerdict, PartResult, Verdict


def prepared(spec: GraphSpec) -> PreparedPart:
    part = Part("bp", "graph", graph=spec)
    return PreparedPart(part, Names(), 0, checker.prepare(part, Names(), 0, None))


def judged(spec: GraphSpec, cells: dict[str, str]) -> PartResult:
    part = prepared(spec)
    return checker.judge(part, checker.read(part, cells), Context())


def read(cells: dict[str, str]) -> Reading:
    return checker.read(prepared(FAN_OUT), cells)


@pytest.mark.parametrize("spec", [FAN_OUT, NG, TWO_ONE_ONE, LOGISTIC])
def test_the_key_as_text_is_correct(spec: GraphSpec) -> None:
    result = judged(spec, key_cells(spec))
    assert (result.verdict, result.score, result.first_fault) == (Verdict.CORRECT, FULL_SCORE, None)
    assert result.cells is not None
    assert list(result.cells) == list(key_cells(spec))


@pytest.mark.parametrize(
    "typed",
    [
        "0.1491",
        "0.149",
        "1491/10000",
        "0,1491",
        "sigmoid(1.5)*(1 - sigmoid(1.5))",
        "e^-1.5/(1+e^-1.5)^2",
        "14.91%",
        " .1491 ",
    ],
)
def test_a_cell_takes_any_constant_expression(typed: str) -> None:
    result = judged(TWO_ONE_ONE, key_cells(TWO_ONE_ONE) | {"l:h/z": typed})
    assert result.verdict is Verdict.CORRECT


def test_a_slip_is_partial_with_the_first_fault_and_follow_through() -> None:
    result = judged(FAN_OUT, {"v:s": "8", "v:J": "3*8", "g:s": "3", "g:b": "3", "g:x": "8+3"})
    assert result.verdict is Verdict.PARTIAL
    assert result.score == 750_000
    assert result.first_fault == "v:s"
    assert result.cells is not None
    assert {name: str(cell.verdict) for name, cell in result.cells.items()} == {
        "v:s": "wrong", "v:J": "follow_through", "g:s": "right", "g:b": "right", "g:x": "follow_through",
    }  # fmt: skip


def test_rounding_carried_along_is_correct() -> None:
    spec = GraphSpec({"x": "1/3"}, (("u", "100*x"), ("L", "u^2")), "L", ("v:u", "v:L", "g:u", "g:x"))
    result = judged(spec, {"v:u": "33.1", "v:L": "1095.61", "g:u": "66.2", "g:x": "6620"})
    assert result.cells is not None
    assert result.cells["v:L"].verdict is CellVerdict.FOLLOW_THROUGH
    assert (result.verdict, result.score) == (Verdict.CORRECT, FULL_SCORE)


def test_all_wrong_is_incorrect() -> None:
    result = judged(FAN_OUT, {"v:s": "1", "v:J": "1", "g:s": "7", "g:b": "8", "g:x": "5"})
    assert (result.verdict, result.score, result.first_fault) == (Verdict.INCORRECT, 0, "v:s")


def test_a_blank_cell_makes_it_partial() -> None:
    cells = key_cells(FAN_OUT) | {"g:x": "  "}
    result = judged(FAN_OUT, cells)
    assert result.verdict is Verdict.PARTIAL
    assert result.first_fault is None
    assert result.cells is not None
    assert result.cells["g:x"].verdict is CellVerdict.BLANK


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("2x", "unknown_name", 1),
        ("(1, 2)", "wrong_shape", 0),
        ("1/0", "division_by_zero", 0),
        ("3+ln(-1)", "domain", 2),
        ("2 +", "syntax", 2),
        ("x" * 100_000, "too_long", 400),
        ("\x00", "forbidden_char", 0),
        (3.5, "not_text", 0),
    ],
)
def test_a_cell_that_cannot_be_read_is_unreadable_alone(typed: str, code: str, position: int) -> None:
    result = judged(FAN_OUT, {**key_cells(FAN_OUT), "v:s": typed})
    assert result.verdict is Verdict.UNREADABLE
    assert result.fault is not None
    assert (result.fault.code, result.fault.position) == (code, position)
    assert result.cells is not None
    assert result.cells["v:s"].fault == result.fault
    assert {str(cell.verdict) for name, cell in result.cells.items() if name != "v:s"} == {"right"}


def test_reading_keeps_trees_and_faults_apart() -> None:
    reading = read({"v:s": "-2", "v:J": "q", "g:x": ""})
    assert reading.cells is not None
    assert set(reading.cells) == {"v:s"}
    assert {name: fault.code for name, fault in reading.cell_faults.items()} == {"v:J": "unknown_name"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [({}, "empty"), ({"v:s": " "}, "empty"), ({"": "3"}, "wrong_shape"), ({"v:q": "3"}, "wrong_shape")],
)
def test_fields_that_are_no_cells_are_refused(cells: dict[str, str], code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(cells)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (None, "has no graph"),
        (replace(FAN_OUT, loss="q"), "loss"),
        (replace(FAN_OUT, ask=("v:q",)), "no such cell"),
        (replace(FAN_OUT, inputs={"x": "0", "b": "1"}, nodes=(("J", "ln(x)+b"),), ask=("v:J",)), "no value"),
    ],
)
def test_a_wrong_graph_is_the_authors_fault_and_names_the_part(spec: GraphSpec | None, reason: str) -> None:
    part = Part("bp", "graph", graph=spec)
    with pytest.raises(ReferenceFault, match=reason) as caught:
        checker.prepare(part, Names(), 0, None)
    assert caught.value.part == "bp"


def test_equal_faults_share_a_class_and_others_do_not() -> None:
    key = key_cells(FAN_OUT)
    one, same, other = (judged(FAN_OUT, key | {"g:x": typed}).wrong_class for typed in ("3", "6/2", "5"))
    assert one == same != other


def test_the_result_goes_to_json() -> None:
    shown = json.loads(json.dumps(judged(FAN_OUT, {"v:s": "8", "v:J": "q"}).to_json()))
    assert shown["cells"]["v:s"]["verdict"] == "wrong"
    assert shown["cells"]["v:J"]["fault"]["code"] == "unknown_name"


def test_the_protocol_tells_verdict_diagnosis_and_method_of_each_cell() -> None:
    line = {
        "id": "6", "kind": "graph", "graph": {"inputs": {"x": "2", "w": "-3"}, "nodes": [["z", "w*x"], ["L", "z^2"]], "loss": "L"},
        "cells": {"v:z": "-6", "g:z": "12", "g:w": "24"},
    }  # fmt: skip
    answer, _ = answer_line(json.dumps(line))
    assert (answer["verdict"], answer["first_fault"]) == ("partial", "g:z")
    assert answer["cells"] == {
        "v:z": {"verdict": "right", "diagnosis": [], "method": "-6"},
        "g:z": {"verdict": "wrong", "diagnosis": ["bp_sign"], "method": "-12"},
        "g:w": {"verdict": "follow_through", "diagnosis": [], "method": "24"},
    }
