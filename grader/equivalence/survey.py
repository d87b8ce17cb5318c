"""One pass over a tree that gathers what the comparison needs to know before it evaluates."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

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
"""Literals within 2^-20 .. 2^20 need no extra precision."""
MAX_EXTRA_BITS = 3000


@dataclass(slots=True)
class Survey:
    """`bits`: the sum of |log2| of literals and constant powers outside 2^+-20. `kinks`: expressions whose change
    of sign is a kink, or may be one. `pointed`: whether a function that makes kinks occurs. `names`: the variables
    that occur. `decimals`: whether a decimal literal occurs. `curved`: whether a function or a power that is not
    whole occurs, so that it is no rational function. `hidden_abs`: whether an even root of an even power occurs.
    `opaque`: whether a declared function is called, of which nothing is known."""

    bits: int = 0
    decimals: bool = False
    curved: bool = False
    hidden_abs: bool = False
    pointed: bool = False
    opaque: bool = False
    kinks: list[Kink] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def precision(self) -> int:
        """The working precision to begin with, in bits."""
        return 128 + 2 * min(self.bits, MAX_EXTRA_BITS)


def survey(node: Node) -> Survey:
    """What there is to know about `node`."""
    found = Survey()
    _visit(node, found)
    return found


def _visit(node: Node, found: Survey) -> None:
    kind = type(node)
    if kind is Name:
        found.names.add(node.name)  # type: ignore[union-attr]  # `kind is Name` does not narrow; it is the fast test
    elif kind is Number:
        found.decimals = found.decimals or node.decimal  # type: ignore[union-attr]  # as above
        found.bits += _loud(node.value)  # type: ignore[union-attr]  # as above
    elif kind is not Constant:
        if kind is Power:
            _visit_power(node, found)  # type: ignore[arg-type]  # as above
        elif kind is Call:
            found.curved = True
            _visit_call(node, found)  # type: ignore[arg-type]  # as above
        for child in children(node):
            _visit(child, found)


def _loud(value: Fraction) -> int:
    if value.numerator.bit_length() < QUIET_BITS and value.denominator.bit_length() < QUIET_BITS:
        return 0
    size = abs(value.numerator.bit_length() - value.denominator.bit_length())
    return size if size > QUIET_BITS else 0


def _visit_power(node: Power, found: Survey) -> None:
    exponent = node.exponent
    if isinstance(exponent, Negative):
        exponent = exponent.operand
    if not isinstance(exponent, Number):
        found.curved = True
        found.hidden_abs = found.hidden_abs or _has_even_power(node.base)
        found.kinks += branches("sqrt", node.base)
        return
    found.curved = found.curved or exponent.value.denominator != 1
    if exponent.value.denominator % 2 == 0:
        found.hidden_abs = found.hidden_abs or _has_even_power(node.base)
        found.kinks += branches("sqrt", node.base)
    if isinstance(node.base, Number) and node.base.value:
        value = node.base.value
        size = abs(value.numerator.bit_length() - value.denominator.bit_length()) * abs(exponent.value)
        found.bits += int(size) if size > QUIET_BITS else 0


def _visit_call(node: Call, found: Survey) -> None:
    function = node.function
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
