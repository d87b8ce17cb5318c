"""A computation graph from its spec: operations read, checked, and differentiated by each of their parents.

An author states inputs, nodes and the loss; everything else is derived here. An operation is any expression
in the names that stand before it, so a node may be one gate or a whole neuron.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from grader.calculus import NotDifferentiable, differentiate
from grader.calculus.substitution import with_children
from grader.errors import ReferenceFault, Unreadable
from grader.graphs.values import Value, evaluate, is_number
from grader.language import AUTHOR, Names, parse
from grader.language.tree import Call, Matrix, Name, Node, Vector, names_in, walk
from grader.question import GraphSpec

MOST_NODES = 120
"""Inputs and nodes together; a graph that a person fills in has far fewer."""


@dataclass
class GraphFault(ReferenceFault):
    """Something is wrong with an author's graph; `node` is the node, input or cell concerned."""

    node: str = ""

    def __str__(self) -> str:
        return f"{self.node}: {self.reason}" if self.node else self.reason


@dataclass(frozen=True, slots=True)
class Partial:
    """The derivative of an operation by one parent.

    `tree` is in the parents' values. `by_output` says the same with the node's own value in it where that is
    possible (s(1 - s) for a sigmoid); None otherwise. `kinks` are expressions whose zeros the derivative
    jumps at.
    """

    tree: Node
    by_output: Node | None
    kinks: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """How a node is computed: `tree` in the names of `parents`, which stand in the order of the text."""

    node: str
    tree: Node
    parents: tuple[str, ...]
    partials: dict[str, Partial]


@dataclass(frozen=True)
class Graph:
    """Inputs with their values, operations in topological order, and the loss."""

    inputs: dict[str, Value]
    operations: dict[str, Operation]
    loss: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Inputs, then nodes, in topological order."""
        return (*self.inputs, *self.operations)

    @cached_property
    def users(self) -> dict[str, tuple[str, ...]]:
        """The nodes computed directly from each name: where its gradient comes from."""
        return {
            name: tuple(node for node, operation in self.operations.items() if name in operation.parents)
            for name in self.names
        }


def build(spec: GraphSpec) -> Graph:
    """The graph of a spec. Raises GraphFault naming the node that is wrong and why."""
    return _built(tuple(spec.inputs.items()), tuple((name, text) for name, text in spec.nodes), spec.loss)


def edges(spec: GraphSpec) -> tuple[tuple[str, str], ...]:
    """(from, to) for each parent of each node, in topological order of the nodes. Raises GraphFault."""
    operations = build(spec).operations.values()
    return tuple((parent, operation.node) for operation in operations for parent in operation.parents)


def topological(spec: GraphSpec) -> tuple[str, ...]:
    """Inputs, then nodes, each after everything that it uses. Raises GraphFault."""
    return build(spec).names


@lru_cache(maxsize=256)
def _built(inputs: tuple[tuple[str, str], ...], nodes: tuple[tuple[str, str], ...], loss: str) -> Graph:
    _check_names([name for name, _ in (*inputs, *nodes)], {name for name, _ in nodes}, loss)
    known = [name for name, _ in inputs]
    later = {name for name, _ in nodes}
    operations: dict[str, Operation] = {}
    for name, text in nodes:
        operations[name] = _operation(name, text, tuple(known), later)
        known.append(name)
        later.discard(name)
    return Graph({name: _input(name, text) for name, text in inputs}, operations, loss)


def _check_names(names: list[str], nodes: set[str], loss: str) -> None:
    if len(names) > MOST_NODES:
        raise GraphFault("", f"a graph has at most {MOST_NODES} inputs and nodes, this one has {len(names)}")
    for name in names:
        if names.count(name) > 1:
            raise GraphFault("", "the name is given twice", None, name)
        if not name or any(sign in name for sign in ":/. "):
            raise GraphFault("", "a name has no colon, slash, full stop or space", None, name)
    if loss not in nodes:
        raise GraphFault("", "the loss is not one of the nodes", None, loss)


def _read(name: str, text: str, known: tuple[str, ...]) -> Node:
    try:
        tree = parse(text, Names(variables=known), AUTHOR)
    except Unreadable as error:
        raise GraphFault("", f"cannot be read: {error}", error, name) from error
    if any(isinstance(part, Vector | Matrix) for _, part in walk(tree)):
        raise GraphFault("", "is not a single number", None, name)
    return tree


def _input(name: str, text: str) -> Value:
    value = evaluate(_read(name, text, ()), {})
    if not is_number(value):
        raise GraphFault("", f"{text} has no value", None, name)
    return value


def _operation(name: str, text: str, known: tuple[str, ...], later: set[str]) -> Operation:
    # Later names are let through the reading, so that the fault can be told: not unknown, only too early.
    tree = _read(name, text, (*known, *sorted(later)))
    for used in names_in(tree):
        if used == name:
            raise GraphFault("", "uses itself: a cycle", None, name)
        if used in later:
            raise GraphFault("", f"uses {used} before it exists (a cycle, or nodes out of order)", None, name)
    parents = tuple(dict.fromkeys(part.name for _, part in walk(tree) if isinstance(part, Name)))
    if not parents:
        raise GraphFault("", "uses no earlier name, so it is an input", None, name)
    try:
        partials = {parent: _partial(name, tree, parent) for parent in parents}
    except NotDifferentiable as error:
        raise GraphFault("", error.reason, None, name) from error
    return Operation(name, tree, parents, partials)


def _partial(node: str, tree: Node, parent: str) -> Partial:
    derivative = differentiate(tree, parent)
    by_output = _replaced(derivative, tree, Name(node))
    written = set(_signs(tree))
    kinks = tuple(dict.fromkeys(sign for sign in _signs(derivative) if sign not in written))
    return Partial(derivative, None if by_output == derivative else by_output, kinks)


def _signs(tree: Node) -> Iterator[Node]:
    """The arguments of all sign calls: the table writes steps with them."""
    for _, part in walk(tree):
        if isinstance(part, Call) and part.function == "sign":
            yield part.arguments[0]


def _replaced(tree: Node, old: Node, new: Node) -> Node:
    change: Callable[[Node], Node] = lambda part: _replaced(part, old, new)
    return new if tree == old else with_children(tree, change)
