"""A computation graph filled in by hand: a fault in one cell, and right work on it from there."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from flint import fmpq

from grader.graphs import Cell, GradientCell, Graph, Value, ValueCell, asked_cells, build, shown
from grader.graphs.engine import pulled
from grader.question import GraphSpec

BLANK = 0.2
"""How often somebody who goes wrong also leaves the last cells empty."""

Fault = Callable[[Value], Value]

FAULTS: dict[str, tuple[Fault, ...]] = {
    "shape": (lambda value: value[::-1],),
    "forward": (lambda value: value + 1, lambda value: -value, lambda value: value - 2),
    "local": (lambda value: -value, lambda _value: fmpq(1), lambda value: 2 * value),
    "grad": (lambda value: -value, lambda value: value / 2, lambda value: 2 * value),
}
"""What happens in a cell of each block: a shape turned round, slips of arithmetic and of sign, a local derivative left out, a factor 2."""


@dataclass
class Sheet:
    """What stands in the cells: each is worked out from what stands in the others, `faults` excepted."""

    graph: Graph
    faults: Mapping[str, Fault]
    by_output: bool = False
    values: dict[str, Value] = field(default_factory=dict)

    def read(self, cell: Cell) -> Value:
        """The value in a cell; one that was not asked is worked out in the head."""
        if cell.name not in self.values:
            value = cell.method(self)
            fault = self.faults.get(cell.name)
            self.values[cell.name] = value if fault is None else fault(value)
        return self.values[cell.name]

    def shares(self, user: str) -> Mapping[str, Value]:
        """What the parents of a node on arrays get of the gradient at it."""
        operation = self.graph.operations[user]
        values = {parent: self.read(ValueCell(parent)) for parent in operation.parents}
        return pulled(operation, values, self.read(GradientCell(user)))


def filled(spec: GraphSpec, rng: random.Random, *, faulty: bool) -> dict[str, str]:
    """Cell -> what is written there."""
    cells = asked_cells(spec)
    faults: dict[str, Fault] = {}
    empty: Collection[str] = ()
    if faulty:
        chosen = rng.choice(cells)
        faults[chosen.name] = rng.choice(FAULTS[chosen.block])
        if rng.random() < BLANK:
            empty = {cell.name for cell in cells[-rng.randint(1, max(1, len(cells) // 3)) :]}
    sheet = Sheet(build(spec), faults)
    written = {
        cell.name: _written(sheet.read(cell), spec.decimals) for cell in cells if cell.name not in empty
    }
    return {name: text for name, text in written.items() if text}


def _written(value: Value, decimals: int) -> str:
    """The value as text; empty where the fault before it left none (the logarithm of a negative number)."""
    try:
        return shown(value, decimals)
    except ValueError:
        return ""
