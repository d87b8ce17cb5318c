"""An expression in the declared variables: right when it is the same function as the answer on the domain."""

from __future__ import annotations

from typing import cast

from grader.checkers.arrays import is_array
from grader.checkers.constants import refuse_undefined
from grader.checkers.scalars import best, make_reference, wrong_class
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
from grader.diagnosis.explain import explainer_of
from grader.equivalence import Comparison, Reference
from grader.errors import ReferenceFault
from grader.forms import diagnosis_of, has_form
from grader.language import Names
from grader.language.tree import Matrix, Node, Vector
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

WANTED = "expression"
_LISTS = (Vector, Matrix)


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> tuple[Reference, ...]:
    """One Reference for each accepted answer."""
    trees = reference_answers(part, names, answer)
    for tree in trees:
        if isinstance(tree, _LISTS):
            raise ReferenceFault(part.name, f"the answer is a {shape_of(tree)}, not an {WANTED}")
    return tuple(make_reference(part, tree, seed) for tree in trees)


def read(part: PreparedPart, response: Response) -> Reading:
    """A scalar expression; a constant must have a value."""
    text, tree = tree_of(part, response)
    if is_array(text, tree):
        raise wrong_shape(text, WANTED, shape_of(tree))
    refuse_undefined(text, (tree,))
    return Reading(text, tree)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none."""
    assert reading.tree is not None, "an expression without a fault has a tree"
    return result_of(part, reading, best(part.target, reading.tree, context.prover), context)


def result_of(part: PreparedPart, reading: Reading, outcome: Comparison, context: Context) -> PartResult:
    """The judgement on one scalar, from its comparison."""
    tree = cast(Node, reading.tree)
    read_as = reading.latex if context.echo else None
    if outcome.equal:
        form = part.part.form
        written = True if form in (None, "any") else has_form(str(form), tree)
        if written:
            return PartResult(Verdict.CORRECT, FULL_SCORE, outcome.certificate, read_as, notes=outcome.notes)
        if written is None:
            return PartResult(Verdict.UNDECIDED, 0, Certificate.UNDECIDED, read_as)
        found = (Diagnosis(diagnosis_of(str(form))),)
        return PartResult(Verdict.INCORRECT, 0, outcome.certificate, read_as, diagnosis=found)
    if outcome.certificate is Certificate.UNDECIDED:
        return PartResult(Verdict.UNDECIDED, 0, outcome.certificate, read_as)
    explainer = explainer_of(part)
    known = () if explainer is None else explainer.scalar(tree)
    return PartResult(
        Verdict.INCORRECT, 0, outcome.certificate, read_as, outcome.witness, (*known, *outcome.diagnosis),
        wrong_class=wrong_class(outcome.values),
    )  # fmt: skip
