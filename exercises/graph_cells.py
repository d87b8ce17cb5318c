"""The cells of a computation graph by name, and which of them a problem asks for."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.faults import nearest
from exercises.format import Ask
from grader.graphs import Graph, all_cells
from grader.language.tree import Name, Node, walk

DEFAULT = Ask(forward=("all",), grad=("all",))
"""What is asked where a problem does not say."""

_LETTERS = {"shape": "s", "forward": "v", "local": "l", "grad": "g"}


def used_by(tree: Node) -> tuple[str, ...]:
    """The names in a node's operation, in the order in which they are written: where its edges come from."""
    return tuple(dict.fromkeys(node.name for _, node in walk(tree) if isinstance(node, Name)))


def asked_cells(ask: Ask | None, graph: Graph) -> tuple[str, ...]:
    """The asked cells as the grader names them: shapes, forward values, local derivatives, gradients."""
    every = _every(graph)
    return tuple(
        f"{_LETTERS[block]}:{cell}"
        for block, wanted in _blocks(ask)
        for cell in (every[block] if wanted == ("all",) else wanted)
    )


def unknown_cells(ask: Ask | None, graph: Graph) -> Iterator[tuple[str, str]]:
    """(key of `ask`, what is wrong with it) for each asked cell that the graph does not have."""
    every = _every(graph)
    for block, wanted in _blocks(ask):
        if wanted == ("all",) and not every[block]:
            yield block, f"the graph has no cell of the kind `{block}`; leave the key out."
        for cell in wanted:
            if wanted != ("all",) and cell not in every[block]:
                yield block, _missing(block, cell, graph, every[block])


def _missing(block: str, cell: str, graph: Graph, known: list[str]) -> str:
    listed = f" It has {', '.join(known)}." if known else ""
    node, _, parent = cell.partition("/")
    operation = graph.operations.get(node)
    if block == "local" and operation is not None and parent in operation.parents:
        return (
            f"`{cell}` is an edge between arrays that mixes their entries, so it has no local derivative. "
            "Ask for the gradients at both of its ends instead."
        )
    if block == "shape" and graph.shapes.get(cell) == ():
        return f"`{cell}` is a number and has no shape to ask for.{listed}"
    return f"the graph has no `{cell}`.{nearest(cell, known)}{listed}"


def _blocks(ask: Ask | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    ask = ask or DEFAULT
    return tuple((block, getattr(ask, block)) for block in _LETTERS)


def _every(graph: Graph) -> dict[str, list[str]]:
    """Each block's cells; gradients stand in the order in which they are found, those of nodes before inputs'."""
    names: dict[str, list[str]] = {block: [] for block in _LETTERS}
    for cell in all_cells(graph):
        names[cell.block].append(cell.name.partition(":")[2])
    return names | {"grad": [*reversed(graph.operations), *graph.inputs]}
