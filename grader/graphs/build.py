"""A computation graph from its spec: operations read, checked, and differentiated by each of their parents.

An author states inputs, nodes and the loss; everything else is derived here, shapes too. An operation is any
expression in the names that stand before it, so a node may be one gate, a whole neuron, or a layer on arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from grader.calculus import NotDifferentiable, differentiate
from grader.calculus.substitution import with_children
from grader.calculus.tidy import TWO
from grader.errors import ReferenceFault, Unreadable
from grader.graphs.arrays import Shape, ShapeFault, shape_of, words
from grader.graphs.entrywise import Entrywise, entrywise, replaced
from grader.graphs.tape import ARRAY_FUNCTIONS, Tape
from grader.graphs.values import Value, constant, evaluate, is_number
from grader.language import AUTHOR, Names, parse
from grader.language.tree import Call, Matrix, Name, Node, Power, Vector, names_in, walk
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
    """How a node is computed: `tree` in the names of `parents`, which stand in the order of the text.

    Of numbers it has `partials`, one for each parent. On arrays it has none (`on_arrays`; a `Tape` runs it backwards);
    what acts on its one parent entry by entry has its derivative in `entrywise`.
    """

    node: str
    tree: Node
    parents: tuple[str, ...]
    partials: dict[str, Partial]
    on_arrays: bool = False
    entrywise: Entrywise | None = None


@dataclass(frozen=True)
class Graph:
    """Inputs with their values, operations in topological order, the loss, and the shape of every name."""

    inputs: dict[str, Value]
    operations: dict[str, Operation]
    loss: str
    shapes: dict[str, Shape]

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
    values = {name: _input(name, text) for name, text in inputs}
    given = dict(values)
    later = {name for name, _ in nodes}
    operations: dict[str, Operation] = {}
    for name, text in nodes:
        tree = _operation_tree(name, text, tuple(values), later)
        operations[name] = _operation(name, tree, {name: shape_of(value) for name, value in values.items()})
        values[name] = value_of(operations[name], values)
        later.discard(name)
    shapes = {name: shape_of(value) for name, value in values.items()}
    if shapes[loss]:
        raise GraphFault("", f"is {words(shapes[loss])}; a loss is one number", None, loss)
    return Graph(given, operations, loss, shapes)


def value_of(operation: Operation, at: Mapping[str, Value]) -> Value:
    """The value of an operation, from those of its parents. Raises GraphFault where shapes do not meet."""
    own = {name: at[name] for name in operation.parents}
    if not operation.on_arrays:
        return evaluate(operation.tree, own)
    try:
        return Tape(operation.tree, own).output
    except ShapeFault as fault:
        raise GraphFault("", fault.reason, None, operation.node) from fault


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
        return _squared(parse(text, Names(variables=known, functions=(*ARRAY_FUNCTIONS, "square")), AUTHOR))
    except Unreadable as error:
        raise GraphFault("", f"cannot be read: {error}", error, name) from error


def _squared(tree: Node) -> Node:
    """`square(u)` as u^2."""
    tree = with_children(tree, _squared)
    return Power(tree.arguments[0], TWO) if isinstance(tree, Call) and tree.function == "square" else tree


def _input(name: str, text: str) -> Value:
    value = constant(_read(name, text, ()))
    if not is_number(value):
        raise GraphFault("", f"{text} has no value", None, name)
    return value


def _operation_tree(name: str, text: str, known: tuple[str, ...], later: set[str]) -> Node:
    # Later names are let through the reading, so that the fault can be told: not unknown, only too early.
    tree = _read(name, text, (*known, *sorted(later)))
    for used in names_in(tree):
        if used == name:
            raise GraphFault("", "uses itself: a cycle", None, name)
        if used in later:
            raise GraphFault("", f"uses {used} before it exists (a cycle, or nodes out of order)", None, name)
    if isinstance(tree, Vector | Matrix):
        raise GraphFault("", "is a list: an array is an input, or made of arrays", None, name)
    if not names_in(tree):
        raise GraphFault("", "uses no earlier name, so it is an input", None, name)
    return tree


def _operation(name: str, tree: Node, shapes: Mapping[str, Shape]) -> Operation:
    parents = tuple(dict.fromkeys(part.name for _, part in walk(tree) if isinstance(part, Name)))
    if any(shapes[parent] for parent in parents) or _calls_arrays(tree):
        own = entrywise(tree, parents[0]) if len(parents) == 1 else None
        return Operation(name, tree, parents, {}, on_arrays=True, entrywise=own)
    try:
        partials = {parent: _partial(name, tree, parent) for parent in parents}
    except NotDifferentiable as error:
        raise GraphFault("", error.reason, None, name) from error
    return Operation(name, tree, parents, partials)


def _calls_arrays(tree: Node) -> bool:
    return any(isinstance(part, Call) and part.function in ARRAY_FUNCTIONS for _, part in walk(tree))


def _partial(node: str, tree: Node, parent: str) -> Partial:
    derivative = differentiate(tree, parent)
    by_output = replaced(derivative, tree, Name(node))
    written = set(_signs(tree))
    kinks = tuple(dict.fromkeys(sign for sign in _signs(derivative) if sign not in written))
    return Partial(derivative, None if by_output == derivative else by_output, kinks)


def _signs(tree: Node) -> Iterator[Node]:
    """The arguments of all sign calls: the table writes steps with them."""
    for _, part in walk(tree):
        if isinstance(part, Call) and part.function == "sign":
            yield part.arguments[0]
