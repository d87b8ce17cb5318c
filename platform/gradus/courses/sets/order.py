"""The order of a set's problems: positions 1, 2, 3, ... without gaps, exact under two tabs at once."""

from __future__ import annotations

from collections.abc import Sequence

from gradus.courses.models import ProblemSet, ProblemSetItem

BEYOND = 2000
"""Positions from here on are free: two items never share one, so an item goes to its place by way of them."""


def locked(problem_set: ProblemSet) -> ProblemSet:
    """The set's row as it is now; whoever else changes it waits until this transaction ends."""
    return ProblemSet.objects.select_for_update(of=("self",)).select_related("course").get(pk=problem_set.pk)


def items_in_order(problem_set: ProblemSet) -> list[ProblemSetItem]:
    """The items that are in the set now."""
    rows = problem_set.items.filter(removed_at__isnull=True).order_by("position")
    return list(rows.select_related("version__problem__current"))


def put_in_order(items: Sequence[ProblemSetItem]) -> bool:
    """Number `items` 1, 2, 3, ... as they stand here; returns whether any number changed."""
    moves = [(item, place) for place, item in enumerate(items, start=1) if item.position != place]
    for shift in (BEYOND, 0):
        for item, place in moves:
            ProblemSetItem.objects.filter(pk=item.pk).update(position=place + shift)
    for item, place in moves:
        item.position = place
    return bool(moves)
