"""Bounds on exact constants, taken before anybody computes: no power is ever raised here beyond the bit limit.

Every sub-expression without names whose value is rational is folded to a Fraction of at most `limits.bits` bits;
`9^9^9` is refused because its exponent is over the limit, `(2^99)^99` because its value would have 9,801 bits.
What holds an irrational constant (`pi`, `sqrt(2)`, `sin(1)`) is not folded.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import NoReturn

from grader.errors import Code
from grader.language.tokens import Tokens
from grader.language.tree import (
    Call,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    children,
    walk,
)


def has_name(node: Node) -> bool:
    """Does a declared name occur in `node`?"""
    return type(node) is Name or any(map(has_name, children(node)))


def plainly_within(node: Node, limit: int) -> bool:
    """Is `node` a literal, or a fraction of literals, signed or not, seen at once to be at most `limit`?

    Numerators are compared, because comparing Fractions takes ten times as long; what is not plain is not lost.
    """
    while type(node) is Negative:
        node = node.operand
    if type(node) is Quotient:
        bottom = node.bottom
        if type(bottom) is not Number or bottom.value.numerator < bottom.value.denominator:
            return False
        return plainly_within(node.top, limit)
    return type(node) is Number and node.value.numerator <= limit


def check_size(node: Node, tokens: Tokens) -> None:
    """Raise `too_big` when the tree has more nodes than the limit."""
    limit = tokens.limits.nodes
    for count, (_, part) in enumerate(walk(node), start=1):
        if count > limit:
            span = part.span
            raise tokens.fault("too_big", span.position, span.position + span.length, limit=str(limit))


def check_constants(node: Node, tokens: Tokens, integers: frozenset[str]) -> None:
    """Raise `number_too_big`, `exponent_too_big` or `domain` where a constant passes its limit."""
    _Folder(tokens, integers).fold(node)


class _Folder:
    """Folds constants from the leaves up."""

    __slots__ = ("integers", "limits", "tokens")

    def __init__(self, tokens: Tokens, integers: frozenset[str]) -> None:
        self.tokens = tokens
        self.limits = tokens.limits
        self.integers = integers

    def fold(self, node: Node) -> Fraction | None:
        """The rational value of `node`, or None if it has none that can be had exactly."""
        if isinstance(node, Number):
            return node.value
        values = [self.fold(child) for child in children(node)]
        if isinstance(node, Power):
            return self.power(node, values[0], values[1])
        if isinstance(node, Call):
            return self.factorial(node, values[0]) if node.function == "factorial" else None
        known = [value for value in values if value is not None]
        if len(known) < len(values) or not known:
            return None
        return self.bounded(node, self.combine(node, known))

    def combine(self, node: Node, values: list[Fraction]) -> Fraction | None:
        """Sums, products and quotients of values within the limit: at most twice its bits at each step."""
        result = values[0]
        if isinstance(node, Negative):
            return -result
        if isinstance(node, Quotient):
            return result / values[1] if values[1] else None
        for value in values[1:]:
            if isinstance(node, Sum):
                result += value
            elif isinstance(node, Product):
                result *= value
            else:
                return None
            self.bounded(node, result)
        return result

    def power(self, node: Power, base: Fraction | None, exponent: Fraction | None) -> Fraction | None:
        """`base^exponent` for an integer exponent, if it stays within the bits."""
        if exponent is None:
            return None
        if abs(exponent) > self.limits.exponent:
            self.refuse("exponent_too_big", node.exponent, limit=str(self.limits.exponent))
        if base is None or exponent.denominator != 1 or (not base and exponent < 0):
            return None
        if bits(base) * abs(int(exponent)) > self.limits.bits and abs(base) != 1:
            self.refuse("number_too_big", node, limit=str(self.limits.bits))
        return self.bounded(node, base ** int(exponent))

    def factorial(self, node: Call, value: Fraction | None) -> Fraction | None:
        """`n!` of a small whole number; of names only where they are declared integers."""
        inner = node.arguments[0]
        if value is None:
            if self.is_whole(inner):
                return None
            self.refuse("domain", node, kind="factorial")
        if value.denominator != 1 or value < 0:
            self.refuse("domain", node, kind="factorial")
        if value > self.limits.factorial:
            self.refuse("number_too_big", node, limit=str(self.limits.factorial))
        return Fraction(factorial(int(value)))

    def is_whole(self, node: Node) -> bool:
        """Is `node` built of whole numbers and declared integers by adding and multiplying?"""
        match node:
            case Number(value=value):
                return value.denominator == 1
            case Name(name=name):
                return name in self.integers
            case Sum() | Product() | Negative():
                return all(map(self.is_whole, children(node)))
            case _:
                return False

    def bounded(self, node: Node, value: Fraction | None) -> Fraction | None:
        """`value`, unless it has too many bits."""
        if value is not None and bits(value) > self.limits.bits:
            self.refuse("number_too_big", node, limit=str(self.limits.bits))
        return value

    def refuse(self, code: Code, node: Node, **detail: str) -> NoReturn:
        """Raise about `node`."""
        start = node.span.position
        raise self.tokens.fault(code, start, start + node.span.length, **detail)


def bits(value: Fraction) -> int:
    """The size of an exact number: the longer of numerator and denominator."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())
