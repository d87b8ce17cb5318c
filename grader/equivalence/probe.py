"""The few points of a reference at which a response is tried before all others."""

from __future__ import annotations

from dataclasses import dataclass

from grader.equivalence.kinks import Point
from grader.equivalence.points import Columns
from grader.equivalence.values import Value

PROBES = 2
"""So many of the points are tried first: a wrong response differs at one of them as a rule."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A few of the points: a column a variable, their number, the values of the reference, and whether the last of them
    is readable."""

    columns: Columns
    count: int
    values: list[Value]
    readable: bool

    def point(self, index: int) -> Point:
        """One of the points."""
        return {name: column[index] for name, column in self.columns.items()}
