"""Which checker judges which kind of part."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from grader.checkers.shape import Checker
from grader.errors import ReferenceFault

CHECKERS: dict[str, str] = {
    "expression": "grader.checkers.expression",
    "number": "grader.checkers.number",
    "vector": "grader.checkers.vector",
    "matrix": "grader.checkers.matrix",
    "direction": "grader.checkers.direction",
    "points": "grader.checkers.points",
    "line": "grader.checkers.line",
    "interval": "grader.checkers.interval",
    "choice": "grader.checkers.choice",
    "order": "grader.checkers.order",
    "shape": "grader.checkers.dimensions",
    "graph": "grader.checkers.graph",
}
"""Imported when first needed: graphs bring numpy, which the others do without."""

_loaded: dict[str, Checker] = {}


def checker_for(kind: str, part: str) -> Checker:
    """The checker module of a kind. Raises ReferenceFault for a kind that there is not."""
    found = _loaded.get(kind)
    if found is None:
        if kind not in CHECKERS:
            raise ReferenceFault(part, f"there is no kind {kind!r}")
        found = _loaded[kind] = cast(Checker, import_module(CHECKERS[kind]))
    return found
