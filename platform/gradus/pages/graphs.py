"""The drawing of a computation graph as numbers that an SVG template can place."""

from __future__ import annotations

from dataclasses import dataclass

from gradus.library.presentation import ShownGraph

HALF_WIDTH = 40
HALF_HEIGHT = 22
AROUND = 36
"""Room left and right of the layout, for the operation under an outermost box."""
LONGEST = 26
"""Letters of an operation that fit under a box; a longer one stands in the prompt."""


@dataclass(frozen=True, slots=True)
class Box:
    """One node: its centre, its name, and what stands under it (an input's value, a node's operation)."""

    x: float
    y: float
    name: str
    below: str
    kind: str

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
    """Boxes, edges as SVG path data, and the size of the drawing; `say` is the graph in words."""

    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    left: float
    width: float
    height: float
    say: str


def picture(graph: ShownGraph) -> Picture | None:
    """The picture of a graph with a layout; None without."""
    layout = graph.get("layout")
    if not layout:
        return None
    operations = dict(graph["nodes"])
    boxes = []
    for node in layout["nodes"]:
        name = node["name"]
        given = graph["inputs"].get(name)
        kind = "input" if given is not None else "loss" if name == graph["loss"] else "inner"
        boxes.append(Box(node["x"], node["y"], name, given or _short(operations.get(name, "")), kind))
    paths = tuple(_path(edge["points"]) for edge in layout["edges"])
    say = ", ".join(f"{box.name} = {box.below}" for box in boxes)
    return Picture(tuple(boxes), paths, -AROUND, layout["width"] + 2 * AROUND, layout["height"], say)


def _short(operation: str) -> str:
    return operation if len(operation) <= LONGEST else operation[: LONGEST - 1] + "…"


def _path(points: list[list[float]]) -> str:
    """A smooth line from the right of one box to the left of another, level at every point it passes."""
    (x, y), *rest = points
    x += HALF_WIDTH
    data = f"M{x:g} {y:g}"
    for number, (next_x, next_y) in enumerate(rest, 1):
        end_x = next_x - HALF_WIDTH if number == len(rest) else next_x
        middle = (x + end_x) / 2
        data += f"C{middle:g} {y:g} {middle:g} {next_y:g} {end_x:g} {next_y:g}"
        x, y = end_x, next_y
    return data
