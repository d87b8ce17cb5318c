"""Which mistake explains a wrong cell, and whether one mistake explains them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flint import fmpq

from grader.equivalence.values import Precision, Value
from grader.graphs.arrays import BITS, entries_of, is_array, shape_of
from grader.graphs.build import GraphFault
from grader.graphs.cells import Cell, Reader
from grader.graphs.malrules import GRAPH_RULES, GraphRule
from grader.graphs.marking import AnswerKey, Marking, own_sheet
from grader.graphs.values import agree, is_number
from grader.results import CellVerdict

ROUNDING = fmpq(6, 10**4)
"""What was rounded to three decimals, or to four and used once, is no further away than this."""
SHARE = fmpq(1, 500)


def explained(key: AnswerKey, marking: Marking, entries: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """Wrong cell -> the codes of all mistakes that lead to its entry on the student's own sheet, commonest first."""
    sheet = own_sheet(key, entries)
    return {
        mark.cell.name: tuple(dict.fromkeys(_codes(mark.cell, entries[mark.cell.name], mark.method, sheet)))
        for mark in marking.marks
        if mark.verdict is CellVerdict.WRONG
    }


def in_common(codes: Mapping[str, tuple[str, ...]]) -> str | None:
    """The mistake that explains every wrong cell, where there are at least two; the commonest of several."""
    if len(codes) < 2:
        return None
    first, *others = codes.values()
    return next((code for code in first if all(code in other for other in others)), None)


def _codes(cell: Cell, typed: Value, method: Value | None, sheet: Reader) -> Iterator[str]:
    for rule in GRAPH_RULES:
        if isinstance(cell, rule.kind) and any(
            _leads_to(typed, value, method) for value in _values(rule, cell, sheet)
        ):
            yield rule.code


def _values(rule: GraphRule, cell: Cell, sheet: Reader) -> Iterator[Value]:
    """What the rule gives, as far as it can be worked out on these entries."""
    try:
        yield from rule.wrong(cell, sheet)
    except (GraphFault, ZeroDivisionError):
        return


def _leads_to(typed: Value, wrong: Value, method: Value | None) -> bool:
    """Is the entry what the mistake gives, and not what is right here anyhow?"""
    return _near(typed, wrong) and not (method is not None and agree(wrong, method))


def _near(typed: Any, wrong: Any) -> bool:
    """Closer than `agree` asks: a mistake is named only when the entry can hardly be anything else."""
    if is_array(typed) or is_array(wrong):
        return shape_of(typed) == shape_of(wrong) and all(map(_near, entries_of(typed), entries_of(wrong)))
    if not (is_number(typed) and is_number(wrong)):
        return False
    if type(typed) is fmpq and type(wrong) is fmpq and typed.q == 1 == wrong.q:
        return bool(typed == wrong)
    with Precision(BITS):
        return bool(abs(typed - wrong) <= max(ROUNDING, abs(wrong) * SHARE))
