"""Problem files with graphs on vectors and matrices: what is read, what is refused and where, what is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from exercises.faults import ProblemFileError
from exercises.figures.cells import cells_latex
from exercises.questions import RejectedError
from exercises.reading import parse_problem
from exercises.selfcheck import run_test
from exercises.variants import draw, make

LAYER = """
id = "test.layer"
title = "A layer"
skills = ["batches-shapes"]
difficulty = 3
prompt = "With $X={X}$."

[params]
a = { int = [2, 9] }
w = { int = [2, 9] }
y = { of = ["(1, 0)", "(0, 1)"] }

[let]
X = "[[a, 2], [1, -1], [3, 4]]"
W = "[[1, w], [-2, 3]]"
b = "(1, -5)"

[graph]
inputs = ["X", "W", "b", "y"]
nodes = [
  ["Z", "X W + b"],
  ["H", "leaky_relu(Z, 1/2)"],
  ["o", "colsum(H)"],
  ["L", "dot(o - y, o - y)/2"],
]
loss = "L"

[[answer]]
name = "cells"
type = "graph"
ask = { shape = ["X", "Z"], forward = ["Z"], local = "all", grad = "all" }
marks = { shape = 1, forward = 1, local = 1, grad = 2 }
"""
NODES = {"Z": 21, "H": 22, "o": 23, "L": 24}


def test_an_array_graph_asks_for_shapes_and_for_the_local_derivatives_there_are() -> None:
    [part] = draw(parse_problem(LAYER), 1).question.parts
    assert part.graph is not None
    assert part.graph.ask[:5] == ("s:X", "s:Z", "v:Z", "l:H/Z", "g:L")
    assert part.graph.ask[5:] == ("g:o", "g:H", "g:Z", "g:X", "g:W", "g:b", "g:y")
    assert part.graph.marks == {"shape": 1, "forward": 1, "local": 1, "grad": 2}
    assert part.graph.nodes[0][1] in ("X W + b", "X*W + b")


def test_numbers_put_into_a_node_leave_the_order_of_matrices_alone() -> None:
    text = LAYER.replace('"X W + b"', '"w*X W + transpose(X) a"').replace("[let]", '[let]\nV = "3"')
    with pytest.raises(ProblemFileError, match="do not meet"):
        parse_problem(text)
    text = LAYER.replace('"X W + b"', '"w*(X W) + b"')
    [part] = make(parse_problem(text), {"a": "5", "w": "4", "y": "(1, 0)"}).question.parts
    assert part.graph is not None
    assert part.graph.nodes[0][1].replace(" ", "").replace("*", "") in ("4(XW)+b", "4XW+b")


def test_right_cells_are_shown_as_matrices() -> None:
    variant = make(parse_problem(LAYER), {"a": "5", "w": "4", "y": "(0, 1)"})
    assert variant.cells["s:X"] == "(3, 2)"
    assert variant.cells["v:Z"] == "[[2, 21], [4, -4], [-4, 19]]"
    assert variant.cells["g:b"].startswith("(")
    assert r"Z=\begin{bmatrix}2 & 21 \\ 4 & -4 \\ -4 & 19\end{bmatrix}" in variant.answers["cells"]
    assert cells_latex({"s:b": "(2)"}, "L") == r"\operatorname{shape}(b)=(2)"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said"),
    [
        ('"X W + b"', '"W X + b"', NODES["Z"], "graph.nodes[1]", "a 2 x 2 matrix times a 3 x 2 matrix"),
        ('"X W + b"', '"X W + X b y"', NODES["Z"], "graph.nodes[1]", "Z: "),
        ('"leaky_relu(Z, 1/2)"', '"tanh(o)"', NODES["H"], "graph.nodes[2]", "`H` uses `o` before it exists"),
        ('"leaky_relu(Z, 1/2)"', '"tanh(H)"', NODES["H"], "graph.nodes[2]", "`H` uses itself"),
        ('"leaky_relu(Z, 1/2)"', '"wiggle(Z)"', NODES["H"], "graph.nodes[2]", "`wiggle`"),
        ('"leaky_relu(Z, 1/2)"', '"tanh(Q)"', NODES["H"], "graph.nodes[2]", "`Q` is no parameter"),
        ('"leaky_relu(Z, 1/2)"', '"dot(Z)"', NODES["H"], "graph.nodes[2]", "dot takes 2"),
        ('"colsum(H)"', '"b y"', NODES["o"], "graph.nodes[3]", "write dot(a, b), hadamard(a, b)"),
        ('loss = "L"', 'loss = "Z"', 26, "graph.loss", "a loss is one number"),
        ('"X", "Z"]', '"X", "L"]', 31, "answer[1].ask.shape", "`L` is a number and has no shape"),
        ('"X", "Z"]', '"X", "z"]', 31, "answer[1].ask.shape", "the graph has no `z`"),
        ('local = "all"', 'local = ["Z/X"]', 31, "answer[1].ask.local", "has no local derivative"),
        ('local = "all"', 'local = ["Z/H"]', 31, "answer[1].ask.local", "the graph has no `Z/H`"),
        ('y = { of = ["(1, 0)"', 'y = { of = ["(1/0, 0)"', 11, "params.y.of[1]", "has no value"),
    ],
)
def test_a_wrong_graph_is_refused_with_line_key_and_node(
    old: str, new: str, line: int, key: str, said: str
) -> None:
    assert old in LAYER
    with pytest.raises(ProblemFileError) as caught:
        parse_problem(LAYER.replace(old, new))
    faults = [(fault.line, fault.key, fault.message) for fault in caught.value.faults]
    assert any(fault[:2] == (line, key) and said in fault[2] for fault in faults), faults


CHAIN = """
id = "test.chain"
title = "A chain"
skills = ["backward-path"]
difficulty = 2
prompt = "With $x={x}$."

[params]
x = { of = ["2", "1/20", "3", "7"] }

[graph]
inputs = ["x"]
nodes = [["h", "tanh(x)"], ["L", "h^2"]]
loss = "L"

[[answer]]
name = "cells"
type = "graph"
ask = { forward = "all", local = ["h/x"], grad = ["h", "x"] }

[[test]]
params = { x = "3/4" }
give = { cells = { "l:h/x" = "0.3649" } }
expect = "incorrect"
diagnosis = "tanh_nosq"
"""


@pytest.mark.parametrize(
    ("change", "x", "said"),
    [
        (str, "1/20", "smaller than 0.01"),
        (str, "7", "smaller than 0.01"),
        (lambda text: text.replace('"h^2"', '"h + 2"'), "1/10", "hard to tell from rounding"),
    ],
)
def test_draws_in_which_honest_work_and_mistakes_look_alike_are_refused(
    change: Callable[[str], str], x: str, said: str
) -> None:
    problem = parse_problem(change(CHAIN))
    with pytest.raises(RejectedError, match=said):
        make(problem, {"x": x})


def test_a_test_may_name_the_diagnosis_of_the_first_faulty_cell() -> None:
    problem = parse_problem(CHAIN)
    assert run_test(problem, problem.tests[0]) == []
    wrong = parse_problem(CHAIN.replace('diagnosis = "tanh_nosq"', 'diagnosis = "bp_noact"'))
    assert run_test(wrong, wrong.tests[0]) == ["the diagnosis is tanh_nosq, not bp_noact."]
    with pytest.raises(ProblemFileError, match='Did you mean "bp_noact"'):
        parse_problem(CHAIN.replace('diagnosis = "tanh_nosq"', 'diagnosis = "bp_noac"'))
