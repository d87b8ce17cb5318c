"""What is written in the drawing: operations as a line of plain text, indices below the line, long entries cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.graphs.tape import ARRAY_FUNCTIONS
from grader.language import AUTHOR, Names, Unreadable, parse, to_text
from grader.language.tree import Matrix, Node
from gradus.library.presentation import ShownGraph

LONGEST_OPERATION = 20
"""Letters of an operation that fit under a box; a longer one stands only in the list under the drawing."""
LONGEST_ENTRY = 8
"""Letters of a number that fit in a slot."""
LONGEST_ARRAY = 16
"""Letters of a vector or matrix that fit in its wider slot."""

Pieces = tuple[tuple[str, bool], ...]
"""Text cut where its height changes: each piece, and whether it stands below the line (an index)."""

_INDEX = re.compile(r"(?<=[A-Za-zα-ω])(\d+)")
_PLAIN = re.compile(r"[\w\s+.−]+|[σ]\([\w]+\)|ReLU\([\w]+\)")
_SPOKEN = (("sigmoid", "σ"), ("relu", "ReLU"), ("-", "\u2212"))


def trees_of(graph: ShownGraph) -> dict[str, Node]:
    """Node -> its operation. One that cannot be read any more (an older engine wrote it) is left out."""
    variables = (*graph["inputs"], *(name for name, _ in graph["nodes"]))
    names = Names(variables=variables, functions=(*ARRAY_FUNCTIONS, "square"))
    trees = {}
    for name, text in graph["nodes"]:
        try:
            trees[name] = parse(text, names, AUTHOR)
        except Unreadable:
            continue
    return trees


def plain(tree: Node | None) -> str:
    """An operation as a line of text; nothing for none."""
    text = "" if tree is None else to_text(tree)
    for typed, shown in _SPOKEN:
        text = text.replace(typed, shown)
    return text


def short_operation(tree: Node | None) -> Pieces:
    """An operation that reads well as a line of plain text and fits under its box; else nothing."""
    text = plain(tree)
    return pieces(text) if len(text) <= LONGEST_OPERATION and _PLAIN.fullmatch(text) else ()


def short_entry(text: str, longest: int = LONGEST_ENTRY) -> str:
    """An entry as it stands in a slot, without needless spaces; static/js/graph.js writes it in the same way."""
    text = text.replace("-", "\u2212").replace(", ", ",")
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def columns_of(text: str) -> int | None:
    """The columns of a matrix as it was typed; None for a vector, a number, and what cannot be read."""
    try:
        tree = parse(text, Names())
    except Unreadable:
        return None
    return tree.shape[1] if isinstance(tree, Matrix) else None


def pieces(text: str) -> Pieces:
    """A line of text in pieces, its minus signs real ones."""
    return tuple(_cut(text.replace("-", "\u2212")))


def _cut(text: str) -> Iterator[tuple[str, bool]]:
    """`w1 x1` -> w, 1 below, x, 1 below."""
    for place, piece in enumerate(_INDEX.split(text)):
        if piece:
            yield piece, place % 2 == 1
