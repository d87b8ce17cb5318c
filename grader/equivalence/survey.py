"""One pass over a tree that gathers what the comparison needs to know before it evaluates."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from grader.equivalence.branches import INVERSES, LOGARITHMS, ROOTS, Kink, branches, is_even
from grader.equivalence.opaque import KNOWN
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

KINKED = frozenset(("abs", "sign", "relu", "leaky_relu", "floor"))
BRANCHED = ROOTS | INVERSES | LOGARITHMS
QUIET_BITS = 20
QUIET = 1 << (QUIET_BITS - 1)
"""Literals within 2^-20 .. 2^20 need no extra precision."""
MAX_EXTRA_BITS = 3000
TOTAL = frozenset(
    (
        "sin", "cos", "exp", "sinh", "cosh", "tanh", "atan", "asinh", "abs", "sign", "min", "max", "cbrt",
        "sigmoid", "softplus", "relu", "leaky_relu", "swish", "gelu", "erf",
    )
)  # fmt: skip
"""Functions that have a value everywhere."""


@dataclass(slots=True)
class Survey:
    """`bits`: the sum of |log2| of literals and constant powers outside 2^+-20. `kinks`: expressions whose change
    of sign is a kink, or may be one. `pointed`: whether a function that makes kinks occurs. `names`: the variables
    that occur. `decimals`: whether a decimal literal occurs. `curved`: whether a function or a power that is not
    whole occurs, so that it is no rational function. `hidden_abs`: whether an even root of an even power occurs.
    `opaque`: whether a declared function is called, of which nothing is known. `total`: whether it is seen at once
    that every real point has a value: no division, root or logarithm that might have none."""

    bits: int = 0
    decimals: bool = False
    curved: bool = False
    hidden_abs: bool = False
    pointed: bool = False
    opaque: bool = False
    total: bool = True
    kinks: list[Kink] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def precision(self) -> int:
        """The working precision to begin with, in bits."""
        return 128 + 2 * min(self.bits, MAX_EXTRA_BITS)

    @property
    def loud(self) -> bool:
        """Whether a difference could be smaller than the working precision shows: overlapping balls say nothing."""
        return self.bits > MAX_EXTRA_BITS


def survey(node: Node) -> Survey:
    """What there is to know about `node`."""
    found = Survey()
    _visit(node, found)
    return found


def _visit(node: Any, found: Survey) -> None:
    """`Any`, because the tests of `type(node)` that make this quick narrow nothing."""
    kind = type(node)
    if kind is Name:
        found.names.add(node.name)
    elif kind is Number:
        value = node.value
        if value.denominator != 1 or node.decimal or not -QUIET < value.numerator < QUIET:
            found.bits += _loud(value)
            found.decimals = found.decimals or node.decimal
    elif kind is Product or kind is Sum:
        for part in node.factors if kind is Product else node.terms:
            if type(part) is Name:
                found.names.add(part.name)
            else:
                _visit(part, found)
    elif kind is Power:
        _visit_power(node, found)
        _visit(node.base, found)
        _visit(node.exponent, found)
    elif kind is Call:
        found.curved = True
        _visit_call(node, found)
        for part in node.arguments:
            _visit(part, found)
    elif kind is Quotient:
        found.total = found.total and _is_literal(node.bottom)
        _visit(node.top, found)
        _visit(node.bottom, found)
    elif kind is Negative:
        _visit(node.operand, found)
    elif kind is not Constant:
        for child in children(node):
            _visit(child, found)


def _loud(value: Fraction) -> int:
    """How many bits a literal far from 1 asks for."""
    size = abs(value.numerator.bit_length() - value.denominator.bit_length())
    return size if size > QUIET_BITS else 0


def _is_literal(node: Node) -> bool:
    """Whether a divisor is a number that is not 0."""
    return (type(node) is Number and node.value.numerator != 0) or type(node) is Constant


def _is_total(node: Power) -> bool:
    exponent, base = node.exponent, node.base
    if type(exponent) is Number and exponent.value.numerator >= 0 and exponent.value.denominator == 1:
        return True
    return (type(base) is Number and base.value.numerator > 0) or type(base) is Constant


def _visit_power(node: Power, found: Survey) -> None:
    exponent = node.exponent
    found.total = found.total and _is_total(node)
    if type(exponent) is Negative:
        exponent = exponent.operand
    if type(exponent) is not Number:
        found.curved = True
        found.hidden_abs = found.hidden_abs or _has_even_power(node.base)
        found.kinks += branches("sqrt", node.base)
        return
    divisor = exponent.value.denominator
    found.curved = found.curved or divisor != 1
    if divisor % 2 == 0:
        found.hidden_abs = found.hidden_abs or _has_even_power(node.base)
        found.kinks += branches("sqrt", node.base)
    if type(node.base) is Number and node.base.value:
        value = node.base.value
        size = abs(value.numerator.bit_length() - value.denominator.bit_length()) * abs(exponent.value)
        found.bits += int(size) if size > QUIET_BITS else 0


def _visit_call(node: Call, found: Survey) -> None:
    function = node.function
    if function not in TOTAL:
        found.total = False
    if function in KINKED:
        found.pointed = True
        found.kinks.append(node.arguments[0])
    elif function in ("min", "max"):
        found.pointed = True
        first, *rest = node.arguments
        found.kinks.extend(Sum((first, Negative(other))) for other in rest)
    elif function in BRANCHED:
        found.kinks += branches(function, node.arguments[0])
        if function in ROOTS and _has_even_power(node.arguments[0]):
            found.hidden_abs = True
    elif function not in KNOWN:
        found.opaque = True


def _has_even_power(node: Node) -> bool:
    """Whether `node` is, or as a product or quotient contains, an even power: sqrt of it is an absolute value."""
    if isinstance(node, Power):
        return is_even(node.exponent)
    return isinstance(node, Product | Quotient) and any(map(_has_even_power, children(node)))
