"""A graph file that is wrong is refused with the node and the reason."""

from __future__ import annotations

import pytest
from graph_table import FAN_OUT, TWO_ONE_ONE, graph

from grader.graphs import GraphFault, all_cells, asked_cells, build, edges, key_cells, topological
from grader.graphs.build import MOST_NODES
from grader.question import GraphSpec


@pytest.mark.parametrize(
    ("spec", "node", "reason"),
    [
        (graph({"x": "1"}, [("a", "b + x"), ("b", "a*2")]), "a", "uses b before it exists"),
        (graph({"x": "1"}, [("a", "a + x")]), "a", "uses itself"),
        (graph({"x": "1"}, [("a", "x + q")]), "a", "unknown_name"),
        (graph({"x": "1"}, [("a", "wiggle(x)")]), "a", "cannot be read"),
        (graph({"x": "1"}, [("a", "x + ")]), "a", "cannot be read"),
        (graph({"x": "1"}, [("a", "(x, x)")]), "a", "is a list"),
        (graph({"x": "1"}, [("a", "softmax(x, 2)")]), "a", "softmax takes 1"),
        (graph({"x": "1"}, [("a", "7")]), "a", "uses no earlier name"),
        (graph({"x": "1"}, [("a", "x"), ("a", "2x")]), "a", "given twice"),
        (graph({"x": "1"}, [("x", "2x")]), "x", "given twice"),
        (graph({"x": "1"}, [("a", "2x")], loss="L"), "L", "not one of the nodes"),
        (graph({"x": "1"}, [("a", "2x")], loss="x"), "x", "not one of the nodes"),
        (graph({"x": "1/0"}, [("a", "2x")]), "x", "cannot be read|no value"),
        (graph({"x": "y"}, [("a", "2x")]), "x", "cannot be read"),
        (graph({"x:y": "1"}, [("a", "2")]), "x:y", "no colon"),
        (graph({f"x{i}": "1" for i in range(MOST_NODES)}, [("a", "x1")]), "", "at most"),
    ],
)
def test_a_wrong_graph_is_refused_with_the_node_and_the_reason(
    spec: GraphSpec, node: str, reason: str
) -> None:
    with pytest.raises(GraphFault, match=reason) as caught:
        build(spec)
    assert caught.value.node == node


@pytest.mark.parametrize("cell", ["v:x", "v:q", "l:J/b", "g:q", "J", "w:J", "l:s", ""])
def test_a_cell_that_the_graph_does_not_have_is_named(cell: str) -> None:
    with pytest.raises(GraphFault, match="no such cell") as caught:
        asked_cells(GraphSpec(FAN_OUT.inputs, FAN_OUT.nodes, "J", ("v:s", cell)))
    assert caught.value.node == cell


def test_a_graph_that_asks_nothing_is_refused() -> None:
    with pytest.raises(GraphFault, match="no cell is asked"):
        asked_cells(GraphSpec(FAN_OUT.inputs, FAN_OUT.nodes, "J", ()))


def test_cells_stand_in_working_order_whatever_the_order_asked() -> None:
    spec = GraphSpec(FAN_OUT.inputs, FAN_OUT.nodes, "J", ("g:x", "l:J/s", "g:J", "v:J", "v:s", "l:s/x"))
    assert [cell.name for cell in asked_cells(spec)] == ["v:s", "v:J", "l:s/x", "l:J/s", "g:J", "g:x"]


def test_every_cell_of_a_graph() -> None:
    assert [cell.name for cell in all_cells(build(FAN_OUT))] == [
        "v:s", "v:J", "l:s/x", "l:s/b", "l:J/x", "l:J/s", "g:J", "g:s", "g:b", "g:x",
    ]  # fmt: skip


def test_edges_and_topological_order_for_drawing() -> None:
    assert edges(FAN_OUT) == (("x", "s"), ("b", "s"), ("x", "J"), ("s", "J"))
    assert topological(FAN_OUT) == ("x", "b", "s", "J")


def test_key_cells_are_exact_or_rounded_to_the_decimals_asked() -> None:
    assert key_cells(FAN_OUT) == {"v:s": "-2", "v:J": "-6", "g:s": "3", "g:x": "1", "g:b": "3"}
    key = key_cells(TWO_ONE_ONE)
    assert key["v:z"] == "3/2"
    assert key["v:h"] == "0.8176"
    assert list(key) == [cell.name for cell in asked_cells(TWO_ONE_ONE)]
