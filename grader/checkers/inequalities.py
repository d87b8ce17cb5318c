"""Inequalities in one variable, read as intervals: `-1 < x <= 2`, `x > 3`, `x > -1 and x <= 2`, `x = 2`, `x ≠ 2`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grader.checkers.ends import Interval, end_of, finite, is_size, on_its_side, shown_end
from grader.checkers.pieces import Piece, cut, trimmed
from grader.language import Limits, Names
from grader.language.tree import Name, Negative, Node

COMPARISONS = {
    "<=": "≤", ">=": "≥", "=<": "≤", "=>": "≥", "\\leq": "≤", "\\geq": "≥", "\\le": "≤", "\\ge": "≥", "≤": "≤", "≥": "≥",
    "<": "<", ">": ">", "\\lt": "<", "\\gt": ">", "\\leqslant": "≤", "\\geqslant": "≥", "=": "=", "==": "=",
    "≠": "≠", "!=": "≠", "\\neq": "≠", "\\ne": "≠",
}  # fmt: skip
BOTH = re.compile(r"∧|\\land(?![a-z])|\band\b")
_OF_SIZE = [[sign] for sign in "<≤>≥="]
_LONGEST_FIRST = sorted(COMPARISONS, key=len, reverse=True)
Shown = tuple[list[Interval], list[Node | str]]
"""Intervals, and the echo of how they were typed."""


def compares(text: str) -> bool:
    """Whether a sign of comparison stands in a text."""
    return any(sign in text for sign in COMPARISONS)


def read_inequalities(piece: Piece, names: Names, limits: Limits) -> Shown:
    """One inequality, or a lower and an upper bound joined by `and`. Raises Unreadable."""
    begun, found, shown = piece.start, list[Interval](), list[Node | str]()
    joints = list(BOTH.finditer(piece.whole, piece.start, piece.end))
    for start, end in [(joint.start(), joint.end()) for joint in joints] + [(piece.end, piece.end)]:
        intervals, echo = _inequality(trimmed(piece.whole, begun, start), names, limits)
        found += intervals
        shown += ["and", *echo] if shown else echo
        begun = end
    if not joints:
        return found, shown
    lows, highs = [one for one in found if one.high is None], [one for one in found if one.low is None]
    if len(found) != 2 or len(lows) != 1 or len(highs) != 1:
        raise piece.fault("wrong_shape", wanted="interval", got="inequality")
    return [Interval(lows[0].low, highs[0].high, (lows[0].closed[0], highs[0].closed[1]))], shown


def _inequality(piece: Piece, names: Names, limits: Limits) -> Shown:
    """`a < x <= b`, `x > a`, `a < x`, `x = a`, `x ≠ a`."""
    sides = cut(piece, _LONGEST_FIRST)
    between = [piece.whole[a.end : b.start].strip() for a, b in pairwise(sides)]
    operators = [COMPARISONS.get(sign, "") for sign in between]
    trees = [end_of(each, names, limits, variable=True) for each in sides]
    at = next((i for i, tree in enumerate(trees) if isinstance(tree, Name) or is_size(tree)), None)
    size = at is not None and is_size(trees[at])
    if at is None or not all(operators) or not _fits(at, operators) or (size and operators not in _OF_SIZE):
        raise piece.fault("wrong_shape", wanted="interval", got="inequality")
    shown = [
        each
        for tree, operator in zip(trees, [*operators, ""], strict=True)
        for each in (shown_end(tree, False), operator)
    ]
    found = _intervals(sides, trees, operators, at)
    return _of_size(found[0]) if size else found, [each for each in shown if each != ""]


def _of_size(size: Interval) -> list[Interval]:
    """Where |x| lies in an interval that begins or ends at a number: |x| < 2, |x| >= 2, |x| = 2."""
    inside, outside = size.high, size.low
    if inside is None and outside is None:
        return [size]
    if inside is None:
        assert outside is not None, "the other end is none"
        closed = size.closed[0]
        return [
            Interval(None, Negative(outside), (False, closed)),
            Interval(outside, None, (closed, False)),
        ]
    if outside is not None:
        return [Interval(each, each, (True, True)) for each in (Negative(inside), inside)]
    return [Interval(Negative(inside), inside, (size.closed[1], size.closed[1]))]


def _fits(at: int, operators: Sequence[str]) -> bool:
    """Whether the variable stands beside every comparison, and none but `<` and its like is chained."""
    return len(operators) == 1 or (len(operators) == 2 and at == 1 and not {"=", "≠"} & set(operators))


def _intervals(
    sides: Sequence[Piece], trees: Sequence[Node | None], operators: Sequence[str], at: int
) -> list[Interval]:
    low: Node | None = None
    high: Node | None = None
    closed = [False, False]
    for place, operator in enumerate(operators):
        other = place if place < at else place + 1
        if operator in "=≠":
            number = finite(sides[other], trees[other])
            if operator == "=":
                return [Interval(number, number, (True, True))]
            return [Interval(None, number, (False, False)), Interval(number, None, (False, False))]
        below = (operator in "<≤") == (other < at)
        end = on_its_side(sides[other], trees[other], below=below)
        belongs = end is not None and operator in "≤≥"
        if below:
            low, closed[0] = end, belongs
        else:
            high, closed[1] = end, belongs
    return [Interval(low, high, (closed[0], closed[1]))]
