"""A computation graph: a table of cells, each marked against the key and against its method on the student's
own entries (`grader.graphs`). The fields are the cells: `v:z`, `l:h/z`, `g:w`.

A cell takes any constant expression: `1/8`, `-0.25`, `e^-1`, `3*0.25`. A cell that cannot be read is
unreadable alone and the others are still marked; the part as a whole is then unreadable, so that no try is
counted.
"""

from __future__ import annotations

from hashlib import blake2b

from grader.checkers.constants import refuse_without_value
from grader.checkers.dimensions import dimensions
from grader.checkers.shape import Context, PreparedPart, Reading, Response, fault_of, shape_of, wrong_shape
from grader.equivalence.values import Value
from grader.errors import ReferenceFault, Unreadable
from grader.graphs import (
    UNREAD,
    AnswerKey,
    Cell,
    GraphFault,
    Mark,
    Marking,
    ShapeCell,
    agree,
    answer_key,
    constant,
    mark,
    shown,
)
from grader.graphs.arrays import Shape, is_array
from grader.graphs.arrays import shape_of as array_shape
from grader.graphs.explaining import explained, in_common
from grader.graphs.marking import method_of, own_sheet
from grader.graphs.values import is_number
from grader.language import Names, parse
from grader.language.tree import Matrix, Node, Vector, children, names_in
from grader.question import Part
from grader.results import (
    FULL_SCORE,
    CellResult,
    CellVerdict,
    Certificate,
    Diagnosis,
    Fault,
    PartResult,
    Verdict,
)

WANTED = ("number", "vector", "matrix")
"""What a cell takes, by the number of its dimensions."""
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
    asked = {cell.name: cell for cell in key.cells}
    cells: dict[str, Node] = {}
    faults: dict[str, Fault] = {}
    for name, text in response.items():
        if isinstance(text, str) and not text.strip():
            continue
        if name not in asked:
            raise Unreadable("wrong_shape", 0, 0, name[:40], detail={"wanted": "cells", "got": name[:40]})
        try:
            cells[name] = _cell(text, asked[name], array_shape(asked[name].key(key.numbers)))
        except Unreadable as error:
            faults[name] = fault_of(error)
    if not cells and not faults:
        raise Unreadable("empty")
    return Reading(cells=cells, cell_faults=faults)


def _cell(text: object, cell: Cell, wanted: Shape) -> Node:
    """A constant that has a value: a number where one is asked, else a vector or a matrix. Raises Unreadable."""
    typed = str(text)
    if isinstance(cell, ShapeCell):
        return Vector(dimensions(typed, NO_NAMES))
    tree = parse(text, NO_NAMES)
    is_list = isinstance(tree, Vector | Matrix)
    if is_list != bool(wanted) or names_in(tree):
        raise wrong_shape(typed, WANTED[len(wanted)], shape_of(tree))
    for entry in children(tree) if is_list else (tree,):
        refuse_without_value(typed, entry)
    return _in_dimensions(tree, len(wanted))


def _in_dimensions(tree: Node, wanted: int) -> Node:
    """A row or a column of a matrix where a vector is asked; a list as the one row where a matrix is."""
    if wanted == 1 and isinstance(tree, Matrix) and 1 in tree.shape:
        return Vector(children(tree))
    return Matrix((tree.entries,)) if wanted == 2 and isinstance(tree, Vector) else tree


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Marks per block; correct when no cell is wrong, blank or unreadable (carried rounding is no fault)."""
    values = {name: constant(tree) for name, tree in (reading.cells or {}).items()}
    marking = mark(part.target, {**values, **dict.fromkeys(reading.cell_faults, UNREAD)})
    why = explained(part.target, marking, values)
    cells = {
        one.cell.name: CellResult(
            one.verdict,
            _diagnosis(one, values.get(one.cell.name), why.get(one.cell.name, ())),
            reading.cell_faults.get(one.cell.name),
            tuple(map(str, one.entries)),
        )
        for one in marking.marks
    }
    if reading.cell_faults:
        first = next(cell.fault for cell in cells.values() if cell.fault)
        return PartResult(Verdict.UNREADABLE, 0, cells=cells, first_fault=marking.first_fault, fault=first)
    score = round(FULL_SCORE * marking.score)
    common = in_common(why)
    if all(cell.verdict in FULL for cell in cells.values()):
        return PartResult(Verdict.CORRECT, FULL_SCORE, Certificate.AGREES, cells=cells)
    return PartResult(
        Verdict.PARTIAL if score else Verdict.INCORRECT,
        score,
        Certificate.DIFFERS,
        diagnosis=() if common is None else (Diagnosis(common),),
        cells=cells,
        first_fault=marking.first_fault,
        wrong_class=_class(marking, {name: shown(value, 3) for name, value in values.items()}),
    )


def methods(part: PreparedPart, reading: Reading) -> dict[str, str]:
    """Cell -> what its method gives on the student's own entries, as a text; cells that lead nowhere are left out."""
    key: AnswerKey = part.target
    sheet = own_sheet(key, {name: constant(tree) for name, tree in (reading.cells or {}).items()})
    found = {cell.name: method_of(cell, sheet) for cell in key.cells}
    decimals = part.part.graph.decimals if part.part.graph else 4
    return {name: shown(value, decimals) for name, value in found.items() if is_number(value)}


def _diagnosis(one: Mark, typed: Value | None, codes: tuple[str, ...]) -> tuple[Diagnosis, ...]:
    """The mistake that explains a wrong cell; of an array, else, its rows and columns exchanged, or another shape."""
    if one.verdict is not CellVerdict.WRONG or typed is None:
        return ()
    if codes:
        return (Diagnosis(codes[0]),)
    if not is_array(one.key):
        return ()
    if len(array_shape(typed)) == 2 and agree(typed.T, one.key):
        return (Diagnosis("transposed"),)
    return () if array_shape(typed) == array_shape(one.key) else (Diagnosis("wrong_shape"),)


def _class(marking: Marking, typed: dict[str, str]) -> str:
    """A short name that equal faults share: where the work went wrong, and what was written there."""
    wrong = (one.cell.name for one in marking.marks if one.verdict is CellVerdict.WRONG)
    text = ";".join(f"{name}={typed[name]}" for name in wrong)
    return blake2b(text.encode(), digest_size=6).hexdigest()
