"""Poles of the trigonometric functions at constant multiples of pi, which no ball can prove: tan(pi/2), csc(2 pi)."""

from __future__ import annotations

from fractions import Fraction

from grader.language.tree import Constant, Negative, Node, Number, Product, Quotient, Sum

HALF_TURNS = {"tan": Fraction(1, 2), "sec": Fraction(1, 2), "cot": Fraction(0), "csc": Fraction(0)}
"""Function -> its pole in [0, 1), as a multiple of pi; the others follow a half turn apart."""


def is_pole(function: str, argument: Node) -> bool:
    """Whether `argument` is written as a rational multiple of pi at which `function` has a pole."""
    if function not in HALF_TURNS:
        return False
    linear = _linear(argument)
    return linear is not None and linear[0] == 0 and linear[1] % 1 == HALF_TURNS[function]


def _linear(node: Node) -> tuple[Fraction, Fraction] | None:
    """(a, b) where the tree is written as a + b pi with rational a and b; None for anything else."""
    match node:
        case Number(value=value):
            return value, Fraction(0)
        case Constant(name="pi"):
            return Fraction(0), Fraction(1)
        case Negative(operand=operand):
            inner = _linear(operand)
            return None if inner is None else (-inner[0], -inner[1])
        case Sum(terms=terms):
            parts = [part for part in map(_linear, terms) if part is not None]
            whole = (
                sum((part[0] for part in parts), Fraction(0)),
                sum((part[1] for part in parts), Fraction(0)),
            )
            return whole if len(parts) == len(terms) else None
        case Product(factors=factors):
            return _scaled(factors)
        case Quotient(top=top, bottom=bottom):
            over, under = _linear(top), _linear(bottom)
            if over is None or under is None or under[1] or not under[0]:
                return None
            return over[0] / under[0], over[1] / under[0]
        case _:
            return None


def _scaled(factors: tuple[Node, ...]) -> tuple[Fraction, Fraction] | None:
    total = Fraction(1), Fraction(0)
    for factor in factors:
        other = _linear(factor)
        if other is None or (total[1] and other[1]):
            return None
        total = total[0] * other[0], total[0] * other[1] + total[1] * other[0]
    return total
