"""The edges of the drawing: smooth lines from box to box, and the places on them where a slot may sit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

HALF_WIDTH = 40
"""Half the width of a node's box, where edges begin and end."""
SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.28, 0.72, 0.24, 0.76)
"""How far along a line a slot may sit, the best first."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge by the points that its line passes, level at each: the right of one box, bends, the left of another."""

    start: str
    end: str
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        """`start>end`."""
        return edge_name(self.start, self.end)

    @property
    def data(self) -> str:
        """As SVG path data."""
        (x, y), *_rest = self.points
        curves = (
            f"C{(a + c) / 2:g} {b:g} {(a + c) / 2:g} {d:g} {c:g} {d:g}"
            for (a, b), (c, d) in pairwise(self.points)
        )
        return f"M{x:g} {y:g}{''.join(curves)}"

    def spots(self) -> Iterator[Point]:
        """Places on the line for a slot, the best first: the middle of its pieces, then further out."""
        for share in SPOTS:
            for (a, b), (c, d) in pairwise(self.points):
                along = 1.5 * share * (1 - share) + share**3
                across = 3 * share**2 - 2 * share**3
                yield a + along * (c - a), b + across * (d - b)


def edge_name(start: str, end: str) -> str:
    """What an edge is called in the page."""
    return f"{start}>{end}"


def edge_of(stored: Mapping[str, Any], wider: float, higher: float) -> Edge:
    """An edge of the stored layout, its places scaled."""
    points = [(x * wider, y * higher) for x, y in stored["points"]]
    (x, y), *bends, (end_x, end_y) = points
    return Edge(stored["from"], stored["to"], ((x + HALF_WIDTH, y), *bends, (end_x - HALF_WIDTH, end_y)))
