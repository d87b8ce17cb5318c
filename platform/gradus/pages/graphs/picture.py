"""The drawing of a computation graph as numbers that an SVG template can place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.language import to_latex
from grader.language.tree import Name, Node
from gradus.library.presentation import ShownGraph
from gradus.pages.graphs.edges import HALF_WIDTH, Edge, Point, edge_of
from gradus.pages.graphs.replay import Step, replay_of
from gradus.pages.graphs.slots import BREATH, HALF_HEIGHT, Slot, Slots, placed_slots, sorted_fields
from gradus.pages.graphs.text import Pieces, pieces, short_entry, short_operation, trees_of
from gradus.submissions.fields import ShownField

AROUND = 10
"""Room left and right of the layout, for the operation under an outermost box."""
ROW = 96
"""Distance between neighbours in the stored layout (exercises.figures.layered)."""
WIDER = 1.14
"""How much further apart columns stand where slots sit on edges."""
LEAST = 0.84
"""The smallest scale at which the drawing is still easy to read; beyond that it scrolls."""
LONGEST_LABEL = 11


@dataclass(frozen=True, slots=True)
class Box:
    """One node: its centre, what stands in it (its name, an input's value) and under it (a short operation).

    `given` is an input's value that is too long to stand in the box: it stands above. `foot` is how far below the
    centre the operation stands.
    """

    name: str
    x: float
    y: float
    label: Pieces
    below: Pieces
    kind: str
    given: str = ""
    foot: float = 0.0

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - HALF_WIDTH

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - HALF_HEIGHT


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, edges, slots for what is asked, and the size of the drawing; `say` is the graph in words.

    `operations` holds what each node computes, as LaTeX; `least` is the width under which it is hard to read.
    """

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    slots: tuple[Slot, ...]
    left: float
    top: float
    width: float
    height: float
    say: str
    operations: tuple[str, ...]
    replay: tuple[Step, ...]

    @property
    def least(self) -> float:
        """The width, in CSS pixels, under which the drawing would be hard to read."""
        return self.width * LEAST


def picture(graph: ShownGraph, fields: Sequence[ShownField] = ()) -> Picture | None:
    """The picture of a graph with a layout, with a slot for each of `fields`; None without a layout."""
    layout = graph.get("layout")
    if not layout:
        return None
    trees, slots = trees_of(graph), sorted_fields(fields)
    operations = {name: short_operation(tree) for name, tree in trees.items()}
    wider, higher = WIDER if slots.on_edges else 1.0, _higher(layout, slots, operations)
    places = {node["name"]: (node["x"] * wider, node["y"] * higher) for node in layout["nodes"]}
    edges = tuple(edge_of(edge, wider, higher) for edge in layout["edges"])
    top, bottom = _ends(places, slots, operations)
    return Picture(
        tuple(_box(name, place, graph, slots, operations) for name, place in places.items()),
        edges,
        placed_slots(slots, places, edges),
        -AROUND,
        top,
        layout["width"] * wider + 2 * AROUND,
        bottom - top,
        ", ".join(f"{name} = {text}" for name, text in [*graph["inputs"].items(), *graph["nodes"]]),
        tuple(f"{to_latex(Name(name))}={_latex(tree)}" for name, tree in trees.items()),
        replay_of(graph, trees),
    )


def _higher(layout: Mapping[str, Any], slots: Slots, operations: Mapping[str, Pieces]) -> float:
    """How much further apart rows stand, so that a node's slots do not touch those of the next."""
    reaches = [
        slots.reach(node["name"], 1 if operations.get(node["name"]) else 0) for node in layout["nodes"]
    ]
    highest, lowest = max(up for up, _down in reaches), max(down for _up, down in reaches)
    return max(1.0, (highest + lowest + BREATH) / ROW)


def _ends(places: Mapping[str, Point], slots: Slots, operations: Mapping[str, Pieces]) -> tuple[float, float]:
    """The upper and the lower edge of the drawing."""
    reaches = [(y, slots.reach(name, 1 if operations.get(name) else 0)) for name, (_x, y) in places.items()]
    return min(y - up for y, (up, _) in reaches) - BREATH, max(y + down for y, (_, down) in reaches) + BREATH


def _box(name: str, place: Point, graph: ShownGraph, slots: Slots, operations: Mapping[str, Pieces]) -> Box:
    given = graph["inputs"].get(name)
    kind = "input" if given is not None else "loss" if name == graph["loss"] else "inner"
    label = name if given is None else f"{name} = {given}"
    long = given is not None and len(label) > LONGEST_LABEL
    return Box(
        name,
        *place,
        pieces(name if long else label),
        operations.get(name, ()),
        kind,
        short_entry(given) if long and given else "",
        slots.reach(name, 0)[1] + 16,
    )


def _latex(tree: Node) -> str:
    """As prompts write it: the logistic function is σ."""
    return to_latex(tree).replace("\\operatorname{sigmoid}", "\\sigma ")
