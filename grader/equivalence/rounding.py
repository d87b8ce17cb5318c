"""Was a wrong response merely rounded? Its decimals are widened to what they might stand for."""

from __future__ import annotations

import re
from fractions import Fraction

from flint import arb

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.kinks import Point
from grader.equivalence.reference import Reference
from grader.equivalence.values import Hole, Value, ball, exact
from grader.language.tree import Node, Number

_LITERAL = re.compile(r"(\d*)(?:[.,](\d*))?(?:[eE]([+-]?\d+))?\s*(%?)")


def last_digit(number: Number) -> Fraction:
    """The value of one unit in the last typed digit: 1/100 for "0.33", 1/1000 for "50.0%" and "1.5e-2"."""
    found = _LITERAL.match(number.text.strip())
    if found is None or not number.text:
        return Fraction(0)
    _, decimals, exponent, percent = found.groups()
    power = int(exponent or 0) - len(decimals or "") - (2 if percent else 0)
    return Fraction(10) ** power


class _RoundedEvaluator(Evaluator):
    """A decimal literal stands for all that rounds to it, or is cut off to it."""

    __slots__ = ()

    def values(self, node: Node) -> list[Value]:
        if isinstance(node, Number) and node.decimal:
            unit = last_digit(node)
            low, high = node.value - unit / 2, node.value + unit * Fraction(999, 1000)
            return [arb(exact((low + high) / 2), exact((high - low) / 2))] * self.count
        return super().values(node)


def is_rounded(reference: Reference, response: Node, failing: Point) -> bool:
    """Whether the response agrees with the reference at every point, and at `failing`, to its last typed digit.

    To be called at the working precision, for a response with a decimal literal that differs at `failing` (which
    need not be one of the reference's own points: it may stand beside a kink of the response).
    """
    there = {name: [value] for name, value in failing.items()}
    if not _overlap(Evaluator(there, 1).values(reference.node), _RoundedEvaluator(there, 1).values(response)):
        return False
    values = _RoundedEvaluator(reference.columns, reference.count).values(response)
    return _overlap(reference.values, values)


def _overlap(answers: list[Value], values: list[Value]) -> bool:
    return all(
        type(value) is not Hole and type(answer) is not Hole and ball(value).overlaps(ball(answer))
        for answer, value in zip(answers, values, strict=True)
    )
