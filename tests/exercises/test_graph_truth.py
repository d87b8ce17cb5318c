"""The cells of the bank's graphs against another authority: each node written again in numpy, slopes by central
differences, entry by entry. And as everywhere: the key is right, draws differ, nothing is too small to be typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exercises.reading import load_bank
from exercises.selfcheck import right_responses
from exercises.variants import Variant, draw
from grader import grade
from grader.graphs import build, constant, forward, to_float
from grader.graphs.arrays import entries_of, reshaped, shape_of
from grader.language import Names, parse
from grader.question import GraphSpec
from grader.results import Verdict

SEEDS = (11, 12, 13, 14)
BANK = {problem.id: problem for problem in load_bank() if problem.graph is not None}
STEP = 1e-6

Numbers = dict[str, Any]
Operations = dict[str, Callable[[Numbers], Any]]


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def relu(z: Any) -> Any:
    return np.maximum(0.0, z)


def share(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


def two_layers(function: Callable[[Any], Any]) -> Operations:
    return {
        "z1": lambda v: v["a1"] * v["x1"] + v["a2"] * v["x2"] + v["b1"],
        "z2": lambda v: v["a3"] * v["x1"] + v["a4"] * v["x2"] + v["b2"],
        "h1": lambda v: function(v["z1"]),
        "h2": lambda v: function(v["z2"]),
        "p": lambda v: v["u1"] * v["h1"] + v["u2"] * v["h2"],
        "L": lambda v: (v["p"] - v["y"]) ** 2 / 2,
    }


GRAPHS: dict[str, Operations] = {
    "backprop.forward.circuit": {
        "u": lambda v: v["b"] * v["c"], "v": lambda v: v["a"] + v["u"], "J": lambda v: v["k"] * v["v"],
    },
    "backprop.path.circuit": {
        "u": lambda v: v["b"] * v["c"], "v": lambda v: v["a"] + v["u"], "J": lambda v: v["k"] * v["v"],
    },
    "backprop.forward.relu": {
        "z": lambda v: v["w"] * v["x"] + v["b"], "h": lambda v: relu(v["z"]), "L": lambda v: (v["h"] - v["y"]) ** 2,
    },
    "backprop.local.gates": {
        "q": lambda v: v["x"] * v["y"], "s": lambda v: v["q"] + v["z"], "r": lambda v: 1 / v["s"],
        "L": lambda v: np.maximum(v["r"], v["c"]),
    },
    "backprop.local.max": {
        "p": lambda v: v["a"] * v["x"], "q": lambda v: v["b"] * v["y"], "m": lambda v: np.maximum(v["p"], v["q"]),
        "L": lambda v: v["k"] * v["m"],
    },
    "backprop.path.chain": {
        "u": lambda v: v["a"] * v["x"], "v": lambda v: v["u"] + v["b"], "s": lambda v: v["v"] ** 2,
        "L": lambda v: v["k"] * v["s"],
    },
    "backprop.path.sigmoid-gates": {
        "q": lambda v: v["w"] * v["x"], "f": lambda v: v["q"] + v["b"], "n": lambda v: -v["f"],
        "t": lambda v: np.exp(v["n"]), "d": lambda v: v["t"] + 1, "s": lambda v: 1 / v["d"],
    },
    "backprop.fan-out.square": {"u": lambda v: v["x"] + v["b"], "L": lambda v: v["x"] * v["u"]},
    "backprop.fan-out.sum-difference": {
        "s": lambda v: v["u"] + v["v"], "d": lambda v: v["u"] - v["v"], "L": lambda v: v["s"] * v["d"],
    },
    "backprop.fan-out.shared-weight": {
        "a": lambda v: v["w"] * v["x"], "h": lambda v: np.tanh(v["a"]), "o": lambda v: v["w"] * v["h"],
        "L": lambda v: (v["o"] - v["y"]) ** 2 / 2,
    },
    "backprop.fan-out.residual": {
        "z": lambda v: v["w"] * v["x"], "f": lambda v: np.tanh(v["z"]), "r": lambda v: v["x"] + v["f"],
        "L": lambda v: v["r"] ** 2 / 2,
    },
    "backprop.neuron.logistic": {
        "z": lambda v: v["w"] * v["x"] + v["b"], "p": lambda v: sigmoid(v["z"]),
        "L": lambda v: -(v["y"] * np.log(v["p"]) + (1 - v["y"]) * np.log(1 - v["p"])),
    },
    "backprop.neuron.tanh": {
        "z": lambda v: v["w"] * v["x"] + v["b"], "h": lambda v: np.tanh(v["z"]), "L": lambda v: (v["h"] - v["y"]) ** 2,
    },
    "backprop.two-layer": {
        "z": lambda v: v["w1"] * v["x1"] + v["w2"] * v["x2"] + v["b1"], "h": lambda v: sigmoid(v["z"]),
        "p": lambda v: v["u"] * v["h"] + v["c"], "L": lambda v: (v["p"] - v["y"]) ** 2 / 2,
    },
    "backprop.network.relu": two_layers(relu),
    "backprop.update.neuron": {
        "q1": lambda v: v["w1"] * v["x1"], "q2": lambda v: v["w2"] * v["x2"],
        "o": lambda v: v["q1"] + v["q2"] + v["b"], "L": lambda v: (v["o"] - v["y"]) ** 2 / 2,
    },
    "backprop.check.central": {
        "u": lambda v: v["w"] * v["x"], "v": lambda v: v["u"] + v["b"], "L": lambda v: v["v"] ** 3,
    },
    "backprop.softmax.logits": {"p": lambda v: share(v["z"]), "L": lambda v: -(v["y"] * np.log(v["p"])).sum()},
    "backprop.softmax.layer": {
        "z": lambda v: v["W"] @ v["x"] + v["b"], "L": lambda v: -(v["y"] * np.log(share(v["z"]))).sum(),
    },
    "backprop.batch.shapes": {"Z": lambda v: v["X"] @ v["W"] + v["b"], "L": lambda v: (v["G"] * v["Z"]).sum()},
    "backprop.batch.bias": {"Z": lambda v: v["A"] + v["b"], "L": lambda v: (v["G"] * v["Z"]).sum()},
    "backprop.batch.weights": {"Z": lambda v: v["X"] @ v["W"], "L": lambda v: (v["G"] * v["Z"]).sum()},
    "backprop.batch.network": {
        "Z": lambda v: v["X"] @ v["W"] + v["b"], "H": lambda v: relu(v["Z"]), "o": lambda v: v["H"] @ v["u"],
        "L": lambda v: ((v["o"] - v["y"]) ** 2).sum() / 2,
    },
    "backprop.saturation.dead-relu": {
        "Z": lambda v: v["X"] @ v["W"] + v["b"], "H": lambda v: relu(v["Z"]), "L": lambda v: v["H"].sum(),
    },
    "backprop.saturation.sigmoid": {
        "z1": lambda v: v["w1"] * v["x"], "z2": lambda v: v["w2"] * v["x"], "s1": lambda v: sigmoid(v["z1"]),
        "s2": lambda v: sigmoid(v["z2"]), "L": lambda v: v["c"] * (v["s1"] + v["s2"]),
    },
    "backprop.vanish.exploding": {
        "h1": lambda v: v["w1"] * v["x"], "h2": lambda v: v["w2"] * v["h1"], "h3": lambda v: v["w3"] * v["h2"],
        "L": lambda v: v["w4"] * v["h3"],
    },
    "backprop.vanish.sigmoids": {
        "a1": lambda v: v["w1"] * v["x"], "s1": lambda v: sigmoid(v["a1"]), "a2": lambda v: v["w2"] * v["s1"] + v["b"],
        "s2": lambda v: sigmoid(v["a2"]), "L": lambda v: v["k"] * v["s2"],
    },
}  # fmt: skip


def test_every_graph_of_the_bank_has_an_independent_truth() -> None:
    assert GRAPHS.keys() == BANK.keys()
    assert len(GRAPHS) >= 20


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", GRAPHS)
def test_the_cells_of_a_graph_are_values_and_slopes(name: str, seed: int) -> None:
    variant = draw(BANK[name], seed)
    operations = GRAPHS[name]
    inputs = {each: read(text) for each, text in spec_of(variant).inputs.items()}
    values = worked_out(operations, inputs, {})
    for cell, text in variant.cells.items():
        block, _, place = cell.partition(":")
        node, _, other = place.partition("/")
        if block == "s":
            assert tuple(np.atleast_1d(read(text))) == np.shape(values[node]), cell
            continue
        wanted = values[node]
        if block == "l":
            step = np.full_like(np.asarray(values[other], float), STEP)
            moved = [operations[node](values | {other: values[other] + sign * step}) for sign in (1, -1)]
            wanted = (moved[0] - moved[1]) / (2 * STEP)  # a local derivative acts on each entry by itself
        elif block == "g":
            wanted = gradient(operations, inputs, node, values[node])
        assert np.shape(read(text)) == np.shape(wanted), cell
        np.testing.assert_allclose(read(text), wanted, rtol=1e-4, atol=6e-5, err_msg=cell)


def gradient(operations: Operations, inputs: Numbers, node: str, value: Any) -> Any:
    """The slope of the loss by each entry of a node that is held."""
    loss = list(operations)[-1]
    found = np.zeros_like(np.asarray(value, float))
    for place in np.ndindex(found.shape):
        step = np.zeros_like(found)
        step[place] = STEP
        up, down = (worked_out(operations, inputs, {node: value + sign * step})[loss] for sign in (1, -1))
        found[place] = (up - down) / (2 * STEP)
    return found


def worked_out(operations: Operations, inputs: Numbers, held: Numbers) -> Numbers:
    """All values; a node in `held` keeps the value given there instead of being computed."""
    values = inputs | held
    for name, operation in operations.items():
        values[name] = held[name] if name in held else operation(values)
    return values


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", GRAPHS)
def test_the_engine_on_nudged_inputs_gives_the_gradients_of_the_key(name: str, seed: int) -> None:
    variant = draw(BANK[name], seed)
    graph = build(spec_of(variant))
    for each, value in graph.inputs.items():
        if f"g:{each}" not in variant.cells:
            continue
        slopes = []
        for place in range(len(entries_of(value))):
            ends = [
                forward(graph, graph.inputs | {each: nudged(value, place, by)})[graph.loss] for by in (1, -1)
            ]
            slopes.append((to_float(ends[0]) - to_float(ends[1])) / (2e-5))
        shown = np.ravel(read(variant.cells[f"g:{each}"]))
        np.testing.assert_allclose(slopes, shown, rtol=1e-4, atol=6e-5)


def nudged(value: Any, place: int, sign: int) -> Any:
    entries = entries_of(value)
    entries[place] = entries[place] + sign * constant(parse("1/100000", Names()))
    return reshaped(entries, shape_of(value))


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_draws_different_numbers_and_its_key_is_right(name: str) -> None:
    variants = [draw(BANK[name], seed) for seed in range(8)]
    assert len({str(spec_of(variant).inputs) for variant in variants}) >= 6
    for variant in variants:
        result = grade(variant.question, right_responses(variant))
        assert {part.verdict for part in result.parts.values()} == {Verdict.CORRECT}
        for text in variant.cells.values():
            assert all(entry == 0 or abs(entry) >= 0.01 for entry in np.ravel(read(text)))


def spec_of(variant: Variant) -> GraphSpec:
    [spec] = [part.graph for part in variant.question.parts if part.graph is not None]
    return spec


def read(text: str) -> Any:
    """A cell or an input as floats: a number, a vector or a matrix."""
    value = constant(parse(text, Names()))
    return np.reshape([to_float(entry) for entry in entries_of(value)], shape_of(value))
