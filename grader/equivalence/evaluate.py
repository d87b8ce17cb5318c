"""Evaluates a tree at many points at once: every node gives one column of values, a value per point.

Working on columns pays the dispatch of a node once for all points. Nothing is simplified; the value of a node
is what was written there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import repeat
from operator import add, mul, neg, sub
from typing import Any

from flint import arb, fmpq

from grader.equivalence.functions import apply
from grader.equivalence.poles import HALF_TURNS, is_pole
from grader.equivalence.powers import divide, integer_power, power
from grader.equivalence.values import EXACT_BITS, UNDEFINED, Hole, Value, ball, exact, shrink
from grader.language.tree import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    children,
)

Columns = Mapping[str, list[Value]]


class Evaluator:
    """`columns` maps each variable to its values at `count` points; `cut` trims balls that straddle a closed domain."""

    __slots__ = ("columns", "count", "cut")

    def __init__(self, columns: Columns, count: int, cut: bool = False) -> None:
        self.columns = columns
        self.count = count
        self.cut = cut

    def values(self, node: Node) -> list[Value]:
        """The column of `node`. A name without a column, a vector or a matrix is UNDEFINED everywhere."""
        rule = _RULES.get(type(node))
        if rule is not None:
            return rule(self, node)
        column = self.columns.get(node.name) if type(node) is Name else None
        return [UNDEFINED] * self.count if column is None else column


class ScaleEvaluator(Evaluator):
    """Also keeps `scale`: an upper bound of the largest intermediate value (over all points given)."""

    __slots__ = ("scale",)

    def __init__(self, columns: Columns, count: int, cut: bool = False) -> None:
        super().__init__(columns, count, cut)
        self.scale = arb(0)

    def values(self, node: Node) -> list[Value]:
        column = super().values(node)
        self._see(column)
        for part in children(node):
            if (
                type(part) is Number
            ):  # it may have been added or multiplied without being asked for its values
                self._see(_number(self, part))
        return column

    def _see(self, column: list[Value]) -> None:
        for value in column:
            if type(value) is not Hole:
                self.scale = self.scale.max(ball(value).abs_upper())


def _number(evaluator: Evaluator, node: Number) -> list[Value]:
    return [exact(node.value)] * evaluator.count


def _whole(node: Node) -> int | None:
    """The value of a whole literal: balls and rationals take an `int` twice as fast as a rational. A decimal is left
    alone, for an evaluator may take it for all that rounds to it."""
    if type(node) is Number and not node.decimal and node.value.denominator == 1:
        return node.value.numerator
    return None


def _constant(evaluator: Evaluator, node: Constant) -> list[Value]:
    if node.name == "oo":
        return [UNDEFINED] * evaluator.count
    return [arb.pi() if node.name == "pi" else arb.const_e()] * evaluator.count


def _sum(evaluator: Evaluator, node: Sum) -> list[Value]:
    total = evaluator.values(node.terms[0])
    for term in node.terms[1:]:
        sign = sub if type(term) is Negative else add
        if type(term) is Negative:
            term = term.operand
        whole = _whole(term)
        further = evaluator.values(term) if whole is None else repeat(whole)
        total = list(map(sign, total, further))
    return total


def _negative(evaluator: Evaluator, node: Negative) -> list[Value]:
    return list(map(neg, evaluator.values(node.operand)))


def _bounded(column: list[Value]) -> list[Value]:
    """Points of one question are of one size, so the first value tells whether some may have to become balls."""
    first = column[0]
    if type(first) is fmpq and first.height_bits() > EXACT_BITS // 2:
        return list(map(shrink, column))
    return column


def _product(evaluator: Evaluator, node: Product) -> list[Value]:
    first, *rest = node.factors
    whole = _whole(first)
    if whole is None:
        result = evaluator.values(first)
    else:
        second, *rest = rest
        result = [value * whole for value in evaluator.values(second)]
    for factor in rest:
        whole = _whole(factor)
        result = list(map(mul, result, evaluator.values(factor) if whole is None else repeat(whole)))
    return _bounded(result)


def _quotient(evaluator: Evaluator, node: Quotient) -> list[Value]:
    return _bounded(list(map(divide, evaluator.values(node.top), evaluator.values(node.bottom))))


def _power(evaluator: Evaluator, node: Power) -> list[Value]:
    exponent = node.exponent
    if type(node.base) is Constant and node.base.name == "e":
        return apply("exp", [evaluator.values(exponent)], evaluator.cut)
    base = evaluator.values(node.base)
    if type(exponent) is Number and exponent.value.denominator == 1:
        return _whole_powers(base, exponent.value.numerator)
    constant = _is_constant(exponent)
    raised = evaluator.values(exponent)
    return [power(low, high, constant, evaluator.cut) for low, high in zip(base, raised, strict=True)]


def _whole_powers(base: list[Value], whole: int) -> list[Value]:
    """As `integer_power`, which is only asked where more than a multiplication is needed."""
    if whole <= 0:
        return [integer_power(value, whole) for value in base]
    first = base[0]
    small = type(first) is fmpq and first.height_bits() * whole <= EXACT_BITS // 2
    plain = (arb, fmpq) if small else (arb,)
    return [value**whole if type(value) in plain else integer_power(value, whole) for value in base]


def _is_constant(node: Node) -> bool:
    return type(node) is not Name and all(map(_is_constant, children(node)))


def _call(evaluator: Evaluator, node: Call) -> list[Value]:
    if node.function in HALF_TURNS and is_pole(node.function, node.arguments[0]):
        return [UNDEFINED] * evaluator.count
    return apply(node.function, [evaluator.values(argument) for argument in node.arguments], evaluator.cut)


_RULES: dict[type, Callable[[Any, Any], list[Value]]] = {
    Number: _number, Constant: _constant, Sum: _sum, Negative: _negative, Product: _product,
    Quotient: _quotient, Power: _power, Call: _call,
}  # fmt: skip
