"""Two wrong rules at once: worked out only when a response needs it, and only where they can be told from others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from grader.calculus.catalogue import Strike, Ways, size_of
from grader.diagnosis.marks import Marker, arrangement
from grader.diagnosis.naming import Label, name_of
from grader.diagnosis.shelf import Item
from grader.language.tree import Node

BUDGET = 8000
"""Pieces of trees that the pairs of one part may have: a hundred milliseconds at most, ten as a rule."""


def pairs_of(
    task: Node, marker: Marker, known: frozenset[tuple[str, ...]], without: Collection[str] = ()
) -> tuple[Item, ...]:
    """What two rules, each followed everywhere, lead to. Answers whose marks are `known`, as those of the right answer
    and of single rules are, and answers of pairs of unlike groups, are left out; so are the rules and groups in
    `without`."""
    found: dict[tuple[str, ...], list[Item]] = {}
    for item in _within_budget(Ways(task, without), marker):
        if item.marks not in known:
            found.setdefault(item.marks, []).append(item)
    return tuple(filter(None, map(_merged, found.values())))


def _merged(items: list[Item]) -> Item | None:
    """One item for pairs that lead to one answer, if they are of the same two groups."""
    first = items[0]
    groups = [label.group for label in first.labels]
    if len(items) == 1:
        return first
    if any({label.group for label in item.labels} != set(groups) for item in items):
        return None
    alike = [[label for item in items for label in item.labels if label.group == group] for group in groups]
    return Item(tuple(dict.fromkeys(map(name_of, alike))), first.answer, first.marks)


def _within_budget(ways: Ways, marker: Marker) -> Iterator[Item]:
    left = BUDGET
    wanted = arrangement(ways.right)
    for one, other in combinations(ways.strikes, 2):
        answer = None if one.rule.code == other.rule.code else ways.answer(one, other)
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
