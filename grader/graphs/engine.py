"""Forward values, local derivatives, gradients by reverse mode, and tangents by forward mode.

In the order of the idea: a value at each node, a derivative on each edge, then from the loss backwards, at
each node the sum over all ways on of (gradient there) x (derivative on the edge).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.equivalence.values import Precision
from grader.graphs.build import Graph, GraphFault, Partial
from grader.graphs.values import BITS, ONE, UNDEFINED, ZERO, Value, evaluate, is_number, is_zero
from grader.language.tree import Node

Edge = tuple[str, str]
"""(node, parent): the derivative of the node by the parent stands on it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """All numbers of a graph: `values` and `gradients` by name, `local` by edge."""

    values: dict[str, Value]
    local: dict[Edge, Value]
    gradients: dict[str, Value]


def run(graph: Graph, inputs: Mapping[str, Value] | None = None) -> Pass:
    """Forward and backward through the graph, at its own inputs or at others.

    Raises GraphFault where a node has no value (a logarithm of -1) or a kink stands exactly at an input.
    """
    values = forward(graph, inputs)
    local = local_derivatives(graph, values)
    return Pass(values, local, backward(graph, local))


def forward(graph: Graph, inputs: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """The value of every input and node."""
    values = dict(graph.inputs if inputs is None else inputs)
    for name, operation in graph.operations.items():
        values[name] = evaluate(operation.tree, {parent: values[parent] for parent in operation.parents})
        if not is_number(values[name]):
            raise GraphFault("", "has no value at these inputs", None, name)
    return values


def local_derivatives(graph: Graph, values: Mapping[str, Value]) -> dict[Edge, Value]:
    """The derivative on every edge, at the values of the parents."""
    local: dict[Edge, Value] = {}
    for name, operation in graph.operations.items():
        at = {parent: values[parent] for parent in operation.parents}
        for parent, partial in operation.partials.items():
            local[name, parent] = slope(partial, partial.tree, at)
            if not is_number(local[name, parent]):
                raise GraphFault("", f"has no derivative by {parent} at these inputs", None, name)
    return local


def slope(partial: Partial, tree: Node, at: Mapping[str, Value]) -> Value:
    """`tree`, one of the forms of `partial`, at the parents' values; UNDEFINED on a kink."""
    if any(is_zero(evaluate(kink, at)) for kink in partial.kinks):
        return UNDEFINED
    return evaluate(tree, at)


def backward(graph: Graph, local: Mapping[Edge, Value]) -> dict[str, Value]:
    """d loss / d name for every input and node (reverse mode)."""
    gradients: dict[str, Value] = {}
    with Precision(BITS):
        for name in reversed(graph.names):
            start = ONE if name == graph.loss else ZERO
            gradients[name] = sum((gradients[user] * local[user, name] for user in graph.users[name]), start)
    return gradients


def tangents(graph: Graph, local: Mapping[Edge, Value], by: str) -> dict[str, Value]:
    """d name / d by for every input and node (forward mode)."""
    result: dict[str, Value] = {name: ONE if name == by else ZERO for name in graph.inputs}
    with Precision(BITS):
        for name, operation in graph.operations.items():
            ways = (local[name, parent] * result[parent] for parent in operation.parents)
            result[name] = ONE if name == by else sum(ways, ZERO)
    return result
