"""The cells of a graph question, and the method of each: how it follows from other cells.

    s:name          a shape               that of the value, and so of the gradient
    v:node          a forward value       its operation on the parents' values
    l:node/parent   a local derivative    the operation's derivative at the parents' values
    g:node          a gradient            the sum over users of (their gradient) x (derivative on the edge);
                                          the loss begins with 1

A kind of cell is one class here. Cells stand in the order in which they are worked out: shapes, values in topological
order, local derivatives likewise, gradients in reverse order. Between arrays only what acts entry by entry has a local
derivative; over any other edge the gradient is pulled back as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Literal, Protocol

from grader.equivalence.values import Precision, exact
from grader.graphs.arrays import BITS, Shape, array_of, hadamard, plus
from grader.graphs.build import Graph, GraphFault, Operation, build, value_of
from grader.graphs.engine import Pass, run, slope, start
from grader.graphs.values import Value, shown
from grader.question import GraphSpec

Block = Literal["shape", "forward", "local", "grad"]
BLOCKS: tuple[Block, ...] = ("shape", "forward", "local", "grad")


class Reader(Protocol):
    """Where a method finds the other cells."""

    @property
    def graph(self) -> Graph:
        """The graph in question."""

    @property
    def by_output(self) -> bool:
        """Are local derivatives taken from the node's own value where that is possible?"""

    def read(self, cell: Cell) -> Value:
        """The value that stands in a cell."""

    def shares(self, user: str) -> Mapping[str, Value]:
        """What each parent of a node on arrays gets of the gradient that stands at the node."""


@dataclass(frozen=True, slots=True)
class ShapeCell:
    """The shape of a value, as a vector of whole numbers: (rows, columns), or (n,)."""

    node: str
    shape: Shape

    @property
    def name(self) -> str:
        return f"s:{self.node}"

    @property
    def block(self) -> Block:
        return "shape"

    def key(self, numbers: Pass) -> Value:
        """The right shape."""
        return array_of([exact(size) for size in self.shape])

    def method(self, sheet: Reader) -> Value:
        """It follows from nothing on the sheet."""
        return array_of([exact(size) for size in self.shape])


@dataclass(frozen=True, slots=True)
class ValueCell:
    """The value of a node."""

    node: str

    @property
    def name(self) -> str:
        return f"v:{self.node}"

    @property
    def block(self) -> Block:
        return "forward"

    def key(self, numbers: Pass) -> Value:
        """The right value."""
        return numbers.values[self.node]

    def method(self, sheet: Reader) -> Value:
        """The operation on the values that stand on the sheet; an input is given."""
        if self.node in sheet.graph.inputs:
            return sheet.graph.inputs[self.node]
        operation = sheet.graph.operations[self.node]
        return value_of(operation, {name: sheet.read(ValueCell(name)) for name in operation.parents})


@dataclass(frozen=True, slots=True)
class LocalCell:
    """The derivative of a node by one of its parents."""

    node: str
    parent: str

    @property
    def name(self) -> str:
        return f"l:{self.node}/{self.parent}"

    @property
    def block(self) -> Block:
        return "local"

    def key(self, numbers: Pass) -> Value:
        """The right value."""
        return numbers.local[self.node, self.parent]

    def method(self, sheet: Reader) -> Value:
        """The derivative at the values on the sheet, or from the node's own value there (s(1 - s))."""
        operation = sheet.graph.operations[self.node]
        if operation.entrywise is not None:
            output = sheet.read(ValueCell(self.node)) if sheet.by_output else None
            return operation.entrywise.at(sheet.read(ValueCell(self.parent)), output)
        partial = operation.partials[self.parent]
        at = {name: sheet.read(ValueCell(name)) for name in operation.parents}
        if sheet.by_output and partial.by_output is not None:
            return slope(partial, partial.by_output, at | {self.node: sheet.read(ValueCell(self.node))})
        return slope(partial, partial.tree, at)


@dataclass(frozen=True, slots=True)
class GradientCell:
    """The derivative of the loss by an input or node."""

    node: str

    @property
    def name(self) -> str:
        return f"g:{self.node}"

    @property
    def block(self) -> Block:
        return "grad"

    def key(self, numbers: Pass) -> Value:
        """The right value."""
        return numbers.gradients[self.node]

    def method(self, sheet: Reader) -> Value:
        """The sum over all ways on, from the gradients and local derivatives on the sheet."""
        with Precision(BITS):
            return reduce(plus, self.ways(sheet), start(sheet.graph, self.node))

    def ways(self, sheet: Reader) -> list[Value]:
        """What arrives over each way on, from the gradients and local derivatives on the sheet."""
        operations = sheet.graph.operations
        return [
            hadamard(sheet.read(GradientCell(user)), sheet.read(LocalCell(user, self.node)))
            if has_local(operations[user])
            else sheet.shares(user)[self.node]
            for user in sheet.graph.users[self.node]
        ]


Cell = ShapeCell | ValueCell | LocalCell | GradientCell


def has_local(operation: Operation) -> bool:
    """Have the edges into a node local derivatives? Between arrays only where it acts entry by entry."""
    return not operation.on_arrays or operation.entrywise is not None


def all_cells(graph: Graph) -> tuple[Cell, ...]:
    """Every cell that could be asked, in working order: no values of inputs, which are given."""
    nodes = graph.operations
    return (
        *(ShapeCell(name, graph.shapes[name]) for name in graph.names if graph.shapes[name]),
        *(ValueCell(node) for node in nodes),
        *(
            LocalCell(node, parent)
            for node, operation in nodes.items()
            if has_local(operation)
            for parent in operation.parents
        ),
        *(GradientCell(name) for name in reversed(graph.names)),
    )


def asked_cells(spec: GraphSpec) -> tuple[Cell, ...]:
    """The cells that `spec.ask` names, in working order. Raises GraphFault for one that does not exist."""
    cells = {cell.name: cell for cell in all_cells(build(spec))}
    for name in spec.ask:
        if name not in cells:
            raise GraphFault(
                "", "the graph has no such cell (s:name, v:node, l:node/parent, g:node)", None, name
            )
    if not spec.ask:
        raise GraphFault("", "no cell is asked", None, "ask")
    wanted = set(spec.ask)
    return tuple(cell for name, cell in cells.items() if name in wanted)


def key_cells(spec: GraphSpec) -> dict[str, str]:
    """The right value of every asked cell as a text that can be typed: exact, or to `spec.decimals` decimals.

    Raises GraphFault for a graph that is wrong or has no value somewhere.
    """
    numbers = run(build(spec))
    return {cell.name: shown(cell.key(numbers), spec.decimals) for cell in asked_cells(spec)}
