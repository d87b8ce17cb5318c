"""Demanded forms, judged on the tree as it was written. The value is judged before; here only how it is written.

expanded                no product or power of a sum; like terms collected
factored                a product (or one factor) in which nothing can be split further over the rationals
single_fraction         one fraction line at most, at the top
no_negative_exponents   no number below zero in an exponent
reduced                 a whole number, or a fraction of two without a common divisor

What is no rational function is taken apart around its functions: in `e^x (x + 1)` the factor `e^x` is one letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import gcd
from typing import Any

from grader.calculus.substitution import with_children
from grader.equivalence.exact import fraction_of
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
    names_in,
)

MAX_FACTOR_DEGREE = 24
MAX_FACTOR_TERMS = 120
"""Beyond these a factorisation might be slow, and the form is left to a person."""


def has_form(form: str, node: Node) -> bool | None:
    """Whether `node` is written in `form`; None where that is out of reach."""
    return FORMS[form][1](node)


def diagnosis_of(form: str) -> str:
    """The code of a response with the right value in another form."""
    return FORMS[form][0]


def _expanded(node: Node) -> bool | None:
    terms = list(_terms(node))
    if any(_multiplies_sum(term) for term in terms):
        return False
    polynomial = _polynomial(_around_functions(node))
    return None if polynomial is None else len(terms) <= max(1, len(polynomial))


def _terms(node: Node) -> Iterator[Node]:
    match node:
        case Sum(terms=terms):
            for term in terms:
                yield from _terms(term)
        case Negative(operand=operand) if not isinstance(operand, Sum):
            yield from _terms(operand)
        case _:
            yield node


def _multiplies_sum(node: Node) -> bool:
    """Whether a sum stands among the factors of a term. Arguments of functions are left alone."""
    match node:
        case Sum():
            return True
        case Negative(operand=operand):
            return _multiplies_sum(operand)
        case Product(factors=factors):
            return any(map(_multiplies_sum, factors))
        case Quotient(top=top, bottom=bottom):
            return _multiplies_sum(top) and bool(names_in(bottom))
        case Power(base=base, exponent=Number(value=value)):
            return value.denominator == 1 and value > 0 and _multiplies_sum(base)
        case _:
            return False


def _factored(node: Node) -> bool | None:
    verdicts = [_irreducible(factor) for factor in _factors(_around_functions(node))]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _factors(node: Node) -> Iterator[Node]:
    match node:
        case Product(factors=factors):
            for factor in factors:
                yield from _factors(factor)
        case Negative(operand=operand):
            yield from _factors(operand)
        case Power(base=base, exponent=Number(value=value)) if value.denominator == 1 and value > 0:
            yield from _factors(base)
        case Quotient(top=top, bottom=bottom):
            yield from _factors(top)
            yield from _factors(bottom)
        case _:
            yield node


def _irreducible(factor: Node) -> bool | None:
    polynomial = _polynomial(factor)
    if polynomial is None or polynomial.is_zero():
        return None if polynomial is None else True
    if polynomial.is_constant():
        return True
    if polynomial.total_degree() > MAX_FACTOR_DEGREE or len(polynomial) > MAX_FACTOR_TERMS:
        return None
    content, bases = polynomial.factor()
    common = content.q == 1 and abs(content) > 1  # 2x + 2 is 2 (x + 1)
    return len(bases) == 1 and bases[0][1] == 1 and not common


def _polynomial(node: Node) -> Any:
    """The polynomial of a tree; None where it is none, or too big."""
    fraction = fraction_of(node, names_in(node))
    if fraction is None or not fraction[1].is_constant() or fraction[1].is_zero():
        return None
    return fraction[0] / fraction[1].leading_coefficient()


def _around_functions(node: Node) -> Node:
    """The tree with each function, root and power that is not a whole one replaced by a letter of its own; equal ones
    by the same letter."""
    letters: dict[Node, Name] = {}

    def opened(part: Node) -> Node:
        if isinstance(part, Call) or (isinstance(part, Power) and not _whole(part.exponent)):
            return letters.setdefault(part, Name(f"\x01{len(letters)}"))
        return with_children(part, opened) if children(part) else part

    return opened(node)


def _whole(exponent: Node) -> bool:
    inner = exponent.operand if isinstance(exponent, Negative) else exponent
    return isinstance(inner, Number) and inner.value.denominator == 1


def _single_fraction(node: Node) -> bool:
    while isinstance(node, Negative):
        node = node.operand
    if isinstance(node, Quotient):
        return not (_divides(node.top) or _divides(node.bottom))
    return not _divides(node)


def _divides(node: Node) -> bool:
    """Whether a fraction or a negative power stands anywhere outside of functions."""
    if isinstance(node, Call):
        return False
    if isinstance(node, Quotient) or (isinstance(node, Number) and "/" in node.text):
        return True
    if isinstance(node, Power):
        return _below_zero(node.exponent) or _divides(node.base)
    return any(map(_divides, children(node)))


def _no_negative_exponents(node: Node) -> bool:
    if isinstance(node, Power) and _below_zero(node.exponent):
        return False
    return all(map(_no_negative_exponents, children(node)))


def _below_zero(exponent: Node) -> bool:
    if isinstance(exponent, Negative):
        return not names_in(exponent.operand)
    return isinstance(exponent, Number) and exponent.value < 0


def _reduced(node: Node) -> bool:
    while isinstance(node, Negative):
        node = node.operand
    if isinstance(node, Quotient):
        top = node.top.operand if isinstance(node.top, Negative) else node.top
        bottom = node.bottom
        if not (_integer(top) and _integer(bottom)):
            return False
        assert isinstance(top, Number) and isinstance(bottom, Number)
        return bottom.value != 1 and gcd(top.value.numerator, bottom.value.numerator) == 1
    return _integer(node)


def _integer(node: Node) -> bool:
    return isinstance(node, Number) and node.value.denominator == 1 and not node.decimal


FORMS: dict[str, tuple[str, Callable[[Node], bool | None]]] = {
    "expanded": ("not_expanded", _expanded),
    "factored": ("not_factored", _factored),
    "single_fraction": ("not_single_fraction", _single_fraction),
    "no_negative_exponents": ("negative_exponent", _no_negative_exponents),
    "reduced": ("not_reduced", _reduced),
}
"""Form -> the code of its absence, and the judge."""
