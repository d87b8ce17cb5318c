"""The drawing of a computation graph as numbers that an SVG template can place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.language import to_latex
from grader.language.tree import Name, Node
from gradus.library.presentation import ShownGraph
from gradus.pages.graphs.edges import HALF_WIDTH, Edge, Point, edge_of
from gradus.pages.graphs.replay import Step, replay_of
from gradus.pages.graphs.slots import BREATH, HALF_HEIGHT, LINE, Slot, Slots, placed_slots, sorted_fields
from gradus.pages.graphs.text import LONGEST_ARRAY, Pieces, pieces, short_entry, short_operation, trees_of
from gradus.submissions.fields import ShownField

AROUND = 10
"""Room left and right of the layout, for the operation under an outermost box."""
ROW = 96
"""Distance between neighbours in the stored layout (exercises.figures.layered)."""
WIDER, WIDEST = 1.14, 1.36
"""How much further apart columns stand where slots sit on edges, and where there are wide slots beside them."""
LEAST = 0.84
"""The smallest scale at which the drawing is still easy to read; beyond that it scrolls."""
LONGEST_LABEL = 11
"""Letters that fit in a box; a longer value of an input stands above it."""
FOOT = 16
"""From the lowest slot of a node to the line of its operation."""


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
    reaches = _reaches(graph, [node["name"] for node in layout["nodes"]], slots, operations)
    wider, higher = _wider(slots), _higher(reaches)
    places = {node["name"]: (node["x"] * wider, node["y"] * higher) for node in layout["nodes"]}
    edges = tuple(edge_of(edge, wider, higher) for edge in layout["edges"])
    top, bottom = _ends(places, reaches)
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


def _reaches(
    graph: ShownGraph, names: Iterable[str], slots: Slots, operations: Mapping[str, Pieces]
) -> dict[str, tuple[float, float]]:
    """How far each node reaches up and down from its centre, with its slots and what is written over and under it."""
    reaches = {}
    for name in names:
        up, down = slots.reach(name)
        over, under = LINE * bool(_given(name, graph)), LINE * bool(operations.get(name))
        reaches[name] = (up + over, down + under)
    return reaches


def _wider(slots: Slots) -> float:
    if not slots.on_edges:
        return 1.0
    return WIDEST if slots.arrays else WIDER


def _higher(reaches: Mapping[str, tuple[float, float]]) -> float:
    """How much further apart rows stand, so that a node's slots do not touch those of the next."""
    highest, lowest = max(up for up, _ in reaches.values()), max(down for _, down in reaches.values())
    return max(1.0, (highest + lowest + BREATH) / ROW)


def _ends(places: Mapping[str, Point], reaches: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """The upper and the lower edge of the drawing."""
    top = min(y - reaches[name][0] for name, (_x, y) in places.items())
    bottom = max(y + reaches[name][1] for name, (_x, y) in places.items())
    return top - BREATH, bottom + BREATH


def _given(name: str, graph: ShownGraph) -> str:
    """An input's value that is too long to stand in the box with its name; else nothing."""
    given = graph["inputs"].get(name, "")
    return short_entry(given, LONGEST_ARRAY) if len(f"{name} = {given}") > LONGEST_LABEL and given else ""


def _box(name: str, place: Point, graph: ShownGraph, slots: Slots, operations: Mapping[str, Pieces]) -> Box:
    given, above = graph["inputs"].get(name), _given(name, graph)
    kind = "input" if given is not None else "loss" if name == graph["loss"] else "inner"
    label = name if given is None or above else f"{name} = {given}"
    foot = slots.reach(name)[1] + FOOT
    return Box(name, *place, pieces(label), operations.get(name, ()), kind, above, foot)


def _latex(tree: Node) -> str:
    """As prompts write it: the logistic function is σ."""
    return to_latex(tree).replace("\\operatorname{sigmoid}", "\\sigma ")
