"""A canonical form: two trees with the same one are the same function wherever both are defined. Bounded, no search.

A *form* is a sum: a frozenset of (monomial, coefficient); a monomial is a frozenset of (atom, exponent) with rational
exponents. Atoms are names, constants, roots of numbers, calls, sums under a power and powers with an exponent that
is no number; calls are compared by the forms of their arguments. Sets need no order of atoms, so nothing is sorted.
Laws used: those of sums and products; x^a x^b = x^(a+b); (x^a)^n = x^(a n) for whole n; e^u = exp(u), e^u e^v = e^(u+v);
sqrt, cbrt and root as powers; tan, cot, sec, csc through sin and cos; log = ln.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from grader.language.tree import Call, Constant, Name, Negative, Node, Number, Power, Product, Quotient, Sum

Atom = tuple[Any, ...]
Rational = int | Fraction
"""Whole numbers stay `int`, which is several times as fast and equal to the Fraction."""
Monomial = frozenset[tuple[Atom, Rational]]
Form = frozenset[tuple[Monomial, Rational]]

MAX_TERMS = 40
MAX_POWER = 6
MAX_BITS = 512
_UNIT: Monomial = frozenset()
ZERO: Form = frozenset()
ONE: Form = frozenset(((_UNIT, 1),))


class _TooBig(Exception):
    """Beyond the bounds, or no scalar expression."""


def canonical(node: Node) -> Form | None:
    """The form of a tree, or None beyond the bounds."""
    try:
        return _form(node)
    except (_TooBig, ZeroDivisionError):
        return None


def _form(node: Node) -> Form:
    rule = _RULES.get(type(node))
    if rule is None:
        raise _TooBig
    return rule(node)


def _plain(value: Fraction) -> Rational:
    return value.numerator if value.denominator == 1 else value


def _constant(value: Rational) -> Form:
    return frozenset(((_UNIT, value),)) if value else ZERO


def _atom(*parts: Any) -> Form:
    return frozenset(((frozenset(((parts, 1),)), 1),))


def _value(form: Form) -> Rational | None:
    """The rational that a form is, if it is one."""
    if not form:
        return 0
    if len(form) > 1:
        return None
    ((monomial, coefficient),) = form
    return None if monomial else coefficient


def _sum(node: Sum) -> Form:
    total: dict[Monomial, Rational] = {}
    for term in node.terms:
        for monomial, coefficient in _form(term):
            total[monomial] = total.get(monomial, 0) + coefficient
    return _kept(total)


def _kept(total: dict[Monomial, Rational]) -> Form:
    if len(total) > MAX_TERMS:
        raise _TooBig
    return frozenset((monomial, coefficient) for monomial, coefficient in total.items() if coefficient)


def _negative(node: Negative) -> Form:
    return frozenset((monomial, -coefficient) for monomial, coefficient in _form(node.operand))


def _product(node: Product) -> Form:
    result = _form(node.factors[0])
    for factor in node.factors[1:]:
        result = _times(result, _form(factor))
    return result


def _times(left: Form, right: Form) -> Form:
    if len(left) * len(right) > MAX_TERMS:
        raise _TooBig
    if len(left) == len(right) == 1:
        ((first, one),), ((second, other),) = left, right
        monomial, factor = _joined(first, second)
        return frozenset(((monomial, one * other * factor),))
    total: dict[Monomial, Rational] = {}
    for first, one in left:
        for second, other in right:
            monomial, factor = _joined(first, second)
            total[monomial] = total.get(monomial, 0) + one * other * factor
    return _kept(total)


def _joined(first: Monomial, second: Monomial) -> tuple[Monomial, Rational]:
    """The product of two monomials, and the number that comes of it (2^(1/2) 2^(1/2) = 2)."""
    if not first or not second:
        return first or second, 1
    powers = dict(first)
    for atom, exponent in second:
        powers[atom] = powers.get(atom, 0) + exponent
    return _normal(powers)


def _normal(powers: dict[Atom, Rational]) -> tuple[Monomial, Rational]:
    kinds = {atom[0] for atom in powers}
    if "exp" in kinds or "number" in kinds:
        return _gathered(powers)
    return frozenset([item for item in powers.items() if item[1]]), 1


def _gathered(powers: dict[Atom, Rational]) -> tuple[Monomial, Rational]:
    """One exponential, and no whole powers of numbers."""
    number: Rational = 1
    exponents = [atom for atom in powers if atom[0] == "exp"]
    if len(exponents) > 1 or any(powers[atom] != 1 for atom in exponents):
        total: dict[Monomial, Rational] = {}
        for atom in exponents:
            scale = powers.pop(atom)
            for monomial, coefficient in atom[1]:
                total[monomial] = total.get(monomial, 0) + coefficient * scale
        if kept := _kept(total):
            powers["exp", kept] = 1
    for atom in [atom for atom in powers if atom[0] == "number" and powers[atom].denominator == 1]:
        number *= _bounded(atom[1], int(powers.pop(atom)))
    return frozenset((atom, exponent) for atom, exponent in powers.items() if exponent), number


def _bounded(value: Rational, exponent: int) -> Rational:
    size = max(value.numerator.bit_length(), value.denominator.bit_length())
    if size * abs(exponent) > MAX_BITS:
        raise _TooBig
    return value**exponent if exponent >= 0 else _plain(Fraction(value) ** exponent)


def _quotient(node: Quotient) -> Form:
    return _times(_form(node.top), _raised(_form(node.bottom), -1))


def _power(node: Power) -> Form:
    if isinstance(node.base, Constant) and node.base.name == "e":
        return _exp(_form(node.exponent))
    base, exponent = _form(node.base), _form(node.exponent)
    value = _value(exponent)
    return _atom("power", base, exponent) if value is None else _raised(base, value)


def _exp(exponent: Form) -> Form:
    return _atom("exp", exponent) if exponent else ONE


def _raised(base: Form, exponent: Rational) -> Form:
    """A form to a rational power."""
    if not base:
        raise _TooBig
    if exponent == 1:
        return base
    if len(base) == 1:
        return _monomial_raised(*next(iter(base)), exponent)
    if exponent.denominator == 1 and 0 <= exponent <= MAX_POWER:
        result = ONE
        for _ in range(int(exponent)):
            result = _times(result, base)
        return result
    return frozenset(((frozenset(((("sum", base), exponent),)), 1),))


def _monomial_raised(monomial: Monomial, coefficient: Rational, exponent: Rational) -> Form:
    if exponent.denominator == 1:
        powers = {atom: power * exponent for atom, power in monomial}
        reduced, number = _normal(powers)
        return frozenset(((reduced, _bounded(coefficient, int(exponent)) * number),))
    if not monomial:
        return frozenset(((frozenset(((("number", coefficient), exponent),)), 1),))
    if coefficient == 1 and len(monomial) == 1:
        ((atom, power),) = monomial
        if power == 1 and atom[0] != "exp":
            return frozenset(((frozenset(((atom, exponent),)), 1),))
    # (x^2)^(1/2) is not x: what is no plain atom stays as it is under the root
    whole: Form = frozenset(((monomial, coefficient),))
    return frozenset(((frozenset(((("sum", whole), exponent),)), 1),))


def _call(node: Call) -> Form:
    function, arguments = node.function, [_form(argument) for argument in node.arguments]
    first = arguments[0] if arguments else ZERO
    if len(arguments) == 1:
        if function == "exp":
            return _exp(first)
        if function in _ROOTS:
            return _raised(first, _ROOTS[function])
        if function in _RATIOS:
            above, below = _RATIOS[function]
            top = _atom("call", above, first) if above else ONE
            return _times(top, _raised(_atom("call", below, first), -1))
    if function == "root" and (degree := _value(arguments[1])):
        return _raised(first, _plain(1 / Fraction(degree)))
    if function in ("min", "max"):
        return _atom("call", function, frozenset(arguments))
    return _atom("call", "ln" if function == "log" and len(arguments) == 1 else function, *arguments)


_ROOTS = {"sqrt": Fraction(1, 2), "cbrt": Fraction(1, 3)}
_RATIOS = {"tan": ("sin", "cos"), "cot": ("cos", "sin"), "sec": ("", "cos"), "csc": ("", "sin")}
_RULES: dict[type, Callable[[Any], Form]] = {
    Number: lambda node: _constant(_plain(node.value)),
    Name: lambda node: _atom("name", node.name),
    Constant: lambda node: _exp(ONE) if node.name == "e" else _atom("constant", node.name),
    Sum: _sum, Negative: _negative, Product: _product, Quotient: _quotient, Power: _power, Call: _call,
}  # fmt: skip
