"""The expression tree: what a person wrote, as data.

Order, written fractions and square roots are kept, because steps, hints and mal-rules need them.
Nothing here evaluates or simplifies. Nodes are never changed once made (they are not frozen dataclasses only
because those take three times as long to make) and hashable; two nodes are equal when the same mathematics
was written in the same order (the place in the text does not count).

A *node path* is a tuple of child indices from the root, as given by `children`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from operator import attrgetter
from typing import Any, Literal

from grader.language.kept import Kept

Path = tuple[int, ...]


@dataclass(slots=True, unsafe_hash=True)
class Span:
    """Where a node stands in the text: `position` is the offset of its first character."""

    position: int
    length: int


NOWHERE = Span(0, 0)

SPAN_WIDTH = 4096
"""More than the longest text that is read."""

SPANS: Kept[int, Span] = Kept(lambda place: Span(*divmod(place, SPAN_WIDTH)), 20_000)
"""Spans by `position * SPAN_WIDTH + length`."""


@dataclass(slots=True, unsafe_hash=True)
class Number:
    """A literal. `text` is what was typed (`1,50` is kept); `decimal` if it had a point, comma, exponent or %."""

    value: Fraction
    text: str = field(default="", compare=False)
    decimal: bool = field(default=False, compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Name:
    """A declared variable, spelled as it was declared (`Names`), however it was typed."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


NAMES: Kept[tuple[str, int], Name] = Kept(lambda place: Name(place[0], SPANS[place[1]]), 5_000)
"""Names by their name and place (as in SPANS): leaves are shared like spans, since nobody changes them."""


@dataclass(slots=True, unsafe_hash=True)
class Constant:
    """`pi`, `e`, or `oo` (infinity: only where an interval is read)."""

    name: Literal["pi", "e", "oo"]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Sum:
    """Two or more terms; a subtracted term is a `Negative`."""

    terms: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Negative:
    """A minus sign in front."""

    operand: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Product:
    """Two or more factors, as written."""

    factors: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Quotient:
    """A written fraction or division."""

    top: Node
    bottom: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Power:
    """`base^exponent`."""

    base: Node
    exponent: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Call:
    """A function of the fixed table (names.py) or a declared one, by its canonical name.

    `log` with a base is `Call("log", (argument, base))`; the n-th root is `Call("root", (argument, n))`;
    `sqrt`, `cbrt`, `abs`, `exp`, `factorial` are calls, so that they print as written.
    """

    function: str
    arguments: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Vector:
    """`(a, b)`, `[a, b]`, `<a, b>`: entries in order, and which brackets were typed."""

    entries: tuple[Node, ...]
    brackets: Literal["(", "[", "<", "{"] = field(default="(", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(slots=True, unsafe_hash=True)
class Matrix:
    """Rows of equal length; a ragged one is refused by the parser."""

    rows: tuple[tuple[Node, ...], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self.rows), len(self.rows[0])


Node = Number | Name | Constant | Sum | Negative | Product | Quotient | Power | Call | Vector | Matrix
"""Every kind of node."""


_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    Sum: attrgetter("terms"), Product: attrgetter("factors"), Call: attrgetter("arguments"),
    Vector: attrgetter("entries"), Negative: lambda node: (node.operand,), Quotient: attrgetter("top", "bottom"),
    Power: attrgetter("base", "exponent"), Matrix: lambda node: tuple(chain.from_iterable(node.rows)),
}  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:
    """The direct children, in the order that node paths count."""
    rule = _CHILDREN.get(type(node))
    return () if rule is None else rule(node)


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node with its path, parents before children."""
    yield path, node
    for index, child in enumerate(children(node)):
        yield from walk(child, (*path, index))


def at_path(node: Node, path: Path) -> Node:
    """The node at `path`. Raises IndexError where there is none."""
    for index in path:
        node = children(node)[index]
    return node


def names_in(node: Node) -> frozenset[str]:
    """The declared names that occur in the tree."""
    found: set[str] = set()
    _gather_names(node, found)
    return frozenset(found)


def _gather_names(node: Node, found: set[str]) -> None:
    if type(node) is Name:
        found.add(node.name)
    for child in children(node):
        _gather_names(child, found)
