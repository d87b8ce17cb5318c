"""Whole files of typed answers: fair ones must read, hostile ones must be refused or read, never crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.language import Names, Unreadable, parse, shape_of, to_latex, to_mathml, to_text

DATA = Path(__file__).parent.parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a data file."""
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def typed_texts() -> list[tuple[str, tuple[str, ...]]]:
    """Every text of the cases, as typed and as a program writes it, once."""
    keys = ("answer", "answer_as_typed", "response", "response_as_typed")
    return sorted({(row[key], tuple(row["variables"])) for row in rows("cases.jsonl") for key in keys})


def test_the_data_is_all_there() -> None:
    assert len(rows("cases.jsonl")) == 495
    assert len(rows("hostile.jsonl")) == 347


def test_it_reads_every_fair_answer_and_its_own_print_of_it() -> None:
    for text, variables in typed_texts():
        names = Names(variables)
        tree = parse(text, names)
        assert parse(to_text(tree), names) == tree, text
        assert parse(to_latex(tree), names) == tree, text
        assert to_mathml(tree).startswith("<math "), text


@pytest.mark.parametrize("row", rows("hostile.jsonl"), ids=lambda row: row["id"])
def test_it_refuses_what_is_hostile(row: dict[str, Any]) -> None:
    """A vector is no number: whoever wants a number refuses it by its shape."""
    try:
        shape = shape_of(parse(row["input"], Names(("x", "y"))))
    except Unreadable as fault:
        assert row["must"] != "grade"
        assert fault.code in (*row["codes"], "wrong_shape")
    else:
        assert row["must"] != "reject" or shape != ()
