"""The drawing of a computation graph: layers from left to right, with few crossings.

A node stands one layer to the right of its latest parent (longest-path layering); an input stands just left of
its first use, so that edges are short. Within a layer, the order comes from sweeps that put each node at the mean
place of its neighbours (the barycentre method of Sugiyama, Tagawa and Toda, 1981), keeping the best order seen.
Edges that skip a layer bend at points of their own there. The same graph always gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

COLUMN = 170
"""Distance between layers, in the drawing's own units (a template scales them)."""
ROW = 96
"""Distance between neighbours of one layer."""
MARGIN = 60
"""From the outermost nodes to the edge of the drawing."""
SWEEPS = 12

Layers = list[list[str]]
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`places`: node -> (x, y); `edges`: (from, to, points); all within `width` x `height`, y downwards."""

    places: dict[str, tuple[float, float]]
    edges: tuple[tuple[str, str, tuple[tuple[float, float], ...]], ...]
    width: float
    height: float

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "width": self.width,
            "height": self.height,
            "nodes": [{"name": name, "x": x, "y": y} for name, (x, y) in self.places.items()],
            "edges": [
                {"from": start, "to": end, "points": [list(point) for point in points]}
                for start, end, points in self.edges
            ],
        }


def draw_graph(inputs: Sequence[str], parents: Mapping[str, Sequence[str]]) -> Drawing:
    """Places for `inputs` and for the nodes of `parents` (node -> what it is computed from, in order).

    `parents` is in topological order. Raises ValueError where a parent is neither an input nor an earlier node.
    """
    layer = _layering(inputs, parents)
    segments, bends = _segments(layer, parents)
    layers: Layers = [[] for _ in range(max(layer.values()) + 1)]
    for name, number in layer.items():
        layers[number].append(name)
    layers = _untangled(layers, segments)
    places = _coordinates(layers, segments)
    edges = tuple(
        (start, end, tuple(places[point] for point in (start, *bends[start, end], end)))
        for end, starts in parents.items()
        for start in dict.fromkeys(starts)
    )
    shown = {name: places[name] for name in (*inputs, *parents)}
    lowest = max(y for _, y in places.values())
    return Drawing(shown, edges, (len(layers) - 1) * COLUMN + 2 * MARGIN, lowest + MARGIN)


def crossings(layers: Sequence[Sequence[str]], segments: Sequence[Edge]) -> int:
    """How many pairs of edges between neighbouring layers cross."""
    at = {name: index for names in layers for index, name in enumerate(names)}
    layer = {name: number for number, names in enumerate(layers) for name in names}
    count = 0
    for index, (start, end) in enumerate(segments):
        for other_start, other_end in segments[index + 1 :]:
            if layer[start] == layer[other_start]:
                count += (at[start] - at[other_start]) * (at[end] - at[other_end]) < 0
    return count


def _layering(inputs: Sequence[str], parents: Mapping[str, Sequence[str]]) -> dict[str, int]:
    layer = dict.fromkeys(inputs, 0)
    for name, starts in parents.items():
        for start in starts:
            if start not in layer:
                raise ValueError(f"{name} is computed from {start}, which comes later or not at all")
        layer[name] = 1 + max((layer[start] for start in starts), default=0)
    for name in inputs:
        uses = [layer[child] for child, starts in parents.items() if name in starts]
        layer[name] = min(uses, default=1) - 1
    return layer


def _segments(
    layer: dict[str, int], parents: Mapping[str, Sequence[str]]
) -> tuple[list[Edge], dict[Edge, list[str]]]:
    """Edges cut at each layer they pass; the cutting points join `layer` as nodes with unspeakable names."""
    segments: list[Edge] = []
    bends: dict[Edge, list[str]] = {}
    for end, starts in parents.items():
        for start in dict.fromkeys(starts):
            points = [f"{start}\0{end}\0{number}" for number in range(layer[start] + 1, layer[end])]
            layer.update(zip(points, range(layer[start] + 1, layer[end]), strict=True))
            path = [start, *points, end]
            segments += pairwise(path)
            bends[start, end] = points
    return segments, bends


def _untangled(layers: Layers, segments: Sequence[Edge]) -> Layers:
    best, fewest = [list(names) for names in layers], crossings(layers, segments)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        forwards = sweep % 2 == 0
        order = range(1, len(layers)) if forwards else range(len(layers) - 2, -1, -1)
        for number in order:
            beside = layers[number - 1 if forwards else number + 1]
            layers[number].sort(key=_barycentre(beside, segments, layers[number]).__getitem__)
        count = crossings(layers, segments)
        if count < fewest:
            best, fewest = [list(names) for names in layers], count
    return best


def _barycentre(beside: Sequence[str], segments: Sequence[Edge], names: Sequence[str]) -> dict[str, float]:
    """For each name the mean place of its neighbours in the layer `beside`; its own place where it has none."""
    at = {name: float(index) for index, name in enumerate(beside)}
    result = {}
    for index, name in enumerate(names):
        near = [at[a if b == name else b] for a, b in segments if name in (a, b) and (a in at or b in at)]
        result[name] = sum(near) / len(near) if near else float(index)
    return result


def _coordinates(layers: Layers, segments: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """Columns by layer; rows pulled towards the neighbours, never closer than ROW."""
    rows = {name: float(index * ROW) for names in layers for index, name in enumerate(names)}
    for _ in range(SWEEPS):
        for names in layers:
            wanted = [_pull(name, rows, segments) for name in names]
            for name, row in zip(names, _spread(wanted), strict=True):
                rows[name] = row
    top = min(rows.values())
    return {
        name: (float(MARGIN + number * COLUMN), round(rows[name] - top + MARGIN, 1))
        for number, names in enumerate(layers)
        for name in names
    }


def _pull(name: str, rows: Mapping[str, float], segments: Sequence[Edge]) -> float:
    near = [rows[b if a == name else a] for a, b in segments if name in (a, b)]
    return sum(near) / len(near) if near else rows[name]


def _spread(wanted: Sequence[float]) -> list[float]:
    """The rows nearest to those wanted (least squares) that keep their order and a distance of ROW.

    Taking `index * ROW` off turns the distance into mere order; pooling adjacent violators then solves it.
    """
    pools: list[tuple[float, int]] = []
    for index, row in enumerate(wanted):
        pools.append((row - index * ROW, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, count), (before, many) = pools.pop(), pools.pop()
            pools.append(((mean * count + before * many) / (count + many), count + many))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [mean + index * ROW for index, mean in enumerate(flat)]
