"""Two wrong rules at once: worked out only when a response needs it, and only where they can be told from others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from grader.calculus.catalogue import Strike, Ways, size_of
from grader.diagnosis.marks import Marker, arrangement
from grader.diagnosis.naming import Label
from grader.diagnosis.shelf import Item
from grader.language.tree import Node

BUDGET = 4000
"""Pieces of trees that the pairs of one part may have: about 50 ms."""


def pairs_of(
    task: Node, marker: Marker, known: frozenset[tuple[str, ...]], without: Collection[str] = ()
) -> tuple[Item, ...]:
    """What two rules of different groups, each followed everywhere, lead to. Answers whose marks are `known`, as those
    of the right answer and of single rules are, and answers of more than one pair, are left out; so are the rules
    and groups in `without`."""
    found: dict[tuple[str, ...], Item | None] = {}
    for item in _within_budget(Ways(task, without), marker):
        if item.marks not in known:
            found[item.marks] = None if item.marks in found else item
    return tuple(item for item in found.values() if item is not None)


def _within_budget(ways: Ways, marker: Marker) -> Iterator[Item]:
    left = BUDGET
    wanted = arrangement(ways.right)
    for one, other in combinations(ways.strikes, 2):
        answer = None if one.rule.group == other.rule.group else ways.answer(one, other)
        if answer is None or arrangement(answer) != wanted:
            continue
        left -= size_of(answer)
        if left < 0:
            return
        marks = marker.marks(answer)
        if marks is not None:
            yield Item((_label(one), _label(other)), answer, marks)


def _label(strike: Strike) -> Label:
    return Label(strike.rule.code, strike.rule.group, strike.node)
