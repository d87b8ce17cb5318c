"""Intervals of the real line, their unions, and how one writes them.

(-1, 2] ∪ [3, ∞)      U, u, ∪, \\cup and `or` join; ]a, b[ is (a, b)
{2}   ∅   ℝ   ℝ \\ {0}  single numbers, nothing, everything, everything but some numbers
-1 < x <= 2, x > 3    inequalities in the one variable; `or` joins two, `and` a lower and an upper bound
x = 2, x ≠ 2          one number, everything but one
x ∈ (0, 1)            a name before the set is passed over
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.checkers.constants import value_of
from grader.checkers.ends import Interval, end_of, finite, on_its_side, shown_end
from grader.checkers.inequalities import Shown, compares, read_inequalities
from grader.checkers.pieces import Piece, cut, trimmed
from grader.equivalence.values import ball
from grader.language import Limits, Names
from grader.language.joined import Joined, listed
from grader.language.tree import Node

UNION = re.compile(r"∪|\\cup(?![a-z])|\\lor(?![a-z])|\bor\b|∨|(?<=[\s)\]}\[])[uU](?=[\s(\[{\]])")
WITHOUT = re.compile(
    r"(?:R|ℝ|\\mathbb\{R\}|\\R|\\Reals|\\reals)\s*(?:\\setminus|\\|∖|-|−)?\s*(?P<set>\{.+\})"
)
ELEMENT = re.compile(r"(\w+)\s*(?:∈|\\in(?![a-z])|\bin\b)\s*")
EVERYTHING = frozenset(("R", "ℝ", "\\mathbb{R}", "\\R", "\\Reals", "\\reals", "all reals", "reals"))
NOTHING = frozenset(("∅", "{}", "\\emptyset", "\\varnothing", "empty", "none"))
MOST = 12


@dataclass(frozen=True, slots=True)
class Union:
    """What was read: the intervals in the order of the text, and the echo."""

    intervals: tuple[Interval, ...]
    joined: Joined


def read_union(piece: Piece, names: Names, limits: Limits) -> Union:
    """The union of intervals of a text. Raises Unreadable with the place."""
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


def _one(piece: Piece, names: Names, limits: Limits) -> Shown:
    piece = _after_element(piece, names)
    text = piece.text
    if not text:
        raise piece.fault("syntax", kind="incomplete")
    if text in NOTHING:
        return [], ["∅"]
    if text in EVERYTHING:
        return [Interval(None, None, (False, False))], ["ℝ"]
    if (without := WITHOUT.fullmatch(text)) is not None:
        return _all_but(trimmed(piece.whole, piece.start + without.start("set"), piece.end), names, limits)
    if compares(text):
        return read_inequalities(piece, names, limits)
    if text[0] == "{" and text[-1] == "}":
        numbers, echo = _listed(piece, names, limits)
        return [Interval(each, each, (True, True)) for each in numbers], echo
    return _bracketed(piece, names, limits)


def _listed(piece: Piece, names: Names, limits: Limits) -> tuple[list[Node], list[Node | str]]:
    """The numbers between braces."""
    pieces = cut(piece.inside(), (",", ";"))
    numbers = [finite(each, end_of(each, names, limits)) for each in pieces]
    return numbers, ["{", *listed(numbers), "}"]


def _all_but(piece: Piece, names: Names, limits: Limits) -> Shown:
    """What the numbers between braces leave of the line, from left to right."""
    numbers, echo = _listed(piece, names, limits)
    ends = [None, *sorted(numbers, key=lambda end: float(ball(value_of(end)).mid())), None]
    return [Interval(low, high, (False, False)) for low, high in pairwise(ends)], ["ℝ", "∖", *echo]


def _after_element(piece: Piece, names: Names) -> Piece:
    """The piece without `x ∈` before it, where `x` may stand."""
    found = ELEMENT.match(piece.text)
    if found is None or (names.variables and not names.lexicon.resolve(found[1])):
        return piece
    return trimmed(piece.whole, piece.start + found.end(), piece.end)


def _bracketed(piece: Piece, names: Names, limits: Limits) -> Shown:
    text = piece.text
    if len(text) < 2 or text[0] not in "([]" or text[-1] not in ")][":
        raise piece.fault("wrong_shape", wanted="interval", got="expression")
    ends = cut(piece.inside(), (";",) if ";" in text else (",",))
    if len(ends) != 2:
        raise piece.fault("wrong_shape", wanted="interval", got=f"list of {len(ends)}")
    low, high = (end_of(each, names, limits) for each in ends)
    opening, closing = text[0].replace("]", "("), text[-1].replace("[", ")")
    closed = (opening == "[" and low is not None, closing == "]" and high is not None)
    interval = Interval(
        on_its_side(ends[0], low, below=True), on_its_side(ends[1], high, below=False), closed
    )
    return [interval], [opening, shown_end(low, True), ",", shown_end(high, False), closing]


def numbers_in(intervals: Sequence[Interval]) -> list[Node]:
    """All finite ends."""
    return [end for each in intervals for end in (each.low, each.high) if end is not None]
