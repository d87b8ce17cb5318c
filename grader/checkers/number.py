"""A number: exact, or within the part's tolerance. No variables."""

from __future__ import annotations

from dataclasses import replace

from grader.checkers import expression
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
from grader.equivalence.evaluate import Evaluator
from grader.equivalence.reference import is_number, undefined
from grader.equivalence.values import Precision, Value
from grader.errors import Code, ReferenceFault, Unreadable
from grader.language import Names
from grader.language.tree import Matrix, Node, Power, Quotient, Vector, children, names_in
from grader.question import Part
from grader.results import PartResult

WANTED = "number"
BITS = 256


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
    if isinstance(tree, Vector | Matrix) or names_in(tree):
        raise wrong_shape(text, WANTED, shape_of(tree))
    refuse_without_value(text, tree)
    return Reading(text, tree)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none."""
    assert reading.tree is not None, "a number without a fault has a tree"
    return expression.result_of(part, reading, best(part.target, reading.tree, context.prover), context)


def value_of(tree: Node) -> Value:
    """The value of a constant tree: exact, a ball, or a hole."""
    with Precision(BITS):
        return Evaluator({}, 1).values(tree)[0]


def refuse_without_value(text: str, tree: Node) -> None:
    """Raises Unreadable at the innermost piece of a constant that has no value."""
    value = value_of(tree)
    if is_number(value):
        return
    if not undefined(value):
        raise Unreadable("numeric_overflow", 0, len(text), text)
    culprit = _innermost(tree)
    start, length = culprit.span.position, culprit.span.length
    code: Code = "domain"
    if isinstance(culprit, Quotient) or (isinstance(culprit, Power) and value_of(culprit.base) == 0):
        code = "division_by_zero"
    raise Unreadable(code, start, length, text[start : start + length])


def _innermost(tree: Node) -> Node:
    for child in children(tree):
        if undefined(value_of(child)):
            return _innermost(child)
    return tree
