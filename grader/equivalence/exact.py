"""Rational functions compared exactly, within bounds that are computed before anything is multiplied out."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

from flint import Ordering, fmpq_mpoly_ctx

from grader.equivalence.values import exact
from grader.language.tree import Constant, Name, Negative, Node, Number, Power, Product, Quotient, Sum

MAX_DEGREE = 64
MAX_TERMS = 2000
FEW_TERMS = 64
"""So few that it does not matter whether the degree admits fewer."""
MAX_WORK = 200_000
"""Largest product of two numbers of terms: a multiplication beyond it would not be quick."""


class _TooBig(Exception):
    """The bounds say that exact comparison might be slow, or the tree is no rational function."""


@dataclass(slots=True)
class _Size:
    """Upper bounds of the degree and the number of terms of top and bottom of a fraction."""

    top: int
    bottom: int
    top_terms: int
    bottom_terms: int

    def times(self, other: _Size) -> _Size:
        return _Size(
            self.top + other.top, self.bottom + other.bottom,
            self.top_terms * other.top_terms, self.bottom_terms * other.bottom_terms,
        )  # fmt: skip

    def plus(self, other: _Size) -> _Size:
        crossed = self.top_terms * other.bottom_terms + other.top_terms * self.bottom_terms
        degree = max(self.top + other.bottom, other.top + self.bottom)
        return _Size(degree, self.bottom + other.bottom, crossed, self.bottom_terms * other.bottom_terms)

    def inverted(self) -> _Size:
        return _Size(self.bottom, self.top, self.bottom_terms, self.top_terms)


def _checked(size: _Size, names: int) -> _Size:
    def terms(count: int, degree: int) -> int:
        return min(count, comb(degree + names, names))

    if size.top > MAX_DEGREE or size.bottom > MAX_DEGREE:
        raise _TooBig
    if size.top_terms * size.bottom_terms <= FEW_TERMS:
        return size
    top, bottom = terms(size.top_terms, size.top), terms(size.bottom_terms, size.bottom)
    if max(top, bottom) > MAX_TERMS or top * bottom > MAX_WORK:
        raise _TooBig
    return _Size(size.top, size.bottom, top, bottom)


_CONSTANT, _LETTER = _Size(0, 0, 1, 1), _Size(1, 0, 1, 1)


def _measure(node: Node, names: int) -> _Size:
    if type(node) is Number:
        return _CONSTANT
    if type(node) is Name or type(node) is Constant:
        return _LETTER
    match node:
        case Negative(operand=operand):
            return _measure(operand, names)
        case Sum(terms=parts) | Product(factors=parts):
            size = _measure(parts[0], names)
            for part in parts[1:]:
                other = _measure(part, names)
                size = _checked(size.plus(other) if isinstance(node, Sum) else size.times(other), names)
            return size
        case Quotient(top=top, bottom=bottom):
            return _checked(_measure(top, names).times(_measure(bottom, names).inverted()), names)
        case Power(base=base):
            return _measure_power(_measure(base, names), _whole(node), names)
        case _:
            raise _TooBig


def _whole(node: Power) -> int:
    exponent: Node = node.exponent
    sign = 1
    if isinstance(exponent, Negative):
        exponent, sign = exponent.operand, -1
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        raise _TooBig
    whole = sign * exponent.value.numerator
    if abs(whole) > MAX_DEGREE:
        raise _TooBig
    return whole


def _measure_power(size: _Size, whole: int, names: int) -> _Size:
    count = abs(whole)
    powers = _Size(size.top * count, size.bottom * count, size.top_terms**count, size.bottom_terms**count)
    return _checked(powers if whole >= 0 else powers.inverted(), names)


Fraction = tuple[Any, Any]  # two fmpq_mpoly


def _build(node: Node, generators: dict[str, Any], one: Any) -> Fraction:
    if type(node) is Number:
        return one * exact(node.value), one
    if type(node) is Name:
        return generators[node.name], one
    match node:
        case Constant(name=constant):
            return generators["\x00" + constant], one
        case Negative(operand=operand):
            top, bottom = _build(operand, generators, one)
            return -top, bottom
        case Sum(terms=parts) | Product(factors=parts):
            total = _build(parts[0], generators, one)
            combine = _plus if isinstance(node, Sum) else _times
            for part in parts[1:]:
                total = combine(total, _build(part, generators, one))
            return total
        case Quotient(top=above, bottom=below):
            return _times(_build(above, generators, one), _build(below, generators, one)[::-1])
        case Power(base=base):
            top, bottom = _build(base, generators, one)
            whole = _whole(node)
            return (top**whole, bottom**whole) if whole >= 0 else (bottom**-whole, top**-whole)
        case _:
            raise _TooBig


def _times(left: Fraction, right: Fraction) -> Fraction:
    return left[0] * right[0], left[1] * right[1]


def _plus(left: Fraction, right: Fraction) -> Fraction:
    if left[1] == right[1]:
        return left[0] + right[0], left[1]
    return left[0] * right[1] + right[0] * left[1], left[1] * right[1]


def degree_bound(left: Node, right: Node) -> int | None:
    """An upper bound of the degree of left - right over one denominator; None as in `same_rational`.

    Two rational functions of one variable that agree exactly at more points than this are the same.
    """
    try:
        first, second = _measure(left, 3), _measure(right, 3)
    except _TooBig:
        return None
    return max(first.top + second.bottom, second.top + first.bottom)


def fraction_of(node: Node, names: frozenset[str]) -> Fraction | None:
    """Top and bottom of a rational function of `names` (pi and e count as names) as polynomials over the rationals, not
    reduced; None where the bounds refuse, or it is not rational."""
    generators = (*sorted(names), "\x00pi", "\x00e")
    try:
        _checked(_measure(node, len(generators)), len(generators))
        context = fmpq_mpoly_ctx.get([f"v{index}" for index in range(len(generators))], Ordering.lex)
        known = dict(zip(generators, context.gens(), strict=True))
        return _build(node, known, context.constant(1))
    except (_TooBig, KeyError):
        return None


def same_rational(left: Node, right: Node, names: frozenset[str]) -> bool | None:
    """Whether two rational functions of `names` are identical; None where the bounds refuse, or one is not rational.

    pi and e count as further names: what is equal for every value of them is equal. False may then only mean
    "not identical".
    """
    generators = (*sorted(names), "\x00pi", "\x00e")
    try:
        _checked(_measure(left, len(generators)).plus(_measure(right, len(generators))), len(generators))
        context = fmpq_mpoly_ctx.get([f"v{index}" for index in range(len(generators))], Ordering.lex)
        known = dict(zip(generators, context.gens(), strict=True))
        one = context.constant(1)
        first, second = _build(left, known, one), _build(right, known, one)
    except (_TooBig, KeyError):
        return None
    if first[1].is_zero() or second[1].is_zero():
        return None
    return bool(first[0] * second[1] == second[0] * first[1])
