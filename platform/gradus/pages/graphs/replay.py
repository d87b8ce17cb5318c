"""The forward and the backward pass step by step: what each step computes, with places for the numbers.

The numbers are not here: the page fills in the student's own entries, or the right ones once they may be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from grader.language.tree import Node, names_in
from gradus.library.presentation import ShownGraph
from gradus.pages.graphs.edges import edge_name
from gradus.pages.graphs.text import Pieces, pieces, plain


@dataclass(frozen=True, slots=True)
class Said:
    """A bit of a step's text; with `cell` (its key) it stands for that cell's number where there is one.

    `factor` says that the number follows a times sign, so that a sum or a minus needs brackets.
    """

    pieces: Pieces
    cell: str = ""
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the node it is at, the cell it fills (or none), the edges it uses by name, and its text."""

    node: str
    cell: str
    edges: str
    text: tuple[Said, ...]
    block: str


def replay_of(graph: ShownGraph, trees: Mapping[str, Node]) -> tuple[Step, ...]:
    """Values in topological order, local derivatives likewise, gradients in reverse order."""
    passes = _Passes(graph, trees)
    return (*passes.forward(), *passes.local(), *passes.backward())


class _Passes:
    def __init__(self, graph: ShownGraph, trees: Mapping[str, Node]) -> None:
        self.graph, self.trees = graph, trees
        self.asked = {cell["key"]: cell for cell in graph["cells"]}
        self.arrays = any("," in text or "[" in text for text in graph["inputs"].values())
        self.loss = graph["loss"]

    def forward(self) -> Iterator[Step]:
        for name, tree in self.trees.items():
            edges = " ".join(edge_name(start, name) for start in sorted(names_in(tree)))
            text = [_plain(f"{name} = {plain(tree)}"), *self._result(f"v:{name}", ": ")]
            yield Step(name, self._cell(f"v:{name}"), edges, tuple(text), "forward")

    def local(self) -> Iterator[Step]:
        for key, cell in self.asked.items():
            if cell["block"] == "local":
                node, other = cell["node"], cell["other"]
                said = _("slope of %(node)s by %(other)s") % {"node": node, "other": other}
                text = [_plain(said), *self._result(key, ": ")]
                yield Step(node, key, edge_name(other, node), tuple(text), "local")

    def backward(self) -> Iterator[Step]:
        inner = [name for name in reversed(list(self.trees)) if self._users(name) or name == self.loss]
        last = [name for name in self.graph["inputs"] if f"g:{name}" in self.asked]
        for name in [*inner, *last]:
            key, users = f"g:{name}", self._users(name)
            edges = " ".join(edge_name(name, user) for user in users)
            begin = _plain(_("gradient at %(node)s") % {"node": name} + ": ")
            ways = [said for number, user in enumerate(users) for said in self._way(name, user, number > 0)]
            if name == self.loss and not users:
                ways = [_plain(_("the backward pass begins with 1"))]
                text = [begin, *ways]
            else:
                text = [begin, *ways, *self._result(key, " = ")]
            yield Step(name, self._cell(key), edges, tuple(text), "grad")

    def _way(self, name: str, user: str, further: bool) -> Iterator[Said]:
        """What comes back over one edge: the gradient there, times the local derivative on the edge."""
        if further:
            yield _plain(" + ")
        gradient, local = f"g:{user}", f"l:{user}/{name}"
        if self.arrays and local not in self.asked:
            yield _plain(_("what comes back through %(node)s") % {"node": user})
            return
        seed = user == self.loss and gradient not in self.asked
        yield _plain("1") if seed else self._number(gradient, f"∂{self.loss}/∂{user}")
        yield _plain(" × ")
        yield self._number(local, f"∂{user}/∂{name}", factor=True)

    def _number(self, key: str, name: str, factor: bool = False) -> Said:
        return Said(pieces(name), self._cell(key), factor)

    def _result(self, key: str, before: str) -> Sequence[Said]:
        return (_plain(before), Said(pieces("…"), key)) if key in self.asked else ()

    def _cell(self, key: str) -> str:
        return key if key in self.asked else ""

    def _users(self, name: str) -> list[str]:
        return [user for user, tree in self.trees.items() if name in names_in(tree)]


def _plain(text: str) -> Said:
    return Said(pieces(text))
