"""A vector, judged entry by entry. A row is taken for a column with a note; swapped entries are diagnosed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from grader.checkers.arrays import parse_array, spread
from grader.checkers.constants import refuse_undefined
from grader.checkers.entries import all_equal, compared, explained, result_of
from grader.checkers.reshaped import reshaped
from grader.checkers.scalars import make_reference
from grader.checkers.shape import (
    Context,
    PreparedPart,
    Reading,
    Response,
    reference_answers,
    shape_of,
    wrong_shape,
)
from grader.equivalence import Reference, compare
from grader.errors import ReferenceFault
from grader.language import STUDENT, Names
from grader.language.tree import Call, Matrix, Node, Number, Power, Quotient, Sum, Vector, children
from grader.question import Part
from grader.results import Diagnosis, PartResult

Target = tuple[Reference, ...]


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> tuple[Target, ...]:
    """For each accepted answer, one Reference an entry."""
    return tuple(_target(part, tree, seed) for tree in reference_answers(part, names, answer))


def _target(part: Part, tree: Node, seed: int) -> Target:
    entries = entries_of(tree)
    if not entries:
        raise ReferenceFault(part.name, f"the answer is a {shape_of(tree)}, not a vector")
    return tuple(make_reference(part, entry, seed) for entry in entries)


def entries_of(tree: Node) -> tuple[Node, ...]:
    """The entries of a vector, of a matrix with one row or one column, or of a softmax; () for anything else."""
    match spread(tree):
        case Vector(entries=entries):
            return entries
        case Matrix(rows=(row,)):
            return row
        case Matrix(rows=rows) if len(rows[0]) == 1:
            return tuple(row[0] for row in rows)
        case Call(function="softmax", arguments=arguments):
            arguments = children(arguments[0]) if isinstance(arguments[0], Vector) else arguments
            terms = tuple(Call("exp", (argument,)) for argument in arguments)
            return tuple(Quotient(term, Sum(terms) if len(terms) > 1 else term) for term in terms)
        case _:
            return ()


def read(part: PreparedPart, response: Response) -> Reading:
    """A vector with as many entries as the answer; a scalar is taken for a vector of one."""
    wanted = len(part.target[0])
    text = response.get("", "")
    tree = parse_array(text, part.names, STUDENT, wanted)
    entries = entries_of(tree)
    if wanted == 1 and not entries:
        refuse_undefined(text, (tree,))
        return Reading(text, tree)
    if not _has_entries(entries, wanted):
        near = reshaped(text, part.names, lambda other: _has_entries(entries_of(other), wanted))
        raise wrong_shape(text, f"vector of {wanted}", shape_of(tree), near)
    refuse_undefined(text, entries)
    return Reading(text, tree)


def _has_entries(entries: Sequence[Node], wanted: int) -> bool:
    return len(entries) == wanted and not any(isinstance(entry, Vector | Matrix) for entry in entries)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """A verdict for each entry; the score is the share of right ones, unless the whole has a diagnosis."""
    tree = cast(Node, reading.tree)
    entries = entries_of(tree) or (tree,)
    for accepted in part.target[1:]:
        if all_equal(accepted, entries):
            return _result(part, reading, accepted, entries, context)
    return _result(part, reading, part.target[0], entries, context)


def _result(
    part: PreparedPart, reading: Reading, target: Target, entries: Sequence[Node], context: Context
) -> PartResult:
    outcomes = compared(target, entries, context)
    if all(outcome.equal for outcome in outcomes):
        result = result_of(reading, outcomes, (), context)
        return replace(result, notes=(*result.notes, *_orientation(part.part, reading.tree)))
    diagnosis = explained(part, entries, outcomes, lambda: _arranged(part, target, entries))
    return result_of(reading, outcomes, diagnosis, context)


def _arranged(part: PreparedPart, target: Target, entries: Sequence[Node]) -> tuple[Diagnosis, ...]:
    if _permuted(target, entries):
        return (Diagnosis("swapped"),)
    return (Diagnosis("unit_direction"),) if _is_unit(part, target, entries) else ()


def _permuted(target: Target, entries: Sequence[Node]) -> bool:
    """Whether the entries are the right ones in another order (called when they are not all in place)."""
    left = list(entries)
    for reference in target:
        found = next((entry for entry in left if compare(reference, entry).equal), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _is_unit(part: PreparedPart, target: Target, entries: Sequence[Node]) -> bool:
    """Whether the response is the answer divided by its length."""
    if len(target) < 2:
        return False
    two = Number(Fraction(2), "2")
    length = Call("sqrt", (Sum(tuple(Power(one.node, two) for one in target)),))
    try:
        unit = (make_reference(part.part, Quotient(one.node, length), part.seed) for one in target)
        return all_equal(tuple(unit), entries)
    except ReferenceFault:
        return False


def _orientation(part: Part, tree: Node | None) -> tuple[str, ...]:
    """The note for a row where a column is asked, or the other way; a plain list of entries is neither."""
    if not isinstance(tree, Matrix) or len(tree.rows) == len(tree.rows[0]):
        return ()
    wants_column = part.shape is not None and len(part.shape) == 2 and part.shape[1] == 1
    wants_row = part.shape is not None and len(part.shape) == 2 and part.shape[0] == 1
    is_row = len(tree.rows) == 1
    if is_row and (wants_column or part.layout == "denominator"):
        return ("row_for_column",)
    return ("column_for_row",) if not is_row and (wants_row or part.layout == "numerator") else ()
