"""Where entries show in the drawing: values above their node, gradients below, local derivatives on their edge.

Only cells that are asked have a slot. The slots repeat the table: nobody needs them to fill it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gradus.library.presentation import ShownCell
from gradus.pages.graphs.edges import HALF_WIDTH, Edge, Point, edge_name
from gradus.pages.graphs.text import LONGEST_ARRAY, LONGEST_ENTRY, short_entry
from gradus.pages.sentences import cell_word
from gradus.submissions.fields import ShownField

HALF_HEIGHT = 22
"""Half the height of a node's box."""
SLOT_HEIGHT = 24
SLOT_WIDTH = 82
EDGE_SLOT_WIDTH = 78
ARRAY_WIDTH = 128
GAP = 4
"""Between a box and its slots."""
LINE = 18
"""Room for the operation under a node."""
BREATH = 14
"""Between the lowest thing of a node and the highest of the one below."""

ABOVE, BELOW = ("forward", "shape"), ("grad",)
"""Blocks above and below a node, from the box outwards."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: its centre, what shows in it, and the edges that the cell's method uses (their names, with spaces)."""

    field: ShownField
    key: str
    block: str
    x: float
    y: float
    width: float
    edges: str

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - SLOT_HEIGHT / 2

    @property
    def text(self) -> str:
        """The entry, cut where it is long."""
        return short_entry(self.field.value, self.longest)

    @property
    def longest(self) -> int:
        """Letters of an entry that fit."""
        return LONGEST_ARRAY if self.width == ARRAY_WIDTH else LONGEST_ENTRY

    @property
    def sign(self) -> str:
        """The letter of the verdict, once there is one."""
        return cell_word(self.field.state).sign if self.field.state else ""


@dataclass(frozen=True, slots=True)
class Slots:
    """The fields of a graph by where they show."""

    above: Mapping[str, tuple[ShownField, ...]]
    below: Mapping[str, tuple[ShownField, ...]]
    on_edges: tuple[ShownField, ...]

    @property
    def arrays(self) -> bool:
        """Whether some slot at a node is for a vector or matrix."""
        stacks = [*self.above.values(), *self.below.values()]
        return any(_is_array(field) for fields in stacks for field in fields)

    def reach(self, node: str) -> tuple[float, float]:
        """How far a node reaches up and down from its centre with its slots."""
        up, down = len(self.above.get(node, ())), len(self.below.get(node, ()))
        return HALF_HEIGHT + up * (SLOT_HEIGHT + GAP), HALF_HEIGHT + down * (SLOT_HEIGHT + GAP)


def sorted_fields(fields: Sequence[ShownField]) -> Slots:
    """Which fields show where."""
    cells = [(field, field.cell) for field in fields if field.cell is not None]
    return Slots(
        _by_node(cells, ABOVE),
        _by_node(cells, BELOW),
        tuple(field for field, cell in cells if cell["block"] == "local"),
    )


def placed_slots(slots: Slots, places: Mapping[str, Point], edges: Sequence[Edge]) -> tuple[Slot, ...]:
    """Every slot with its place; slots on edges keep off the nodes and off each other as far as they can."""
    at_nodes = [*_stacks(slots.above, places, edges, -1), *_stacks(slots.below, places, edges, 1)]
    taken: list[Rectangle] = []
    for name, (x, y) in places.items():
        up, down = slots.reach(name)
        taken.append((x - HALF_WIDTH, y - up, x + HALF_WIDTH, y + down + LINE))
    return (*at_nodes, *_on_edges(slots.on_edges, edges, taken))


def used_edges(cell: ShownCell, edges: Sequence[Edge]) -> str:
    """The edges that a cell's method uses: into its node, out of it (for a gradient), or the one it stands on."""
    node, other = cell["node"], cell.get("other", "")
    if cell["block"] == "local":
        return edge_name(other, node)
    if cell["block"] == "grad":
        return " ".join(edge.name for edge in edges if edge.start == node)
    return " ".join(edge.name for edge in edges if edge.end == node)


def _by_node(
    cells: Sequence[tuple[ShownField, ShownCell]], blocks: Sequence[str]
) -> dict[str, tuple[ShownField, ...]]:
    found: dict[str, tuple[ShownField, ...]] = {}
    for block in blocks:
        for field, cell in cells:
            if cell["block"] == block:
                found[cell["node"]] = (*found.get(cell["node"], ()), field)
    return found


def _stacks(
    stacks: Mapping[str, Sequence[ShownField]],
    places: Mapping[str, Point],
    edges: Sequence[Edge],
    direction: int,
) -> Iterator[Slot]:
    for node, fields in stacks.items():
        if node not in places:
            continue
        x, y = places[node]
        y += direction * (HALF_HEIGHT + GAP + SLOT_HEIGHT / 2)
        for number, field in enumerate(fields):
            width = ARRAY_WIDTH if _is_array(field) else SLOT_WIDTH
            yield _slot(field, x, y + direction * number * (SLOT_HEIGHT + GAP), width, edges)


def _on_edges(fields: Sequence[ShownField], edges: Sequence[Edge], taken: list[Rectangle]) -> Iterator[Slot]:
    by_name = {edge.name: edge for edge in edges}
    for field in fields:
        edge = by_name.get(used_edges(field.cell, edges)) if field.cell else None
        if edge is None:
            continue
        spots = list(edge.spots())
        x, y = next((spot for spot in spots if _free(_around(*spot, EDGE_SLOT_WIDTH), taken)), spots[0])
        taken.append(_around(x, y, EDGE_SLOT_WIDTH))
        yield _slot(field, x, y, EDGE_SLOT_WIDTH, edges)


def _is_array(field: ShownField) -> bool:
    return field.cell is not None and field.cell.get("dimensions", 0) > 0


def _slot(field: ShownField, x: float, y: float, width: float, edges: Sequence[Edge]) -> Slot:
    assert field.cell is not None
    return Slot(field, field.cell["key"], field.cell["block"], x, y, width, used_edges(field.cell, edges))


def _around(x: float, y: float, width: float) -> Rectangle:
    return x - width / 2, y - SLOT_HEIGHT / 2, x + width / 2, y + SLOT_HEIGHT / 2


def _free(wanted: Rectangle, taken: Sequence[Rectangle]) -> bool:
    left, top, right, bottom = wanted
    return all(right <= a or c <= left or bottom <= b or d <= top for a, b, c, d in taken)
