"""Exact rational arithmetic on trees, bounded so that no author's slip can hang a draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from exercises.faults import DeriveError
from grader.language.tree import Call, Negative, Node, Number, Power, Product, Quotient, Sum

MAX_BITS = 4096
"""No numerator or denominator grows beyond this."""

_CALLS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "abs": lambda values: abs(values[0]),
    "sign": lambda values: Fraction((values[0] > 0) - (values[0] < 0)),
    "floor": lambda values: Fraction(floor(values[0])),
    "min": min,
    "max": max,
}
"""The functions whose value at rationals is rational."""


def value_of(node: Node) -> Fraction | None:
    """The rational that a tree without names stands for; None where it is not one by arithmetic alone.

    Raises DeriveError for a division by zero and for a number beyond MAX_BITS.
    """
    match node:
        case Number(value=value):
            return value
        case Negative(operand=operand):
            inner = value_of(operand)
            return None if inner is None else -inner
        case Sum(terms=parts):
            values = [value_of(part) for part in parts]
            return None if None in values else _bounded(sum((v for v in values if v is not None), Fraction()))
        case Product(factors=parts):
            return _product([value_of(part) for part in parts])
        case Quotient(top=top, bottom=bottom):
            return _quotient(value_of(top), value_of(bottom))
        case Power(base=base, exponent=exponent):
            return power(value_of(base), value_of(exponent))
        case Call(function=function, arguments=arguments) if function in _CALLS:
            values = [value_of(argument) for argument in arguments]
            return None if None in values else _CALLS[function]([v for v in values if v is not None])
        case _:
            return None


def power(base: Fraction | None, exponent: Fraction | None) -> Fraction | None:
    """`base^exponent` where that is rational by arithmetic: whole exponents only.

    Raises DeriveError for 0 to a negative power and for results beyond MAX_BITS.
    """
    if base is None or exponent is None or exponent.denominator != 1:
        return None
    if base == 0 and exponent < 0:
        raise DeriveError("a division by zero")
    size = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    if abs(base) != 1 and base != 0 and size * abs(exponent) > 2 * MAX_BITS:
        raise DeriveError("a number that is too large")
    return _bounded(base ** int(exponent))


def _product(values: list[Fraction | None]) -> Fraction | None:
    result = Fraction(1)
    for value in values:
        if value is None:
            return None
        result = _bounded(result * value)
    return result


def _quotient(top: Fraction | None, bottom: Fraction | None) -> Fraction | None:
    if bottom == 0:
        raise DeriveError("a division by zero")
    return None if top is None or bottom is None else _bounded(top / bottom)


def _bounded(value: Fraction) -> Fraction:
    if max(abs(value.numerator).bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise DeriveError("a number that is too large")
    return value
