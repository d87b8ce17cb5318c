"""Graphs on vectors and matrices: values, gradients against central differences and forward mode, cells, faults."""

from __future__ import annotations

import numpy as np
import pytest
from flint import fmpq
from graph_table import graph

from grader.checkers import graph as checker
from grader.checkers.shape import Context, PreparedPart
from grader.errors import Unreadable
from grader.graphs import GraphFault, build, forward, key_cells, run, tangents, to_float
from grader.graphs.arrays import entries_of, reshaped, shape_of, zeros_like
from grader.language import Names
from grader.question import GraphSpec, Part
from grader.results import FULL_SCORE, CellVerdict, PartResult, Verdict

X = "[[1, -2], [3/2, 1], [-1, 2]]"
LAYER = graph(
    {"X": X, "W": "[[1/2, 1], [-1, 2]]", "b": "(1/2, -3/2)"},
    [("Z", "X W + b"), ("H", "relu(Z)"), ("L", "sum(H)")],
    ("s:W", "v:Z", "v:H", "v:L", "l:H/Z", "g:Z", "g:W", "g:b", "g:X"),
)
CLASSES = graph(
    {
        "X": X,
        "W": "[[1/2, 1, 0], [-1, 2, 1/3]]",
        "b": "(1/4, -3/2, 0)",
        "Y": "[[1, 0, 0], [0, 0, 1], [0, 1, 0]]",
    },
    [("Z", "X*W + b"), ("L", "cross_entropy(Z, Y)")],
    ("v:Z", "v:L", "g:Z", "g:W", "g:b"),
)
DEEP = graph(
    {"x": "(1, -1/2)", "A": "[[1, 2], [-1/2, 1], [2, 0]]", "u": "(1, -2, 1/2)", "y": "3/4"},
    [("z", "A x"), ("h", "tanh(z)"), ("s", "dot(u, h)"), ("L", "(s - y)^2/2")],
    ("v:z", "v:h", "v:s", "v:L", "g:s", "g:h", "g:z", "g:A", "g:x", "g:u"),
)
RESIDUAL = graph(
    {"x": "(2, -1)", "W": "[[1/2, -1], [1, 1/4]]"},
    [("f", "sigmoid(W x)"), ("r", "x + f"), ("L", "mean(square(r))")],
    ("v:f", "v:r", "v:L", "g:r", "g:f", "g:x", "g:W"),
)
ODDS = graph(
    {"z": "(1, 2, -1)", "M": "[[1, 2, 3], [4, 5, 7]]", "c": "2"},
    [
        ("p", "softmax(z)"), ("q", "hadamard(p, z) - z/c"), ("t", "transpose(M)"), ("v", "rowsum(t) + q"),
        ("w", "colsum(M)"), ("m", "max(v, w)"), ("L", "sum(m) + c*mean(t) + dot(p, w)"),
    ],
    ("v:p",),
)  # fmt: skip
ALL = [LAYER, CLASSES, DEEP, RESIDUAL, ODDS]


@pytest.mark.parametrize("spec", ALL)
def test_gradients_equal_central_differences(spec: GraphSpec) -> None:
    built = build(spec)
    gradients = run(built).gradients
    step = fmpq(1, 10**5)
    for name, value in built.inputs.items():
        assert shape_of(gradients[name]) == shape_of(value)
        for place, slope in enumerate(entries_of(gradients[name])):
            ends = [
                forward(built, built.inputs | {name: nudged(value, place, by)})[spec.loss]
                for by in (step, -step)
            ]
            assert to_float((ends[0] - ends[1]) / (2 * step)) == pytest.approx(
                to_float(slope), rel=1e-6, abs=1e-8
            )


def nudged(value: object, place: int, by: fmpq) -> object:
    entries = entries_of(value)
    entries[place] = entries[place] + by
    return reshaped(entries, shape_of(value))


@pytest.mark.parametrize("spec", ALL)
def test_forward_mode_equals_reverse_mode(spec: GraphSpec) -> None:
    built = build(spec)
    numbers = run(built)
    for name in built.names:
        for place, slope in enumerate(entries_of(numbers.gradients[name])):
            along = nudged(zeros_like(numbers.values[name]), place, fmpq(1))
            tangent = tangents(built, numbers.values, numbers.local, name, along)[spec.loss]
            assert to_float(tangent) == pytest.approx(to_float(slope), rel=1e-12, abs=1e-15)


def test_whole_numbers_stay_exact() -> None:
    numbers = run(build(LAYER))
    assert all(isinstance(entry, fmpq) for entry in numbers.gradients["W"].flat)


def test_the_layer_is_the_one_of_numpy() -> None:
    numbers = run(build(LAYER))
    x, w = np.array([[1, -2], [1.5, 1], [-1, 2]]), np.array([[0.5, 1], [-1, 2]])
    z = x @ w + np.array([0.5, -1.5])
    on = (z > 0).astype(float)
    assert np.allclose(np.vectorize(to_float)(numbers.values["Z"]), z)
    assert np.allclose(np.vectorize(to_float)(numbers.gradients["W"]), x.T @ on)
    assert np.allclose(np.vectorize(to_float)(numbers.gradients["b"]), on.sum(axis=0))
    assert np.allclose(np.vectorize(to_float)(numbers.gradients["X"]), on @ w.T)


@pytest.mark.parametrize(
    ("inputs", "node", "reason"),
    [
        (
            {"X": X, "W": "[[1, 2, 3]]"},
            ("Z", "X W"),
            "a 3 x 2 matrix times a 1 x 3 matrix: the inner sizes differ",
        ),
        ({"a": "(1, 2)", "b": "(1, 2, 3)"}, ("Z", "a + b"), "a vector of 2 and a vector of 3 do not meet"),
        ({"a": "(1, 2)", "b": "(3, 4)"}, ("Z", "a b"), "write dot(a, b), hadamard(a, b)"),
        ({"a": "(1, 2)", "b": "(3, 4, 5)"}, ("Z", "dot(a, b)"), "two vectors of one length"),
        ({"a": "3", "b": "4"}, ("Z", "softmax(a)"), "softmax of a number"),
        ({"a": "(1, 2)"}, ("Z", "sum(a, a)"), "sum takes 1, this one is given 2"),
        ({"a": "(1, 2)"}, ("Z", "rowsum(a)"), "a matrix is needed"),
        ({"a": "(1, 2)"}, ("Z", "[a, a]"), "is a list"),
        ({"a": "(1, 2)"}, ("Z", "a + 1"), "is a vector of 2; a loss is one number"),
        ({"a": "(1, 1/0)"}, ("Z", "sum(a)"), "has no value"),
    ],
)
def test_shapes_that_do_not_meet_are_refused(
    inputs: dict[str, str], node: tuple[str, str], reason: str
) -> None:
    with pytest.raises(GraphFault, match=r".*") as caught:
        build(graph(inputs, [node]))
    assert reason in str(caught.value)
    assert caught.value.node in ("Z", "a")


def test_a_kink_under_an_array_is_refused() -> None:
    with pytest.raises(GraphFault, match="no derivative"):
        run(build(graph({"z": "(1, 0)"}, [("h", "relu(z)"), ("L", "sum(h)")])))


def prepared(spec: GraphSpec) -> PreparedPart:
    part = Part("bp", "graph", graph=spec)
    return PreparedPart(part, Names(), 0, checker.prepare(part, Names(), 0, None))


def judged(spec: GraphSpec, **changed: str) -> PartResult:
    part = prepared(spec)
    cells = key_cells(spec) | {
        name.replace("_", ":", 1).replace("__", "/"): text for name, text in changed.items()
    }
    return checker.judge(part, checker.read(part, cells), Context())


@pytest.mark.parametrize("spec", ALL)
def test_the_key_as_text_is_correct(spec: GraphSpec) -> None:
    result = judged(spec)
    assert (result.verdict, result.score) == (Verdict.CORRECT, FULL_SCORE)


def verdicts(result: PartResult) -> dict[str, CellVerdict]:
    assert result.cells is not None
    return {name: cell.verdict for name, cell in result.cells.items()}


def test_a_slip_in_the_values_is_carried_through_the_matrices() -> None:
    """One wrong entry of Z: the signs of H and the gradients follow from it."""
    right = run(build(LAYER))
    x, w = right.values["X"], right.values["W"]
    z = right.values["Z"].copy()
    z[0][0] = -z[0][0]
    h = np.vectorize(lambda e: max(e, fmpq(0)), otypes=[object])(z)
    on = np.vectorize(lambda e: fmpq(int(e > 0)), otypes=[object])(z)
    own = {
        "v:Z": z,
        "v:H": h,
        "v:L": h.sum(),
        "l:H/Z": on,
        "g:Z": on,
        "g:W": x.T.dot(on),
        "g:b": on.sum(axis=0),
        "g:X": on.dot(w.T),
    }
    result = judged(
        LAYER, **{name.replace(":", "_").replace("/", "__"): text_of(value) for name, value in own.items()}
    )
    found = verdicts(result)
    assert [name for name, verdict in found.items() if verdict is CellVerdict.WRONG] == ["v:Z"]
    assert result.first_fault == "v:Z"
    assert found["g:W"] is CellVerdict.FOLLOW_THROUGH
    cell = (result.cells or {})["v:Z"]
    assert cell.entries == ("wrong", "right", "right", "right", "right", "right")


def text_of(value: object) -> str:
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return "[" + ", ".join(text_of(row).replace("(", "[").replace(")", "]") for row in value) + "]"
    if isinstance(value, np.ndarray):
        return "(" + ", ".join(map(str, value)) + ")"
    return str(value)


def test_a_transposed_gradient_and_another_shape_are_named() -> None:
    right = run(build(LAYER)).gradients
    turned = judged(LAYER, g_W=text_of(right["W"].T))
    assert [each.code for each in (turned.cells or {})["g:W"].diagnosis] == ["transposed"]
    other = judged(LAYER, g_X="[[1, 2], [3, 4]]")
    assert [each.code for each in (other.cells or {})["g:X"].diagnosis] == ["wrong_shape"]
    assert other.first_fault == "g:X"


@pytest.mark.parametrize("typed", ["(2, 2)", "2x2", "2 × 2", "[2, 2]"])
def test_a_shape_is_typed_as_shapes_are(typed: str) -> None:
    assert judged(LAYER, s_W=typed).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("cell", "typed"), [("g:b", "3"), ("v:L", "(1, 2)"), ("v:Z", "(1, 2, 3)"), ("g:b", "(1, x)")]
)
def test_a_cell_of_another_kind_is_unreadable_alone(cell: str, typed: str) -> None:
    part = prepared(LAYER)
    reading = checker.read(part, {cell: typed, "v:H": "[[1, 2], [3, 4], [5, 6]]"})
    if (cell, typed) == ("v:Z", "(1, 2, 3)"):
        assert list(reading.cells or {}) == ["v:Z", "v:H"]  # one row: of another shape, and marked
        return
    assert list(reading.cell_faults or {}) == [cell]
    assert list(reading.cells or {}) == ["v:H"]


def test_a_column_is_taken_for_a_vector() -> None:
    right = run(build(LAYER)).gradients["b"]
    assert (
        judged(LAYER, g_b="[" + ", ".join(f"[{entry}]" for entry in right) + "]").verdict is Verdict.CORRECT
    )


def test_an_unknown_cell_is_refused() -> None:
    with pytest.raises(Unreadable):
        checker.read(prepared(LAYER), {"l:Z/W": "1"})
