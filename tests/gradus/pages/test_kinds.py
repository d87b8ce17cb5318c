"""What a graph and a choice show: labels that tell cells apart, the answer once it may be seen, what was sent."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gradus.grading.batch import grade_batch
from gradus.library.models import Variant
from gradus.library.presentation import ShownGraph
from gradus.pages import graphs
from gradus.submissions import actions
from gradus.submissions.models import Attempt

CELLS = ["v:u", "v:L", "l:L/x1", "g:u", "g:x1"]
RIGHT = {"v:u": "5", "v:L": "10", "l:L/x1": "5", "g:u": "2", "g:x1": "7"}
BLOCKS = {"v": "forward", "l": "local", "g": "grad"}
INPUTS, NODES = {"x1": "2", "b": "3"}, [["u", "x1 + b"], ["L", "x1*u"]]
PLACES = [{"name": name, "x": 40.0 + 100 * n, "y": 40.0} for n, name in enumerate(("x1", "b", "u", "L"))]


def shown_cell(key: str) -> dict[str, str]:
    block, node, other = re.fullmatch(r"(\w):(\w+)(?:/(\w+))?", key).groups()  # type: ignore[union-attr]
    return {"key": key, "block": BLOCKS[block], "node": node} | ({"other": other} if other else {})


GRAPH: Any = {
    "inputs": INPUTS,
    "nodes": NODES,
    "loss": "L",
    "decimals": 4,
    "cells": [shown_cell(key) for key in CELLS],
    "layout": {"nodes": PLACES, "edges": [], "width": 500, "height": 100},
}
OPTIONS = [{"key": "a", "text": "the slope $m$"}, {"key": "b", "text": "the height $h$"}]


@pytest.fixture
def student(client: Client, world: Any) -> Client:
    client.force_login(world.cast.student)
    return client


def ask(world: Any, asked: dict[str, Any], shown: dict[str, Any], answer: str) -> Attempt:
    """An attempt at a variant of one part."""
    Variant.objects.filter(version=world.version).delete()
    base = {"label": "", "points": 1, "variables": []}
    Variant.objects.create(
        version=world.version,
        seed=99,
        engine_version="test",
        question={"schema": 1, "seed": 1, "parts": [asked]},
        presentation={"title": "A problem", "prompt": "Fill in.", "parts": [base | shown], "hints": []},
        reveal={"answers": {asked["name"]: answer}, "cells": RIGHT, "solution": "", "params": {}, "say": {}},
    )
    return actions.start_attempt(user=world.cast.student, item=world.item)


@pytest.fixture
def graph(world: Any) -> Attempt:
    spec = {"inputs": INPUTS, "nodes": NODES, "loss": "L", "ask": CELLS}
    asked = {"name": "inner", "kind": "graph", "graph": spec}
    return ask(world, asked, {"name": "inner", "kind": "graph", "graph": GRAPH}, "u=5")


@pytest.fixture
def choice(world: Any) -> Attempt:
    options = [option | {"right": option["key"] == "a"} for option in OPTIONS]
    asked = {"name": "inner", "kind": "choice", "options": options}
    shown = {"name": "inner", "kind": "choice", "options": OPTIONS, "several": False}
    return ask(world, asked, shown, "the slope $m$")


def send(attempt: Attempt, responses: dict[str, str]) -> None:
    actions.submit(attempt=attempt, responses=responses, by=attempt.user, client_key=uuid4())
    grade_batch("answer")


def look(client: Client, attempt: Attempt) -> str:
    return re.sub(r"\s+", " ", client.get(reverse("attempt", args=[attempt.public_id])).content.decode())


def cells(values: dict[str, str]) -> dict[str, str]:
    return {f"inner.{key}": text for key, text in values.items()}


def test_the_answer_of_a_graph_is_each_cell_with_its_value(student: Client, graph: Attempt) -> None:
    send(graph, cells(RIGHT))
    page = look(student, graph)
    answer = page[page.index("The answer</h2>") : page.index('<details class="tries"')]
    assert re.findall(r'<span class="value">= (\d+)</span>', answer) == list(RIGHT.values())
    assert "Every cell is right." in page


def test_the_answer_of_a_graph_is_not_there_before(student: Client, graph: Attempt) -> None:
    send(graph, cells(RIGHT | {"v:u": "6"}))
    assert 'class="value"' not in look(student, graph)


def test_the_answer_of_a_choice_is_the_text_of_the_right_option(student: Client, choice: Attempt) -> None:
    student.post(reverse("give_up", args=[choice.public_id]))
    page = look(student, choice)
    answer = page[page.index("The answer</h2>") :]
    assert "the slope" in answer
    assert "the height" not in answer


def test_a_right_choice_is_not_said_to_be_proved(student: Client, choice: Attempt) -> None:
    send(choice, {"inner": "a"})
    assert "That is the answer." in look(student, choice)
    assert "proved" not in look(student, choice)


def test_what_was_sent_stands_in_the_problem_s_own_words(
    student: Client, choice: Attempt, world: Any
) -> None:
    send(choice, {"inner": "b"})
    page = look(student, choice)
    sent = page[page.index("What you sent") :]
    assert "the height" in sent
    assert "inner" not in sent


def test_what_was_sent_to_a_graph_names_the_cells_not_the_fields(student: Client, graph: Attempt) -> None:
    send(graph, cells({"v:u": "6"}))
    page = look(student, graph)
    sent = page[page.index("What you sent") :]
    assert "<mi>u</mi>" in sent
    assert "v:u" not in sent


def test_nothing_chosen_is_not_said_to_be_untyped(student: Client, choice: Attempt) -> None:
    page = student.post(reverse("submit", args=[choice.public_id]), {"client_key": str(uuid4())})
    assert page.status_code == 400
    assert "Choose one first." in page.content.decode()


def test_no_two_cells_carry_the_same_label(student: Client, graph: Attempt) -> None:
    names = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', look(student, graph))
    assert len(set(names)) == len(names) == len(CELLS)
    assert "<msub><mi>x</mi>" in names[CELLS.index("g:x1")], "an index is set below the line"


def test_a_wrong_number_gets_a_sentence(student: Client, world: Any) -> None:
    asked = {"name": "n", "kind": "number", "answer": "5"}
    attempt = ask(world, asked, {"name": "n", "kind": "number"}, "5")
    send(attempt, {"n": "6"})
    assert "<p>This is not the answer yet.</p>" in look(student, attempt)


@pytest.mark.parametrize(("variables", "example"), [(["x", "y"], "(2x, 3y)"), ([], "(2, −3)")])
def test_a_vector_is_shown_with_letters_only_where_letters_are_wanted(
    student: Client, world: Any, variables: list[str], example: str
) -> None:
    asked = {"name": "v", "kind": "vector", "answer": "(5, 7)", "variables": variables}
    attempt = ask(world, asked, {"name": "v", "kind": "vector", "variables": variables}, "(5, 7)")
    assert f"as in {example}." in look(student, attempt)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [("v:u", "at the value:"), ("l:L/x1", "at the local derivative:"), ("g:u", "at the gradient:")],
)
def test_where_to_start_names_the_block_and_ends_without_a_stray_point(
    student: Client, graph: Attempt, wrong: str, words: str
) -> None:
    send(graph, cells(RIGHT | {wrong: "99"}))
    page = look(student, graph)
    assert f"Start here, {words}" in page
    assert "</math> ." not in page


def test_a_drawing_keeps_short_operations_and_cuts_none() -> None:
    long = "-(y*ln(p) + (1 - y)*ln(1 - p))"
    drawn = {"w1": "1", "x1": "2", "p": "0.5", "y": "1"}
    nodes = [["u", "w1*x1"], ["q", "sigmoid(u)"], ["L", long]]
    places = [{"name": name, "x": 0, "y": 0} for name in ("w1", "u", "q", "L")]
    layout = {"nodes": places, "edges": [], "width": 1, "height": 1}
    graph: ShownGraph = GRAPH | {"inputs": drawn, "nodes": nodes, "layout": layout}
    picture = graphs.picture(graph)
    assert picture is not None
    text = {box.label[0][0]: "".join(piece for piece, _low in box.below) for box in picture.boxes}
    assert (text["u"], text["q"], text["L"]) == ("w1 x1", "σ(u)", "")
    assert picture.boxes[0].label == (("w", False), ("1", True), (" = 1", False))
    assert picture.operations[1] == "q=\\sigma (u)"
    assert "\\ln(1-p)" in picture.operations[2]
