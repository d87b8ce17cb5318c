"""A computation graph: a table of cells, each marked against the key and against its method on the student's
own entries (`grader.graphs`). The fields are the cells: `v:z`, `l:h/z`, `g:w`.

A cell takes any constant expression: `1/8`, `-0.25`, `e^-1`, `3*0.25`. A cell that cannot be read is
unreadable alone and the others are still marked; the part as a whole is then unreadable, so that no try is
counted.
"""

from __future__ import annotations

from hashlib import blake2b

from grader.checkers.constants import refuse_without_value
from grader.checkers.shape import Context, PreparedPart, Reading, Response, fault_of, shape_of, wrong_shape
from grader.errors import ReferenceFault, Unreadable
from grader.graphs import UNREAD, AnswerKey, GraphFault, Marking, answer_key, evaluate, mark, shown
from grader.language import Names, parse
from grader.language.tree import Matrix, Node, Vector, names_in
from grader.question import Part
from grader.results import (
    FULL_SCORE,
    CellResult,
    CellVerdict,
    Certificate,
    Fault,
    PartResult,
    Verdict,
)

WANTED = "number"
NO_NAMES = Names()
FULL = (CellVerdict.RIGHT, CellVerdict.FOLLOW_THROUGH)


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> AnswerKey:
    """The graph with all its right values."""
    if part.graph is None:
        raise ReferenceFault(part.name, "has no graph")
    try:
        return answer_key(part.graph)
    except GraphFault as error:
        raise ReferenceFault(part.name, str(error), error.cause) from error


def read(part: PreparedPart, response: Response) -> Reading:
    """The readable cells as trees, and faults of the others. Raises Unreadable for fields without a cell."""
    key: AnswerKey = part.target
    asked = {cell.name for cell in key.cells}
    cells: dict[str, Node] = {}
    faults: dict[str, Fault] = {}
    for name, text in response.items():
        if isinstance(text, str) and not text.strip():
            continue
        if name not in asked:
            raise Unreadable("wrong_shape", 0, 0, name[:40], detail={"wanted": "cells", "got": name[:40]})
        try:
            cells[name] = _cell(text)
        except Unreadable as error:
            faults[name] = fault_of(error)
    if not cells and not faults:
        raise Unreadable("empty")
    return Reading(cells=cells, cell_faults=faults)


def _cell(text: object) -> Node:
    """A constant expression that has a value. Raises Unreadable."""
    tree = parse(text, NO_NAMES)
    typed = str(text)
    if isinstance(tree, Vector | Matrix) or names_in(tree):
        raise wrong_shape(typed, WANTED, shape_of(tree))
    refuse_without_value(typed, tree)
    return tree


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Marks per block; correct when no cell is wrong, blank or unreadable (carried rounding is no fault)."""
    values = {name: evaluate(tree, {}) for name, tree in (reading.cells or {}).items()}
    marking = mark(part.target, {**values, **dict.fromkeys(reading.cell_faults, UNREAD)})
    cells = {
        one.cell.name: CellResult(one.verdict, fault=reading.cell_faults.get(one.cell.name))
        for one in marking.marks
    }
    if reading.cell_faults:
        first = next(cell.fault for cell in cells.values() if cell.fault)
        return PartResult(Verdict.UNREADABLE, 0, cells=cells, first_fault=marking.first_fault, fault=first)
    score = round(FULL_SCORE * marking.score)
    if all(cell.verdict in FULL for cell in cells.values()):
        return PartResult(Verdict.CORRECT, FULL_SCORE, Certificate.AGREES, cells=cells)
    return PartResult(
        Verdict.PARTIAL if score else Verdict.INCORRECT,
        score,
        Certificate.DIFFERS,
        cells=cells,
        first_fault=marking.first_fault,
        wrong_class=_class(marking, {name: shown(value, 3) for name, value in values.items()}),
    )


def _class(marking: Marking, typed: dict[str, str]) -> str:
    """A short name that equal faults share: where the work went wrong, and what was written there."""
    wrong = (one.cell.name for one in marking.marks if one.verdict is CellVerdict.WRONG)
    text = ";".join(f"{name}={typed[name]}" for name in wrong)
    return blake2b(text.encode(), digest_size=6).hexdigest()
