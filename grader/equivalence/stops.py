"""Where an expression is scanned for changes of sign: a grid, a ladder of ever wider steps, and its own literals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log, sqrt
from typing import Any

from flint import fmpq

from grader.equivalence.points import Range
from grader.equivalence.values import exact
from grader.language.tree import Node, Number, children

GRID = 64
_FREE = (fmpq(-10), fmpq(10))
_WIDE = 40
"""A declared range wider than this is scanned like the whole line, as far as it goes."""
_AROUND = (fmpq(997, 1009), fmpq(1021, 1013))
"""The stops on both sides of a literal, as multiples of it."""
_GREATEST = 10**9
_MAX_HINTS = 16


def ends_of(variable: Range) -> tuple[Any, Any]:
    """The declared ends, or those of the grid."""
    return (variable.low, variable.high) if variable.declared else _FREE


@lru_cache(maxsize=256)
def _grid(variable: Range) -> list[Any]:
    low, high = ends_of(variable)
    stops = [low + (high - low) * fmpq(index, GRID - 1) for index in range(GRID)]
    if variable.declared and high - low > _WIDE:
        inner = [_FREE[0] + (_FREE[1] - _FREE[0]) * fmpq(index, GRID - 1) for index in range(GRID)]
        stops = sorted({*stops, *filter(variable.holds, inner)})
    return stops


def first_stops(node: Node, variable: Range) -> list[Any]:
    """The grid, with stops on both sides of what the literals of `node` hint at: c, sqrt(c), ln(c), of both signs."""
    hints = [stop for stop in _hints(node) if variable.holds(stop)]
    return sorted({*_grid(variable), *hints}) if hints else _grid(variable)


def _literals(node: Node) -> Iterator[Any]:
    if isinstance(node, Number):
        yield node.value
    for child in children(node):
        yield from _literals(child)


def _hints(node: Node) -> list[Any]:
    found: list[Any] = []
    for literal in list(dict.fromkeys(_literals(node)))[:_MAX_HINTS]:
        if not 1 / _GREATEST < abs(literal) < _GREATEST or abs(literal) == 1:
            continue
        size = abs(float(literal))
        hints = [exact(abs(literal)), *(_near(value) for value in (sqrt(size), log(size)))]
        found += [sign * hint * share for hint in hints for share in _AROUND for sign in (1, -1)]
    return found


def _near(value: float) -> Any:
    return fmpq(round(value * 2**30), 2**30)


@lru_cache(maxsize=1)
def _ladder() -> list[Any]:
    stop, found = 10.0, []
    while stop < 2e6:
        found.append(fmpq(round(stop * 1009) + 1, 1009))
        stop *= 1.3
    return found


def outer_stops(variable: Range) -> list[Any]:
    """From 10 to 10^6, each a third further out than the last; none where a narrow range is declared."""
    if variable.declared and variable.high - variable.low <= _WIDE:
        return []
    return _ladder()
