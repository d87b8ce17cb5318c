"""Whether the cells of a graph can be told right from wrong: none too small to be written down, none that a common
mistake moves by less than what rounding may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import fmpq

from exercises.questions import RejectedError
from grader.calculus.malrules import MALRULES
from grader.errors import ReferenceFault
from grader.graphs import AnswerKey, Cell, ShapeCell, agree, to_float
from grader.graphs.arrays import entries_of, shape_of
from grader.graphs.malrules import GRAPH_RULES
from grader.graphs.marking import Sheet, own_sheet
from grader.graphs.values import is_number, is_zero

SMALLEST = 0.01
"""Three decimals are asked for; less than this would lose its digits."""
CLEAR = 3
"""A mistake is told from rounding when it moves a cell by so many times what is forgiven."""
COMMON = tuple(rule for rule in GRAPH_RULES if rule.code not in {each.code for each in MALRULES})
"""The mistakes with graphs; slips of differentiation that only happen on one may come close now and then."""


def vet_graph(key: AnswerKey) -> None:
    """Raises RejectedError for a draw in which honest work and a mistake look alike."""
    sheet = own_sheet(key, {})
    for cell in key.cells:
        if isinstance(cell, ShapeCell):
            continue
        right = cell.key(key.numbers)
        if any(not is_zero(entry) and abs(to_float(entry)) < SMALLEST for entry in entries_of(right)):
            raise RejectedError(f"`{cell.name}` is smaller than {SMALLEST:g} and not 0")
        for code, wrong in _wrong_values(cell, sheet):
            if _close(wrong, right):
                raise RejectedError(f"in `{cell.name}` the mistake {code} is hard to tell from rounding")
            if code == "mat_transpose" and shape_of(wrong) == shape_of(right) and is_zero(wrong - right):
                raise RejectedError(f"`{cell.name}` equals its transpose")


def _wrong_values(cell: Cell, sheet: Sheet) -> Iterator[tuple[str, Any]]:
    for rule in COMMON:
        if isinstance(cell, rule.kind):
            try:
                yield from ((rule.code, value) for value in rule.wrong(cell, sheet))
            except (ReferenceFault, ZeroDivisionError):
                continue


def _close(wrong: Any, right: Any) -> bool:
    """Another value of the same shape, of which no entry is clearly off."""
    if shape_of(wrong) != shape_of(right) or not is_number(wrong):
        return False
    pairs = list(zip(entries_of(wrong), entries_of(right), strict=True))
    return any(not is_zero(one - other) for one, other in pairs) and not any(_clear(*pair) for pair in pairs)


def _clear(wrong: Any, right: Any) -> bool:
    """Two whole numbers are never taken for one another; anything else is forgiven a little."""
    if type(wrong) is fmpq and type(right) is fmpq and wrong.q == 1 == right.q:
        return bool(wrong != right)
    return not agree(right + (wrong - right) / CLEAR, right)
