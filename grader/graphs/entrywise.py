"""What acts entry by entry: it takes its derivative from the table of `grader.calculus`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from grader.calculus.derivation import differentiate
from grader.calculus.substitution import substitute, with_children
from grader.equivalence.evaluate import Evaluator
from grader.equivalence.values import UNDEFINED, Precision, Value
from grader.graphs.arrays import (
    BITS,
    by_entry,
    entries_of,
    gathered,
    hadamard,
    joint_shape,
    plus,
    reshaped,
    shape_of,
    spread,
)
from grader.language.tree import Call, Matrix, Name, Node, Vector, names_in, walk

Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Primitive:
    """One operation on `count` inputs.

    `forward(inputs)`, `reverse(gradient, inputs, output)` -> a share for each input, `tangent(changes, inputs,
    output)`. Raises ShapeFault (forward) where the inputs do not fit.
    """

    count: int
    forward: Callable[[Values], Value]
    reverse: Callable[[Value, Values, Value], Values]
    tangent: Callable[[Values, Values, Value], Value]


PLACES = ("u", "v")
MIXING = frozenset(
    ("dot", "transpose", "sum", "mean", "colsum", "rowsum", "softmax", "cross_entropy", "hadamard")
)
"""Functions of arrays that are not a function of each entry by itself."""
U, V = (Name(place) for place in PLACES)


@dataclass(frozen=True, slots=True)
class Entrywise:
    """What acts on each entry of one array: its derivative there, from the entry `u` of the parent, and the same from
    the entry `v` of the output where that is possible (v(1 - v) for a sigmoid)."""

    slope: Node
    kinks: tuple[Node, ...]
    by_output: Node | None

    def at(self, inside: Value, output: Value | None = None) -> Value:
        """The derivative at each entry; by the output where that is given and possible."""
        if output is not None and self.by_output is not None:
            return _at(self.by_output, (output, output))
        return _slope(self.slope, self.kinks, (inside,))


@lru_cache(maxsize=256)
def entrywise(tree: Node, name: str) -> Entrywise | None:
    """The derivative entry by entry of a tree in one name; None where it mixes entries."""
    if any(isinstance(part, Call) and (part.function in MIXING)
           or isinstance(part, Vector | Matrix) for _, part in walk(tree)):  # fmt: skip
        return None
    inside = substitute(tree, {name: U})
    slope = differentiate(inside, "u")
    by_output = replaced(slope, inside, V)
    kinks = tuple(turn for turn in _turns(slope) if turn not in _turns(inside))
    return Entrywise(slope, kinks, None if "u" in names_in(by_output) else by_output)


def replaced(tree: Node, old: Node, new: Node) -> Node:
    """`tree` with every part equal to `old` replaced by `new`."""
    return new if tree == old else with_children(tree, lambda part: replaced(part, old, new))


@lru_cache(maxsize=256)
def elementwise(tree: Node) -> Primitive:
    """What a tree in `u` (and `v`) does to each entry; a number or a bias is spread first."""
    count = 2 if any(part == Name("v") for _, part in walk(tree)) else 1
    partials = [differentiate(tree, place) for place in PLACES[:count]]
    written = set(_turns(tree))
    kinks = [tuple(turn for turn in _turns(partial) if turn not in written) for partial in partials]

    def forward(inputs: Values) -> Value:
        return _at(tree, inputs)

    def slopes(inputs: Values) -> list[Value]:
        return [_slope(partial, turns, inputs) for partial, turns in zip(partials, kinks, strict=True)]

    def reverse(gradient: Value, inputs: Values, output: Value) -> Values:
        return tuple(
            gathered(hadamard(gradient, slope), shape_of(own))
            for slope, own in zip(slopes(inputs), inputs, strict=True)
        )

    def tangent(changes: Values, inputs: Values, output: Value) -> Value:
        shape = shape_of(output)
        ways = [
            hadamard(spread(change, shape), slope)
            for change, slope in zip(changes, slopes(inputs), strict=True)
        ]
        return ways[0] if len(ways) == 1 else plus(*ways)

    return Primitive(count, forward, reverse, tangent)


def _at(tree: Node, inputs: Values) -> Value:
    """The tree at each place of the joint shape of the inputs."""
    shape = shape_of(inputs[0]) if len(inputs) == 1 else joint_shape(*map(shape_of, inputs))
    columns = {place: entries_of(spread(own, shape)) for place, own in zip(PLACES, inputs, strict=False)}
    with Precision(BITS):
        return reshaped(Evaluator(columns, len(columns["u"])).values(tree), shape)


def _slope(partial: Node, kinks: tuple[Node, ...], inputs: Values) -> Value:
    """The partial derivative at each place; UNDEFINED on a kink."""
    slope = _at(partial, inputs)
    for kink in kinks:
        slope = by_entry(lambda own, turn: UNDEFINED if turn == 0 else own, slope, _at(kink, inputs))
    return slope


def _turns(tree: Node) -> list[Node]:
    """The arguments of all sign calls: the table of derivatives writes steps with them."""
    return [part.arguments[0] for _, part in walk(tree) if isinstance(part, Call) and part.function == "sign"]
