"""Light tidying of trees that rules have put together.

Zero terms and factors 1 go, numbers in a product become one coefficient in front (2·3x -> 6x), fractions in a
product become one fraction, whole-number coefficients of a fraction are reduced, x^1 becomes x and x·x
becomes x^2. Within a product single letters and their powers come before everything else (cos(x^2)·2x -> 2x
cos(x^2)). Nothing is ever expanded, cancelled or otherwise reordered, so that what a person wrote can still
be recognised in its derivative.

All of it holds wherever both forms are defined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from grader.calculus.substitution import with_children
from grader.language.tree import Constant, Name, Negative, Node, Number, Power, Product, Quotient, Sum


def number(value: Fraction | int, decimal: bool = False) -> Node:
    """The tree of a rational number, as the parser would read it: signs and fraction bars are nodes.

    With `decimal` a value that has a finite decimal expansion becomes one literal (`0.6`, not `3/5`).
    """
    value = Fraction(value)
    if value < 0:
        return Negative(number(-value, decimal))
    if value.denominator == 1:
        return Number(value, str(value.numerator))
    text = _decimal_text(value) if decimal else None
    if text is not None:
        return Number(value, text, decimal=True)
    return Quotient(number(value.numerator), number(value.denominator))


def _decimal_text(value: Fraction) -> str | None:
    """The finite decimal expansion of a positive fraction, None where there is none."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return None
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


ZERO = number(0)
ONE = number(1)
TWO = number(2)


def numeric(node: Node) -> Fraction | None:
    """The value of a written rational number (`3`, `-3`, `3/4`), None for anything else."""
    match node:
        case Number(value=value):
            return value
        case Negative(operand=operand):
            value_below = numeric(operand)
            return None if value_below is None else -value_below
        case Quotient(top=Number(value=top), bottom=Number(value=bottom)) if bottom != 0:
            return top / bottom
        case _:
            return None


@dataclass(slots=True)
class _Term:
    """coefficient · tops / bottoms, while a product or a fraction is put together."""

    coefficient: Fraction = Fraction(1)
    decimal: bool = False
    tops: list[Node] = field(default_factory=list)
    bottoms: list[Node] = field(default_factory=list)

    def take(self, node: Node, upside_down: bool = False) -> None:
        """Multiply by `node`, or divide by it."""
        value = numeric(node)
        if value is not None and (value != 0 or not upside_down):
            self.coefficient *= 1 / value if upside_down else value
            self.decimal = self.decimal or _is_decimal(node)
            return
        match node:
            case Negative(operand=operand):
                self.coefficient = -self.coefficient
                self.take(operand, upside_down)
            case Product(factors=factors):
                for factor in factors:
                    self.take(factor, upside_down)
            case Quotient(top=top, bottom=bottom):
                self.take(top, upside_down)
                self.take(bottom, not upside_down)
            case _:
                (self.bottoms if upside_down else self.tops).append(node)

    def build(self, as_fraction: bool) -> Node:
        """The tree; with `as_fraction` a rational coefficient spreads over both sides (2x/3, not (2/3)x)."""
        if self.coefficient == 0:
            return ZERO
        size = abs(self.coefficient)
        if self.bottoms or (as_fraction and self.tops and size.denominator != 1 and not self.decimal):
            whole: Node = self._fraction(size)
        else:
            whole = _joined(number(size, self.decimal), self.tops)
        return Negative(whole) if self.coefficient < 0 else whole

    def _fraction(self, size: Fraction) -> Node:
        if self.decimal:
            return Quotient(_joined(number(size, True), self.tops), _joined(ONE, self.bottoms))
        return Quotient(
            _joined(number(size.numerator), self.tops), _joined(number(size.denominator), self.bottoms)
        )


def _is_decimal(node: Node) -> bool:
    match node:
        case Number(decimal=decimal):
            return decimal
        case Negative(operand=operand):
            return _is_decimal(operand)
        case _:
            return False


def _joined(coefficient: Node, factors: Iterable[Node]) -> Node:
    ordered = _gathered(sorted(factors, key=_rank))
    if coefficient != ONE or not ordered:
        ordered.insert(0, coefficient)
    return ordered[0] if len(ordered) == 1 else Product(tuple(ordered))


def _gathered(factors: Iterable[Node]) -> list[Node]:
    """x·x as x^2: whole positive powers of one base are joined where the first of them stands."""
    bases: dict[Node, tuple[int, Fraction]] = {}
    gathered: list[Node] = []
    for factor in factors:
        base, exponent = (
            (factor.base, numeric(factor.exponent)) if isinstance(factor, Power) else (factor, Fraction(1))
        )
        if exponent is None or exponent < 1 or exponent.denominator != 1:
            gathered.append(factor)
        elif base in bases:
            place, before = bases[base]
            bases[base] = place, before + exponent
            gathered[place] = Power(base, number(before + exponent))
        else:
            bases[base] = len(gathered), exponent
            gathered.append(factor)
    return gathered


def _rank(factor: Node) -> int:
    match factor:
        case Name() | Constant() | Power(base=Name()):
            return 0
        case Power(base=Constant(), exponent=exponent) if numeric(exponent) is not None:
            return 0
        case _:
            return 1


def product(*factors: Node) -> Node:
    """The tidy product of the factors."""
    term = _Term()
    for factor in factors:
        term.take(factor)
    return term.build(as_fraction=False)


def quotient(top: Node, bottom: Node) -> Node:
    """The tidy fraction; a bottom that is a written 0 is left as it is."""
    if numeric(bottom) == 0:
        return Quotient(top, bottom)
    term = _Term()
    term.take(top)
    term.take(bottom, upside_down=True)
    return term.build(as_fraction=True)


def negative(node: Node) -> Node:
    """The tidy opposite."""
    match node:
        case Negative(operand=operand):
            return operand
        case Number(value=value) if value == 0:
            return node
        case _:
            return Negative(node)


def total(*terms: Node) -> Node:
    """The tidy sum: nested sums are joined, zeros go, numbers become one at the place of the first."""
    kept: list[Node] = []
    place, constant, decimal = -1, Fraction(0), False
    for term in _flat(terms):
        value = numeric(term)
        if value is None:
            kept.append(term)
        elif value != 0:
            place = len(kept) if place < 0 else place
            constant, decimal = constant + value, decimal or _is_decimal(term)
    if constant != 0:
        kept.insert(place, number(constant, decimal))
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Sum(tuple(kept))


def _flat(terms: Iterable[Node]) -> Iterable[Node]:
    for term in terms:
        if isinstance(term, Sum):
            yield from _flat(term.terms)
        else:
            yield term


def power(base: Node, exponent: Node) -> Node:
    """The tidy power: u^0 is 1, u^1 is u, whole-number exponents of a power multiply."""
    value = numeric(exponent)
    if value == 0:
        return ONE
    if value == 1:
        return base
    if isinstance(base, Power):
        inner = numeric(base.exponent)
        if value is not None and inner is not None and value.denominator == 1 == inner.denominator:
            return power(base.base, number(value * inner))
    return Power(base, exponent)


def tidy(node: Node) -> Node:
    """The whole tree tidied from the leaves up."""
    node = with_children(node, tidy)
    match node:
        case Sum(terms=terms):
            return total(*terms)
        case Negative(operand=operand):
            return negative(operand)
        case Product(factors=factors):
            return product(*factors)
        case Quotient(top=top, bottom=bottom):
            return quotient(top, bottom)
        case Power(base=base, exponent=exponent):
            return power(base, exponent)
        case _:
            return node
