"""The cells of a computation graph by name, and which of them a problem asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises.format import Ask
from grader.language.tree import Name, Node, walk

Nodes = Sequence[tuple[str, Node]]
"""(name, operation) in topological order."""

DEFAULT = Ask(forward=("all",), grad=("all",))
"""What is asked where a problem does not say."""


def used_by(tree: Node) -> tuple[str, ...]:
    """The names in a node's operation, in the order in which they are written: where its edges come from."""
    return tuple(dict.fromkeys(node.name for _, node in walk(tree) if isinstance(node, Name)))


def asked_cells(ask: Ask | None, inputs: Sequence[str], nodes: Nodes) -> tuple[str, ...]:
    """The asked cells as the grader names them: forward values, then local derivatives, then gradients."""
    every = _every(inputs, nodes)
    return tuple(
        f"{_LETTERS[block]}:{cell}"
        for block, wanted in _blocks(ask)
        for cell in (every[block] if wanted == ("all",) else wanted)
    )


def unknown_cells(
    ask: Ask | None, inputs: Sequence[str], nodes: Nodes
) -> Iterator[tuple[str, str, list[str]]]:
    """(key of `ask`, cell, the cells there are) for each asked cell that the graph does not have."""
    every = _every(inputs, nodes)
    for block, wanted in _blocks(ask):
        for cell in wanted:
            if wanted != ("all",) and cell not in every[block]:
                yield block, cell, every[block]


_LETTERS = {"forward": "v", "local": "l", "grad": "g"}


def _blocks(ask: Ask | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    ask = ask or DEFAULT
    return ("forward", ask.forward), ("local", ask.local), ("grad", ask.grad)


def _every(inputs: Sequence[str], nodes: Nodes) -> dict[str, list[str]]:
    names = [name for name, _ in nodes]
    known = {*inputs, *names}
    return {
        "forward": names,
        "local": [f"{name}/{start}" for name, tree in nodes for start in used_by(tree) if start in known],
        "grad": [*reversed(names), *inputs],
    }
