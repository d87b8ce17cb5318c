"""Drawings of computation graphs: in layers, without needless crossings, always the same."""

from __future__ import annotations

import itertools
import json

import pytest

from exercises.figures.layered import COLUMN, MARGIN, ROW, Drawing, crossings, draw_graph

GRAPHS: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "one gate": (["a", "b"], {"L": ["a", "b"]}),
    "fan-out": (["x", "b"], {"u": ["x", "b"], "L": ["x", "u"]}),
    "neuron": (["x", "w", "b", "y"], {"z": ["w", "x", "b"], "p": ["z"], "L": ["p", "y"]}),
    "two layers": (
        ["x1", "x2", "w1", "w2", "b1", "u", "c", "y"],
        {"z": ["w1", "x1", "w2", "x2", "b1"], "h": ["z"], "p": ["u", "h", "c"], "L": ["p", "y"]},
    ),
    "diamond": (["x"], {"a": ["x"], "b": ["x"], "c": ["x"], "L": ["c", "a", "b"]}),
    "long skip": (["x", "y"], {"a": ["x"], "b": ["a"], "c": ["b"], "d": ["c", "x"], "L": ["d", "y"]}),
}
DRAWINGS = {name: draw_graph(*graph) for name, graph in GRAPHS.items()}


@pytest.fixture(params=GRAPHS, name="name")
def _name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_edge_goes_from_left_to_right(name: str) -> None:
    for start, end, points in DRAWINGS[name].edges:
        xs = [x for x, _ in points]
        assert xs == sorted(xs)
        assert len(set(xs)) == len(xs)
        assert (points[0], points[-1]) == (DRAWINGS[name].places[start], DRAWINGS[name].places[end])


def test_every_node_and_every_edge_is_drawn_once(name: str) -> None:
    inputs, parents = GRAPHS[name]
    assert list(DRAWINGS[name].places) == [*inputs, *parents]
    wanted = sorted((start, end) for end, starts in parents.items() for start in starts)
    assert sorted((start, end) for start, end, _ in DRAWINGS[name].edges) == wanted


def test_nothing_lies_closer_than_a_row_to_its_neighbour(name: str) -> None:
    points = {point for _, _, path in DRAWINGS[name].edges for point in path}
    for (x, y), (other_x, other_y) in itertools.combinations(points, 2):
        assert x != other_x or abs(y - other_y) >= ROW - 0.2


def test_everything_lies_inside_the_margins(name: str) -> None:
    drawing = DRAWINGS[name]
    for _, _, path in drawing.edges:
        for x, y in path:
            assert MARGIN <= x <= drawing.width - MARGIN
            assert MARGIN <= y <= drawing.height - MARGIN


def test_no_edges_cross_where_they_need_not(name: str) -> None:
    assert _crossings(DRAWINGS[name]) == 0


def test_the_loss_stands_at_the_right_end(name: str) -> None:
    drawing = DRAWINGS[name]
    assert drawing.places["L"][0] == max(x for x, _ in drawing.places.values())


def test_an_input_stands_beside_its_first_use() -> None:
    places = DRAWINGS["two layers"].places
    assert places["y"][0] == places["L"][0] - COLUMN
    assert places["u"][0] == places["h"][0]


def test_the_same_graph_is_drawn_the_same(name: str) -> None:
    assert draw_graph(*GRAPHS[name]) == DRAWINGS[name]


def test_crossings_are_counted() -> None:
    segments = [("a", "d"), ("b", "c")]
    assert crossings([["a", "b"], ["c", "d"]], segments) == 1
    assert crossings([["a", "b"], ["d", "c"]], segments) == 0


def test_sweeps_untangle_a_tangled_order() -> None:
    drawing = draw_graph(["a", "b", "c"], {"p": ["c"], "q": ["b"], "r": ["a"], "L": ["p", "q", "r"]})
    assert _crossings(drawing) == 0


def test_a_drawing_is_plain_json() -> None:
    data = DRAWINGS["neuron"].to_json()
    assert json.loads(json.dumps(data)) == data
    assert {node["name"] for node in data["nodes"]} == {"x", "w", "b", "y", "z", "p", "L"}


def test_a_parent_that_comes_later_is_refused() -> None:
    with pytest.raises(ValueError, match="u is computed from v"):
        draw_graph(["x"], {"u": ["v"], "v": ["x"]})


def _crossings(drawing: Drawing) -> int:
    """Counted from the coordinates alone: pairs of pieces over the same columns whose ends are in opposite order."""
    pieces = [piece for _, _, path in drawing.edges for piece in itertools.pairwise(path)]
    return sum(
        one[0][0] == two[0][0] and (one[0][1] - two[0][1]) * (one[1][1] - two[1][1]) < 0
        for one, two in itertools.combinations(pieces, 2)
    )
