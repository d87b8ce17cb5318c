"""What is said about a judged graph: where to start, the mistake once, arrays entry by entry."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from gradus.pages.sentences import diagnosis_sentence
from gradus.pages.templatetags.words import entry_grid
from gradus.submissions.fields import ShownField, shown_questions

CELLS: Any = [
    {"key": "v:z", "block": "forward", "node": "z", "dimensions": 0},
    {"key": "g:W", "block": "grad", "node": "W", "dimensions": 2},
]
GRAPH = {"inputs": {"x": "1"}, "nodes": [], "loss": "L", "cells": CELLS, "decimals": 4, "layout": None}
RUNS_THROUGH = "This runs through all the cells marked ✕."


def verdict(cells: dict[str, dict[str, Any]], typed: dict[str, str] | None = None, **result: Any) -> str:
    part: Any = {"name": "c", "kind": "graph", "label": "", "points": 1, "variables": [], "graph": GRAPH}
    presentation: Any = {"title": "", "prompt": "", "parts": [part], "hints": []}
    judged = {"verdict": "partial", "cells": cells} | result
    texts = {f"c.{key}": text for key, text in (typed or {}).items()}
    (question,) = shown_questions(presentation, texts, {}, {"c": judged})
    return render_to_string("submissions/_graph_verdict.html", {"question": question, "result": judged})


def diagnosis(code: str) -> list[dict[str, Any]]:
    return [{"code": code}]


def start_of(code: str) -> str:
    """The first plain words of a mistake's question."""
    words = re.split(r"[$*]", diagnosis_sentence(code, None))[0].strip()
    assert words
    return words


WRONG = {"verdict": "wrong"}


def test_the_first_fault_is_explained_by_its_own_question_and_leads_to_its_field() -> None:
    shown = verdict({"v:z": WRONG | {"diagnosis": diagnosis("bp_noup")}}, first_fault="v:z")
    assert 'href="#answer-c-0"' in shown
    assert shown.count(start_of("bp_noup")) == 1
    assert RUNS_THROUGH not in shown


def test_a_mistake_that_explains_the_whole_table_is_said_once() -> None:
    each = WRONG | {"diagnosis": diagnosis("bp_noup")}
    shown = verdict({"v:z": each, "g:W": each}, first_fault="v:z", diagnosis=diagnosis("bp_noup"))
    assert shown.count(start_of("bp_noup")) == 1
    assert shown.count(RUNS_THROUGH) == 1


def test_without_a_diagnosis_none_is_guessed() -> None:
    assert "What follows from it is judged by your own value." in verdict({"v:z": WRONG}, first_fault="v:z")


def test_a_wrong_matrix_shows_its_entries_in_rows() -> None:
    found = WRONG | {"entries": ["right", "wrong", "follow_through", "right"]}
    shown = verdict({"g:W": found}, {"g:W": "[[1, 2], [3, 4]]"}, first_fault="g:W")
    rows = [re.findall(r'<td class="(\w+)"', row) for row in re.findall(r"<tr>.*?</tr>", shown, re.DOTALL)]
    assert rows == [["right", "wrong"], ["follow_through", "right"]]


@pytest.mark.parametrize(
    ("typed", "rows"), [("(1, 2, 3)", [3]), ("[[1], [2], [3]]", [1, 1, 1]), ("[[1, 2", [3])]
)
def test_entries_stand_in_rows_as_they_were_typed(typed: str, rows: list[int]) -> None:
    field = ShownField("a", "c.g:W", "c", typed, result={"entries": ["right"] * 3})
    assert [len(row) for row in entry_grid(field)] == rows
