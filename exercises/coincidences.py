"""Coincidences of wrong rules that hold whatever is drawn, and those that other numbers avoid.

Where a wrong rule is right for the numbers drawn, or two rules that mean different things lead to one answer, a
student cannot be told what went wrong. Other numbers are drawn then, unless they are no better: e^(3x) is its own
outer derivative with any number in it. What holds in each of a few draws is taken to hold in all.
"""

from __future__ import annotations

from collections.abc import Iterator

from exercises.cataloguing import Coincidence

SAMPLE = 8
"""So many draws are looked at."""


class Sample:
    """The coincidences of a few draws of one problem; draws are only made while somebody asks about them."""

    def __init__(self, draws: Iterator[frozenset[Coincidence]]) -> None:
        self._to_come = draws
        self._known: list[frozenset[Coincidence]] = []

    def always(self, found: frozenset[Coincidence]) -> frozenset[Coincidence]:
        """Those of `found` that hold in every draw."""
        draws = self._draws()
        while found and (here := next(draws, None)) is not None:
            found &= here
        return found

    def _draws(self) -> Iterator[frozenset[Coincidence]]:
        yield from self._known
        for here in self._to_come:
            self._known.append(here)
            yield here
