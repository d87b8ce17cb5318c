"""A number: exact, or within the part's tolerance. No variables."""

from __future__ import annotations

from dataclasses import replace

from grader.checkers import expression
from grader.checkers.arrays import is_array
from grader.checkers.constants import refuse_without_value
from grader.checkers.scalars import best, make_reference
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
from grader.language.tree import Matrix, Node, Vector, names_in
from grader.question import Part
from grader.results import PartResult

WANTED = "number"


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> tuple[Reference, ...]:
    """One Reference without variables for each accepted answer."""
    constant = replace(part, variables=(), integers=(), domain={}, asked=None)
    trees = reference_answers(part, names, answer)
    for tree in trees:
        if isinstance(tree, Vector | Matrix) or names_in(tree):
            raise ReferenceFault(part.name, f"the answer is a {shape_of(tree)}, not a {WANTED}")
    return tuple(make_reference(constant, tree, seed) for tree in trees)


def read(part: PreparedPart, response: Response) -> Reading:
    """A constant expression that has a value."""
    text, tree = tree_of(part, response)
    if is_array(text, tree) or names_in(tree):
        raise wrong_shape(text, WANTED, shape_of(tree))
    refuse_without_value(text, tree)
    return Reading(text, tree)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none."""
    assert reading.tree is not None, "a number without a fault has a tree"
    return expression.result_of(part, reading, best(part.target, reading.tree, context.prover), context)
