"""Graphs and choices over the API: what is asked for, how cells are sent, what is told of each."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from gradus.grading.batch import grade_batch
from gradus.submissions.models import Attempt
from tests.gradus.api.conftest import Api
from tests.gradus.pages.test_kinds import CELLS, GRAPH, INPUTS, NODES, OPTIONS, RIGHT, ask


@pytest.fixture
def graph(world: Any) -> Attempt:
    asked = {"inputs": INPUTS, "nodes": NODES, "loss": "L", "ask": CELLS}
    shown = {"name": "inner", "kind": "graph", "graph": GRAPH}
    return ask(world, {"name": "inner", "kind": "graph", "graph": asked}, shown, "u=5")


@pytest.fixture
def choice(world: Any) -> Attempt:
    options = [option | {"right": option["key"] == "a"} for option in OPTIONS]
    shown = {"name": "inner", "kind": "choice", "options": OPTIONS, "several": False}
    return ask(world, {"name": "inner", "kind": "choice", "options": options}, shown, "the slope $m$")


def send(client: Any, attempt: Attempt, responses: Any) -> Any:
    """Sends an answer, has it checked, and returns what is told of its one part."""
    address = reverse("api_submissions", args=[attempt.public_id])
    body = {"client_key": str(uuid4()), "responses": responses}
    reply = client.post(address, body, content_type="application/json")
    assert reply.status_code == 202, reply.content
    assert grade_batch("answer") is not None
    return client.get(reply.json()["status"]).json()["parts"]["inner"]


def test_a_graph_is_told_with_its_cells_and_fields(api: Api, graph: Attempt) -> None:
    part = api("student").get(reverse("api_attempt", args=[graph.public_id])).json()["parts"][0]
    assert part["fields"] == [f"inner.{cell}" for cell in CELLS]
    assert [cell["key"] for cell in part["graph"]["cells"]] == CELLS
    assert part["graph"]["nodes"] == [{"name": name, "operation": text} for name, text in NODES]
    assert part["graph"]["cells"][2]["other"] == "x1" and part["graph"]["layout"]["width"] == 500


@pytest.mark.parametrize("nested", [True, False])
def test_cells_are_sent_by_name_or_as_an_object(api: Api, graph: Attempt, nested: bool) -> None:
    typed = RIGHT | {"v:u": "6"}
    responses = {"inner": typed} if nested else {f"inner.{cell}": text for cell, text in typed.items()}
    told = send(api("student"), graph, responses)
    assert set(told["cells"]) == set(CELLS) and told["cells"]["v:u"] == "wrong"
    assert told["first_fault"] == "v:u" and told["witness"] is None


def test_the_values_of_cells_are_told_once_it_is_given_up(api: Api, graph: Attempt) -> None:
    student = api("student")
    before = student.get(reverse("api_attempt", args=[graph.public_id])).json()
    after = student.post(
        reverse("api_give_up", args=[graph.public_id]), {}, content_type="application/json"
    ).json()
    assert before["revealed"] is None
    assert after["revealed"]["answers"][0]["cells"] == RIGHT


def test_a_choice_is_told_without_which_option_is_right(api: Api, choice: Attempt) -> None:
    student = api("student")
    part = student.get(reverse("api_attempt", args=[choice.public_id])).json()["parts"][0]
    assert (part["options"], part["several"], part["fields"]) == (OPTIONS, False, ["inner"])
    assert send(student, choice, {"inner": "b"})["verdict"] == "incorrect"
    attempt = student.get(reverse("api_attempt", args=[choice.public_id])).json()
    assert attempt["submissions"][0]["responses"] == {"inner": "b"} and attempt["revealed"] is None
