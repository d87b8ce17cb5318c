"""A direction: any vector that is a positive multiple of the answer. Both are divided by their lengths and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.checkers import vector
from grader.checkers.constants import value_of
from grader.checkers.entries import all_equal, compared, result_of
from grader.checkers.scalars import make_reference
from grader.checkers.shape import Context, PreparedPart, Reading, Response, reference_answers, shape_of
from grader.equivalence import Reference
from grader.errors import ReferenceFault
from grader.language import Names
from grader.language.bounds import has_name
from grader.language.tree import Call, Negative, Node, Number, Power, Quotient, Sum
from grader.question import Part
from grader.results import Certificate, Diagnosis, PartResult, Verdict

Target = tuple[Reference, ...]
TWO = Number(Fraction(2), "2")


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> tuple[Target, ...]:
    """For each accepted answer, one Reference for each entry of its unit vector."""
    return tuple(_target(part, tree, seed) for tree in reference_answers(part, names, answer))


def _target(part: Part, tree: Node, seed: int) -> Target:
    entries = vector.entries_of(tree)
    if not entries:
        raise ReferenceFault(part.name, f"the answer is a {shape_of(tree)}, not a direction")
    return tuple(make_reference(part, entry, seed) for entry in unit(entries))


def unit(entries: Sequence[Node]) -> tuple[Node, ...]:
    """Each entry over the length of all."""
    squares = tuple(Power(entry, TWO) for entry in entries)
    length = Call("sqrt", (Sum(squares) if len(squares) > 1 else squares[0],))
    return tuple(Quotient(entry, length) for entry in entries)


def read(part: PreparedPart, response: Response) -> Reading:
    """A vector with as many entries as the answer."""
    return vector.read(part, response)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none; the opposite direction and the zero vector are named."""
    assert reading.tree is not None, "a direction without a fault has a tree"
    entries = vector.entries_of(reading.tree) or (reading.tree,)
    read_as = reading.latex if context.echo else None
    if all(not has_name(entry) and value_of(entry) == 0 for entry in entries):
        return PartResult(
            Verdict.INCORRECT, 0, Certificate.DIFFERS, read_as, diagnosis=(Diagnosis("zero_direction"),)
        )
    responded = unit(entries)
    target = next((one for one in part.target[1:] if all_equal(one, responded)), part.target[0])
    outcomes = compared(target, responded, context)
    result = result_of(reading, outcomes, (), context)
    if result.verdict in (Verdict.CORRECT, Verdict.UNDECIDED):
        return replace(result, entries=None)
    opposite = all_equal(target, [Negative(entry) for entry in responded])
    found = (Diagnosis("opposite_direction"),) if opposite else ()
    return replace(result, verdict=Verdict.INCORRECT, score=0, entries=None, witness=None, diagnosis=found)
