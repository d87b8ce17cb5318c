"""A line or plane: any equation of it, up to scale.

Both sides of an equation are brought to one, `left - right`. Two equations are of the same line when one is a constant
multiple of the other: at a point p where the answer's is not zero, `answer(p) * response = response(p) * answer` is
compared as functions. A response that is zero at p cannot be a multiple.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from grader.calculus.substitution import substitute
from grader.checkers.constants import value_of
from grader.checkers.pieces import Piece, cut, read_piece, whole
from grader.checkers.scalars import make_reference, wrong_class
from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.equivalence import Comparison, Reference, compare
from grader.equivalence.reference import is_number, undefined
from grader.errors import ReferenceFault, Unreadable
from grader.language import AUTHOR, STUDENT, Limits, Names
from grader.language.bounds import has_name
from grader.language.joined import Joined
from grader.language.tree import Matrix, Negative, Node, Number, Product, Sum, Vector
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, PartResult, Verdict

COORDINATES = ("3/7", "-5/3", "8/5", "2/9")
"""Among these an affine function that is not zero everywhere has a point where it is not."""

Equation = tuple[Node, Node]
Answer = tuple[Node, dict[str, Node]]
"""`left - right`, and a point at which it is not zero."""


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> list[Answer]:
    """For each accepted answer `left - right` and a point at which it is not zero."""
    if part.answer is None:
        raise ReferenceFault(part.name, "has no answer")
    return [_prepared(part, text, names) for text in (part.answer, *part.accept)]


def _prepared(part: Part, text: str, names: Names) -> Answer:
    try:
        difference = _difference(_equation(whole(text), names, AUTHOR))
    except Unreadable as error:
        raise ReferenceFault(part.name, f"cannot read {text!r}", error) from error
    variables = (*part.variables, *part.integers)
    for values in product(COORDINATES, repeat=min(len(variables), 3)):
        point = {name: _number(value) for name, value in zip(variables, values, strict=False)}
        value = value_of(substitute(difference, point))
        if is_number(value) and value != 0:
            return difference, point
    raise ReferenceFault(part.name, "the answer is no equation of a line: both sides are the same")


def _number(text: str) -> Node:
    return Number(Fraction(text), text)


def _equation(piece: Piece, names: Names, limits: Limits) -> Equation:
    sides = cut(piece, ("=",))
    if len(sides) != 2:
        detail = {"wanted": "equation", "got": "expression" if len(sides) == 1 else "chain"}
        raise Unreadable("wrong_shape", piece.start, len(piece.text), piece.text, None, detail)
    left, right = (read_piece(side, names, limits) for side in sides)
    for side, tree in zip(sides, (left, right), strict=True):
        if isinstance(tree, Vector | Matrix):
            raise side.fault("wrong_shape", wanted="equation", got="vector")
    return left, right


def _difference(equation: Equation) -> Node:
    left, right = equation
    return Sum((left, Negative(right)))


def read(part: PreparedPart, response: Response) -> Reading:
    """One equation in the declared variables."""
    text = response.get("", "")
    found = whole(text)
    equation = _equation(found, part.names, STUDENT)
    if not any(map(has_name, equation)):
        raise found.fault("wrong_shape", wanted="equation", got="number")
    return Reading(text, value=equation, joined=Joined((equation[0], "=", equation[1])))


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none."""
    difference = _difference(reading.value)
    outcomes = [_compared(part, answer, difference, context) for answer in part.target]
    outcome = next((one for one in outcomes if one.equal), outcomes[0])
    read_as = reading.latex if context.echo else None
    if outcome.equal:
        return PartResult(Verdict.CORRECT, FULL_SCORE, outcome.certificate, read_as)
    if outcome.certificate is Certificate.UNDECIDED:
        return PartResult(Verdict.UNDECIDED, 0, outcome.certificate, read_as)
    return PartResult(
        Verdict.INCORRECT, 0, outcome.certificate, read_as, wrong_class=wrong_class(outcome.values)
    )


def _compared(part: PreparedPart, answer: Answer, response: Node, context: Context) -> Comparison:
    difference, point = answer
    here = substitute(response, point)
    value = value_of(here)
    if undefined(value) or value == 0:
        return Comparison(Certificate.DIFFERS)
    scaled = Product((here, difference))
    reference: Reference = make_reference(part.part, scaled, part.seed)
    return compare(reference, Product((substitute(difference, point), response)), context.prover)
