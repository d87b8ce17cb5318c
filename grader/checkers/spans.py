"""Intervals of the real line, their unions, and how one writes them.

(-1, 2] ∪ [3, ∞)      U, u, ∪, \\cup and `or` join; ]a, b[ is not read
{2}   ∅   ℝ           a single number, nothing, everything
-1 < x <= 2, x > 3    inequalities in the one variable; `or` joins
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.checkers.constants import refuse_without_value
from grader.checkers.pieces import Piece, cut, read_piece, trimmed
from grader.errors import Unreadable
from grader.language import Limits, Names
from grader.language.joined import Joined
from grader.language.tree import Constant, Matrix, Name, Negative, Node, Vector, names_in

UNION = re.compile(r"∪|\\cup(?![a-z])|\\lor(?![a-z])|\bor\b|∨|(?<=[\s)\]}])[uU](?=[\s(\[{])")
SIZES = re.compile(r"\\(?:left|right)(?=\s*[()\[\]])")
INFINITE = re.compile(r"([+−-]?)\s*(?:∞|oo|inf|infinity|infty|\\infty)", re.IGNORECASE)
EVERYTHING = frozenset(("R", "ℝ", "\\mathbb{R}", "\\R", "all reals", "reals"))
NOTHING = frozenset(("∅", "{}", "\\emptyset", "\\varnothing", "empty"))
COMPARISONS = {
    "<=": "≤", ">=": "≥", "=<": "≤", "=>": "≥", "\\leq": "≤", "\\geq": "≥", "\\le": "≤", "\\ge": "≥", "≤": "≤", "≥": "≥",
    "<": "<", ">": ">",
}  # fmt: skip
MOST = 12


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None: without end. `closed` says which of the ends belong to it."""

    low: Node | None
    high: Node | None
    closed: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Union:
    """What was read: the intervals in the order of the text, and the echo."""

    intervals: tuple[Interval, ...]
    joined: Joined


def read_union(piece: Piece, names: Names, limits: Limits) -> Union:
    """The union of intervals of a text. Raises Unreadable with the place."""
    piece = Piece(_without_sizes(piece.whole), piece.start, piece.end)
    begun, pieces = piece.start, []
    for sign in UNION.finditer(piece.whole, piece.start, piece.end):
        pieces.append(trimmed(piece.whole, begun, sign.start()))
        begun = sign.end()
    pieces.append(trimmed(piece.whole, begun, piece.end))
    if len(pieces) > MOST:
        raise piece.fault("too_big", limit=str(MOST))
    found: list[Interval] = []
    shown: list[Node | str] = []
    for index, each in enumerate(pieces):
        intervals, echo = _one(each, names, limits)
        found += intervals
        shown += ["∪", *echo] if index else echo
    return Union(tuple(found), Joined(tuple(shown)))


def _without_sizes(text: str) -> str:
    """`\\left(` as `(`, with blanks in its place, so that places stay."""
    return SIZES.sub(lambda found: " " * len(found[0]), text)


def _one(piece: Piece, names: Names, limits: Limits) -> tuple[list[Interval], list[Node | str]]:
    text = piece.text
    if not text:
        raise piece.fault("syntax", kind="incomplete")
    if text in NOTHING:
        return [], ["∅"]
    if text in EVERYTHING:
        return [Interval(None, None, (False, False))], ["ℝ"]
    if any(sign in text for sign in ("<", ">", "≤", "≥", "\\le", "\\ge")):
        return _inequality(piece, names, limits)
    if text[0] == "{" and text[-1] == "}":
        numbers = [_end(each, names, limits) for each in cut(piece.inside(), (",", ";"))]
        echo: list[Node | str] = ["{", *(part for each in numbers for part in (_shown(each, False), ","))]
        return [Interval(each, each, (True, True)) for each in numbers], [*echo[:-1], "}"]
    return _bracketed(piece, names, limits)


def _bracketed(piece: Piece, names: Names, limits: Limits) -> tuple[list[Interval], list[Node | str]]:
    text = piece.text
    if len(text) < 2 or text[0] not in "([" or text[-1] not in ")]":
        raise piece.fault("wrong_shape", wanted="interval", got="expression")
    ends = cut(piece.inside(), (";",) if ";" in text else (",",))
    if len(ends) != 2:
        raise piece.fault("wrong_shape", wanted="interval", got=f"list of {len(ends)}")
    low, high = (_end(each, names, limits) for each in ends)
    opening, closing = text[0], text[-1]
    closed = (opening == "[" and low is not None, closing == "]" and high is not None)
    interval = Interval(_side(ends[0], low, below=True), _side(ends[1], high, below=False), closed)
    return [interval], [opening, _shown(low, True), ",", _shown(high, False), closing]


def _inequality(piece: Piece, names: Names, limits: Limits) -> tuple[list[Interval], list[Node | str]]:
    """`a < x <= b`, `x > a`, `a < x`."""
    signs = [sign for sign in sorted(COMPARISONS, key=len, reverse=True) if sign in piece.text]
    sides = cut(piece, signs)
    between = [piece.whole[a.end : b.start].strip() for a, b in pairwise(sides)]
    operators = [COMPARISONS.get(sign, "") for sign in between]
    trees = [_end(each, names, limits, variable=True) for each in sides]
    at = next((i for i, tree in enumerate(trees) if isinstance(tree, Name)), None)
    if at is None or len(trees) > 3 or (len(trees) == 3 and at != 1) or not all(operators):
        raise piece.fault("wrong_shape", wanted="interval", got="inequality")
    low: Node | None = None
    high: Node | None = None
    closed = [False, False]
    for place, operator in enumerate(operators):
        other = place if place < at else place + 1
        below = (operator in "<≤") == (other < at)
        if below:
            low, closed[0] = trees[other], operator in "≤≥"
        else:
            high, closed[1] = trees[other], operator in "≤≥"
    shown = [
        piece_
        for tree, op in zip(trees, [*operators, ""], strict=True)
        for piece_ in (_shown(tree, False), op)
    ]
    return [Interval(low, high, (closed[0], closed[1]))], [each for each in shown if each != ""]


def _end(piece: Piece, names: Names, limits: Limits, *, variable: bool = False) -> Node | None:
    """A constant, or None for infinity; with `variable` the one variable too. Raises Unreadable."""
    if INFINITE.fullmatch(piece.text):
        return None
    tree = read_piece(piece, names, limits)
    if variable and isinstance(tree, Name):
        return tree
    if isinstance(tree, Vector | Matrix) or names_in(tree):
        raise piece.fault("wrong_shape", wanted="number", got="expression")
    try:
        refuse_without_value(piece.text, tree)
    except Unreadable as fault:
        fault.position += piece.start
        raise
    return tree


def _side(piece: Piece, end: Node | None, *, below: bool) -> Node | None:
    """The end, after seeing that an infinite one is on its own side."""
    if end is None:
        sign = INFINITE.fullmatch(piece.text)
        minus = sign is not None and sign[1] in ("-", "−")
        if minus is not below:
            raise piece.fault("syntax", kind="infinity_on_wrong_side")
    return end


def _shown(end: Node | None, below: bool) -> Node:
    if end is not None:
        return end
    return Negative(Constant("oo")) if below else Constant("oo")


def numbers_in(intervals: Sequence[Interval]) -> list[Node]:
    """All finite ends."""
    return [end for each in intervals for end in (each.low, each.high) if end is not None]
