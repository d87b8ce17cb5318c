"""What a mistake on a graph is: a wrong method in the place of a cell's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.equivalence.values import Value
from grader.graphs.arrays import by_entry
from grader.graphs.build import Operation
from grader.graphs.cells import Cell, Reader
from grader.language.tree import Call, Name

Wrong = Callable[[Any, Reader], Iterator[Value]]
ACTIVATIONS = frozenset(("sigmoid", "tanh", "relu", "leaky_relu", "softplus", "swish", "gelu", "softmax"))


@dataclass(frozen=True, slots=True, eq=False)
class GraphRule:
    """A mistake in one kind of cell: `wrong(cell, sheet)` gives every value that it may lead to."""

    code: str
    kind: type
    wrong: Wrong


def activation(operation: Operation) -> str:
    """The name of the activation function that a node is; empty for any other node."""
    tree = operation.tree
    if isinstance(tree, Call) and tree.function in ACTIVATIONS and isinstance(tree.arguments[0], Name):
        return tree.function
    return ""


def opposite(cell: Cell, sheet: Reader) -> Iterator[Value]:
    """The right value with the other sign."""
    yield by_entry(lambda entry: -entry, cell.method(sheet))
