"""A matrix, judged entry by entry; a transposed one is incorrect, with that diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from grader.checkers.arrays import spread
from grader.checkers.constants import refuse_undefined
from grader.checkers.entries import all_equal, class_of, compared, explained, result_of
from grader.checkers.reshaped import reshaped
from grader.checkers.scalars import make_reference
from grader.checkers.shape import (
    Context,
    PreparedPart,
    Reading,
    Response,
    reference_answers,
    shape_of,
    tree_of,
    wrong_shape,
)
from grader.equivalence import Reference
from grader.errors import ReferenceFault
from grader.language import Names
from grader.language.tree import Matrix, Node, Vector, children
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

Target = tuple[tuple[Reference, ...], tuple[int, int]]
"""The references row by row, and (rows, columns)."""


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> tuple[Target, ...]:
    """For each accepted answer, one Reference an entry, and the shape."""
    return tuple(_target(part, tree, seed) for tree in reference_answers(part, names, answer))


def _target(part: Part, tree: Node, seed: int) -> Target:
    grid = grid_of(tree)
    if grid is None:
        raise ReferenceFault(part.name, f"the answer is a {shape_of(tree)}, not a matrix")
    entries = tuple(make_reference(part, entry, seed) for row in grid for entry in row)
    return entries, (len(grid), len(grid[0]))


def grid_of(tree: Node) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of a matrix; a plain vector is a matrix of one row; None for a scalar."""
    match spread(tree):
        case Matrix(rows=rows):
            return rows
        case Vector(entries=entries):
            return (entries,)
        case _:
            return None


def read(part: PreparedPart, response: Response) -> Reading:
    """A matrix of the shape of the answer, or of its transpose (which is judged, and diagnosed)."""
    text, tree = tree_of(part, response)
    rows, columns = part.target[0][1]
    shapes = ((rows, columns), (columns, rows))
    if _size(tree) not in shapes:
        near = reshaped(text, part.names, lambda other: _size(other) in shapes)
        raise wrong_shape(text, f"{rows}x{columns} matrix", shape_of(tree), near)
    refuse_undefined(text, children(spread(tree)))
    return Reading(text, tree)


def _size(tree: Node) -> tuple[int, int] | None:
    grid = grid_of(tree)
    return None if grid is None else (len(grid), len(grid[0]))


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """A verdict for each entry, in rows; the score is the share of right ones."""
    grid = grid_of(cast(Node, reading.tree))
    assert grid is not None, "a matrix without a fault has rows"
    flat = tuple(entry for row in grid for entry in row)
    shape = (len(grid), len(grid[0]))
    accepted = part.target[0]
    for other in part.target[1:]:
        if other[1] == shape and all_equal(other[0], flat):
            accepted = other
    entries, wanted = accepted
    if shape != wanted:
        return _other_shape(part, reading, grid, context)
    outcomes = compared(entries, flat, context)
    diagnosis: tuple[Diagnosis, ...] = ()
    if not all(outcome.equal for outcome in outcomes):
        diagnosis = explained(part, flat, outcomes, lambda: _arranged(entries, grid))
    return _in_rows(result_of(reading, outcomes, diagnosis, context), shape[1])


def _in_rows(result: PartResult, columns: int) -> PartResult:
    flat: Sequence[str] = result.entries or ()
    rows = tuple(tuple(flat[start : start + columns]) for start in range(0, len(flat), columns))
    return replace(result, entries=rows)


def _transposed(grid: Sequence[Sequence[Node]]) -> tuple[Node, ...]:
    return tuple(entry for column in zip(*grid, strict=True) for entry in column)


def _arranged(entries: tuple[Reference, ...], grid: Sequence[Sequence[Node]]) -> tuple[Diagnosis, ...]:
    square = len(grid) == len(grid[0])
    return (Diagnosis("transposed"),) if square and all_equal(entries, _transposed(grid)) else ()


def _other_shape(
    part: PreparedPart, reading: Reading, grid: Sequence[Sequence[Node]], context: Context
) -> PartResult:
    """A response of the transposed shape: a row or column of right entries is taken with a note, else it is wrong."""
    entries, (rows, columns) = part.target[0]
    outcomes = compared(entries, _transposed(grid), context)
    result = result_of(reading, outcomes, (), context)
    if result.verdict is Verdict.UNDECIDED:
        return replace(result, entries=None)
    if result.verdict is Verdict.CORRECT and 1 in (rows, columns):
        note = "row_for_column" if columns == 1 else "column_for_row"
        return replace(_in_rows(result, columns), notes=(*result.notes, note), score=FULL_SCORE)
    diagnosis = (Diagnosis("transposed"),) if result.verdict is Verdict.CORRECT else ()
    return replace(
        result, verdict=Verdict.INCORRECT, score=0, certificate=Certificate.DIFFERS, diagnosis=diagnosis, entries=None,
        wrong_class=f"t{class_of(outcomes)}",
        notes=("wrong_orientation",) if not diagnosis else (),
    )  # fmt: skip
