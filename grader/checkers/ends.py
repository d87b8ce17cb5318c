"""An interval, and how its ends are read: constants, or infinity."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.checkers.constants import refuse_without_value
from grader.checkers.pieces import Piece, read_piece
from grader.errors import Unreadable
from grader.language import Limits, Names
from grader.language.tree import Call, Constant, Matrix, Name, Negative, Node, Vector, names_in

INFINITE = re.compile(r"([+−-]?)\s*(?:∞|oo|inf|infinity|infty|\\infty)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None: without end. `closed` says which of the ends belong to it."""

    low: Node | None
    high: Node | None
    closed: tuple[bool, bool]


def end_of(piece: Piece, names: Names, limits: Limits, *, variable: bool = False) -> Node | None:
    """A constant, or None for infinity; with `variable` the one variable and `|x|` too. Raises Unreadable."""
    if INFINITE.fullmatch(piece.text):
        return None
    tree = read_piece(piece, names, limits)
    if variable and (isinstance(tree, Name) or is_size(tree)):
        return tree
    if isinstance(tree, Vector | Matrix) or names_in(tree):
        raise piece.fault("wrong_shape", wanted="number", got="expression")
    try:
        refuse_without_value(piece.text, tree)
    except Unreadable as fault:
        fault.position += piece.start
        raise
    return tree


def shown_end(end: Node | None, below: bool) -> Node:
    """The end as it is echoed: infinity with the sign of its side."""
    if end is not None:
        return end
    return Negative(Constant("oo")) if below else Constant("oo")


def is_size(tree: Node | None) -> bool:
    """Whether a tree is `|x|`."""
    return isinstance(tree, Call) and tree.function == "abs" and isinstance(tree.arguments[0], Name)


def on_its_side(piece: Piece, end: Node | None, *, below: bool) -> Node | None:
    """The end, after seeing that an infinite one is on its own side."""
    if end is None:
        sign = INFINITE.fullmatch(piece.text)
        minus = sign is not None and sign[1] in ("-", "−")
        if minus is not below:
            raise piece.fault("syntax", kind="infinity_on_wrong_side")
    return end


def finite(piece: Piece, end: Node | None) -> Node:
    """The end, which may not be infinite."""
    if end is None:
        raise piece.fault("not_finite")
    return end
