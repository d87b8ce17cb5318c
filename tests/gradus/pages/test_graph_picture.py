"""The drawing of a graph: where the slots sit, what they show, and the steps of the replay."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from exercises.figures.layered import draw_graph
from exercises.reading import BANK, load_problem
from exercises.variants import draw
from gradus.library.presentation import ShownGraph
from gradus.library.presenting import presentation_of
from gradus.pages import graphs
from gradus.pages.graphs.picture import Picture
from gradus.pages.graphs.slots import EDGE_SLOT_WIDTH, SLOT_HEIGHT, Slot
from gradus.submissions.fields import shown_questions

INPUTS = {"x": "2", "w": "-1/2"}
NODES = [("z", "w*x"), ("h", "sigmoid(z)"), ("L", "h^2")]
ASKED = ["v:z", "v:h", "l:h/z", "g:z", "g:w"]
BLOCKS = {"s": "shape", "v": "forward", "l": "local", "g": "grad"}


def shown_graph(asked: list[str]) -> ShownGraph:
    cells: Any = []
    for key in asked:
        node, _, other = key[2:].partition("/")
        cells.append(
            {"key": key, "block": BLOCKS[key[0]], "node": node} | ({"other": other} if other else {})
        )
    drawing = draw_graph(list(INPUTS), {"z": ["w", "x"], "h": ["z"], "L": ["h"]})
    return {
        "inputs": INPUTS,
        "nodes": NODES,
        "loss": "L",
        "cells": cells,
        "decimals": 4,
        "layout": drawing.to_json(),
    }


def drawn(
    asked: list[str], typed: dict[str, str] | None = None, verdicts: dict[str, str] | None = None
) -> Picture:
    graph = shown_graph(asked)
    part: Any = {"name": "c", "kind": "graph", "label": "", "points": 1, "variables": [], "graph": graph}
    results = {
        "c": {
            "verdict": "partial",
            "cells": {key: {"verdict": code} for key, code in (verdicts or {}).items()},
        }
    }
    presentation: Any = {"title": "", "prompt": "", "parts": [part], "hints": []}
    texts = {f"c.{key}": text for key, text in (typed or {}).items()}
    (question,) = shown_questions(presentation, texts, {}, results)
    picture = graphs.picture(graph, question.fields)
    assert picture is not None
    return picture


def slot(picture: Picture, key: str) -> Slot:
    return next(each for each in picture.slots if each.key == key)


def box(picture: Picture, name: str) -> Any:
    return next(each for each in picture.boxes if each.name == name)


def said(picture: Picture) -> list[str]:
    return ["".join(text for each in step.text for text, _low in each.pieces) for step in picture.replay]


def test_only_what_is_asked_has_a_slot() -> None:
    assert [each.key for each in drawn(ASKED).slots] == ["v:z", "v:h", "g:z", "g:w", "l:h/z"]


def test_values_stand_above_gradients_below_and_shapes_over_the_values() -> None:
    picture = drawn([*ASKED, "s:z"])
    z = box(picture, "z")
    places = [slot(picture, key).y for key in ("s:z", "v:z", "g:z")]
    assert places == sorted(places)
    assert places[1] < z.top < z.y < places[2]
    assert {slot(picture, key).x for key in ("s:z", "v:z", "g:z")} == {z.x}


def test_a_local_derivative_stands_on_its_edge_between_the_boxes() -> None:
    picture = drawn(ASKED)
    x, left, right = slot(picture, "l:h/z").x, box(picture, "z").x + 40, box(picture, "h").x - 40
    assert left < x - EDGE_SLOT_WIDTH / 2 and x + EDGE_SLOT_WIDTH / 2 < right


@pytest.mark.parametrize(
    ("key", "edges"), [("v:z", {"w>z", "x>z"}), ("l:h/z", {"z>h"}), ("g:z", {"z>h"}), ("g:w", {"w>z"})]
)
def test_a_slot_names_the_edges_that_its_method_uses(key: str, edges: set[str]) -> None:
    assert set(slot(drawn(ASKED), key).edges.split()) == edges


@pytest.mark.parametrize(
    ("verdict", "sign"),
    [("right", "✓"), ("follow_through", "▸"), ("wrong", "✕"), ("blank", "·"), ("unreadable", "?")],
)
def test_a_judged_slot_carries_its_letter_and_its_state(verdict: str, sign: str) -> None:
    found = slot(drawn(ASKED, {"v:h": "0.27"}, {"v:h": verdict}), "v:h")
    assert (found.sign, found.field.state, found.text) == (sign, verdict, "0.27")


@pytest.mark.parametrize(
    ("typed", "shown"), [("-0.0379", "−0.0379"), ("[[1, 2], [3, 4]]", "[[1,2],…"), ("", "")]
)
def test_an_entry_is_cut_where_it_is_long(typed: str, shown: str) -> None:
    assert slot(drawn(ASKED, {"v:z": typed}), "v:z").text == shown


def test_an_entry_before_the_verdict_has_no_letter() -> None:
    assert {each.sign for each in drawn(ASKED, {"v:z": "1"}).slots} == {""}


def test_the_replay_goes_forward_then_local_then_backward() -> None:
    assert said(drawn(ASKED)) == [
        "z = w x: …",
        "h = σ(z): …",
        "L = h^2",
        "slope of h by z: …",
        "gradient at L: the backward pass begins with 1",
        "gradient at h: 1 × ∂L/∂h",
        "gradient at z: ∂L/∂h × ∂h/∂z = …",
        "gradient at w: ∂L/∂z × ∂z/∂w = …",
    ]


def test_the_replay_holds_places_for_numbers_and_no_number() -> None:
    picture = drawn(ASKED, {"g:z": "0.77", "l:h/z": "0.19"})
    cells = {each.cell for step in picture.replay for each in step.text if each.cell}
    assert cells == set(ASKED)
    assert not any("0.77" in text or "0.19" in text for text in said(picture))


def _overlap(one: Slot, other: Slot) -> bool:
    return abs(one.x - other.x) < (one.width + other.width) / 2 and abs(one.y - other.y) < SLOT_HEIGHT


@pytest.mark.parametrize(
    "path", sorted((BANK / "backpropagation").glob("*.toml")), ids=lambda path: str(path.stem)
)
def test_no_two_slots_of_the_bank_touch_and_all_are_within_the_drawing(path: Path) -> None:
    problem = load_problem(path)
    presentation = presentation_of(draw(problem, 1), problem.title)
    for question in shown_questions(presentation, {}, {}, {}):
        if question.kind != "graph":
            continue
        picture = graphs.picture(question.part["graph"], question.fields)
        assert picture is not None
        assert len(picture.slots) == len(question.fields)
        touching = [(a.key, b.key) for a, b in combinations(picture.slots, 2) if _overlap(a, b)]
        assert touching == []
        for each in picture.slots:
            assert picture.left < each.left and each.left + each.width < picture.left + picture.width
            assert picture.top < each.top and each.top + SLOT_HEIGHT < picture.top + picture.height
