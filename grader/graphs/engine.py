"""Forward values, local derivatives, gradients by reverse mode, and tangents by forward mode.

In the order of the idea: a value at each node, a derivative on each edge, then from the loss backwards, at
each node the sum over all ways on of (gradient there) x (derivative on the edge). Where a node works on arrays, the
way back over its edge is run on a tape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.equivalence.values import Precision
from grader.graphs.arrays import BITS, hadamard, plus, reshaped, size_of, zeros_like
from grader.graphs.build import Graph, GraphFault, Operation, Partial, value_of
from grader.graphs.tape import Tape
from grader.graphs.values import ONE, UNDEFINED, ZERO, Value, evaluate, is_number, is_zero
from grader.language.tree import Node

Edge = tuple[str, str]
"""(node, parent): the derivative of the node by the parent stands on it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """All values of a graph: `values` and `gradients` by name, `local` by edge.

    A gradient has the shape of what it belongs to. An edge has a local derivative between numbers, and where a node
    acts on one array entry by entry; other edges between arrays have none.
    """

    values: dict[str, Value]
    local: dict[Edge, Value]
    gradients: dict[str, Value]


def run(graph: Graph, inputs: Mapping[str, Value] | None = None) -> Pass:
    """Forward and backward through the graph, at its own inputs or at others.

    Raises GraphFault where a node has no value (a logarithm of -1) or a kink stands exactly at an input.
    """
    values = forward(graph, inputs)
    local = local_derivatives(graph, values)
    return Pass(values, local, backward(graph, values, local))


def forward(graph: Graph, inputs: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """The value of every input and node."""
    values = dict(graph.inputs if inputs is None else inputs)
    for name, operation in graph.operations.items():
        values[name] = value_of(operation, values)
        if not is_number(values[name]):
            raise GraphFault("", "has no value at these inputs", None, name)
    return values


def local_derivatives(graph: Graph, values: Mapping[str, Value]) -> dict[Edge, Value]:
    """The derivative on every edge that has one, at the values of the parents."""
    local: dict[Edge, Value] = {}
    for name, operation in graph.operations.items():
        at = {parent: values[parent] for parent in operation.parents}
        if operation.entrywise is not None:
            local[name, operation.parents[0]] = operation.entrywise.at(at[operation.parents[0]])
        for parent, partial in operation.partials.items():
            local[name, parent] = slope(partial, partial.tree, at)
        for parent in operation.parents:
            if not is_number(local.get((name, parent), ZERO)):
                raise GraphFault("", f"has no derivative by {parent} at these inputs", None, name)
    return local


def slope(partial: Partial, tree: Node, at: Mapping[str, Value]) -> Value:
    """`tree`, one of the forms of `partial`, at the parents' values; UNDEFINED on a kink."""
    if any(is_zero(evaluate(kink, at)) for kink in partial.kinks):
        return UNDEFINED
    return evaluate(tree, at)


def backward(graph: Graph, values: Mapping[str, Value], local: Mapping[Edge, Value]) -> dict[str, Value]:
    """d loss / d name for every input and node (reverse mode)."""
    gradients: dict[str, Value] = {}
    with Precision(BITS):
        for name in reversed(graph.names):
            gradients[name] = start(graph, name)
            for user in graph.users[name]:
                operation, upstream = graph.operations[user], gradients[user]
                share = (
                    hadamard(upstream, local[user, name])
                    if (user, name) in local
                    else pulled(operation, values, upstream)[name]
                )
                gradients[name] = plus(gradients[name], share)
    return gradients


def start(graph: Graph, name: str) -> Value:
    """What the gradient at a name begins with: 1 at the loss, zeros elsewhere."""
    shape = graph.shapes[name]
    return ONE if name == graph.loss else reshaped([ZERO] * size_of(shape), shape)


def pulled(operation: Operation, values: Mapping[str, Value], upstream: Value) -> dict[str, Value]:
    """The share of each parent in the gradient `upstream` at an operation on arrays. Raises GraphFault."""
    shares = Tape(operation.tree, {name: values[name] for name in operation.parents}).pulled(upstream)
    for name, share in shares.items():
        if not is_number(share):
            raise GraphFault("", f"has no derivative by {name} at these inputs", None, operation.node)
    return shares


def tangents(
    graph: Graph, values: Mapping[str, Value], local: Mapping[Edge, Value], by: str, along: Value = ONE
) -> dict[str, Value]:
    """How every input and node changes when `by` changes along `along` (forward mode): d name / d by for numbers."""
    result = {name: along if name == by else zeros_like(graph.inputs[name]) for name in graph.inputs}
    with Precision(BITS):
        for name, operation in graph.operations.items():
            own = {parent: result[parent] for parent in operation.parents}
            if name == by:
                result[name] = along
            elif operation.on_arrays:
                at = {parent: values[parent] for parent in operation.parents}
                result[name] = Tape(operation.tree, at).pushed(own)
            else:
                result[name] = sum((local[name, parent] * own[parent] for parent in own), ZERO)
    return result
