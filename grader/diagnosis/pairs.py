"""Two wrong rules at once: worked out only when a response needs it, and only where they can be told from others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from grader.calculus.catalogue import Ways, size_of
from grader.diagnosis.marks import Marker
from grader.diagnosis.naming import Label
from grader.diagnosis.shelf import Item
from grader.language import shape_of
from grader.language.tree import Node

BUDGET = 4000
"""Pieces of trees that the pairs of one part may have: about 50 ms."""


def pairs_of(task: Node, marker: Marker, known: frozenset[tuple[str, ...]]) -> tuple[Item, ...]:
    """What two rules of different groups, each followed everywhere, lead to. Answers whose marks are `known`, as those
    of the right answer and of single rules are, and answers of more than one pair, are left out."""
    found: dict[tuple[str, ...], Item | None] = {}
    for item in _within_budget(task, marker):
        if item.marks not in known:
            found[item.marks] = None if item.marks in found else item
    return tuple(item for item in found.values() if item is not None)


def _within_budget(task: Node, marker: Marker) -> Iterator[Item]:
    ways, left = Ways(task), BUDGET
    shape = shape_of(ways.right)
    for one, other in combinations(ways.strikes, 2):
        if one.rule.group == other.rule.group:
            continue
        answer = ways.answer(one, other)
        if answer is None or shape_of(answer) != shape:
            continue
        left -= size_of(answer)
        if left < 0:
            return
        marks = marker.marks(answer)
        if marks is not None:
            labels = tuple(Label(each.rule.code, each.rule.group, each.node) for each in (one, other))
            yield Item(labels, answer, marks)
