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
from math import floor
from typing import Any

from grader.language.kept import Kept
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


def _number(node: Number) -> Form:
    value = node.value
    return _WHOLE[value.numerator] if value.denominator == 1 else _constant(value)


def _atom(*parts: Any) -> Form:
    return frozenset(((frozenset(((parts, 1),)), 1),))


_WHOLE: Kept[int, Form] = Kept(_constant, 500)
_NAMES: Kept[str, Form] = Kept(lambda name: _atom("name", name), 500)
"""The forms of leaves are kept, and with them their hashes."""


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
    return frozenset([item for item in total.items() if item[1]])


def _negative(node: Negative) -> Form:
    return frozenset([(monomial, -coefficient) for monomial, coefficient in _form(node.operand)])


def _product(node: Product) -> Form:
    """The monomials among the factors are multiplied at once, the sums then one after the other."""
    coefficient: Rational = 1
    powers: dict[Atom, Rational] = {}
    sums = []
    for factor in node.factors:
        form = _form(factor)
        if len(form) != 1:
            sums.append(form)
            continue
        ((monomial, number),) = form
        coefficient *= number
        for atom, exponent in monomial:
            powers[atom] = powers.get(atom, 0) + exponent
    monomial, number = _normal(powers)
    result: Form = frozenset(((monomial, coefficient * number),))
    for form in sums:
        result = _times(result, form)
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
    for atom in powers:
        if atom[0] in _GATHERED:
            return _gathered(powers)
    return frozenset([item for item in powers.items() if item[1]]), 1


_GATHERED = frozenset(("exp", "number"))


def _gathered(powers: dict[Atom, Rational]) -> tuple[Monomial, Rational]:
    """One exponential; powers of numbers between 0 and 1, so that 2^(-1/2) is 2^(1/2)/2."""
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
    for atom, exponent in [item for item in powers.items() if item[0][0] == "number"]:
        whole = floor(exponent)
        if whole == exponent or _bits(atom[1]) * abs(whole) <= MAX_BITS:
            powers[atom] = exponent - whole
            number *= _bounded(atom[1], whole)
    return frozenset([item for item in powers.items() if item[1]]), number


def _bits(value: Rational) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _bounded(value: Rational, exponent: int) -> Rational:
    if _bits(value) * abs(exponent) > MAX_BITS:
        raise _TooBig
    return value**exponent if exponent >= 0 else _plain(Fraction(value) ** exponent)


def _quotient(node: Quotient) -> Form:
    return _times(_form(node.top), _raised(_form(node.bottom), -1))


def _power(node: Power) -> Form:
    if isinstance(node.base, Constant) and node.base.name == "e":
        return _exp(_form(node.exponent))
    base = _form(node.base)
    if type(node.exponent) is Number:
        return _raised(base, _plain(node.exponent.value))
    exponent = _form(node.exponent)
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
        result = base if exponent else ONE
        for _ in range(int(exponent) - 1):
            result = _times(result, base)
        return result
    return frozenset(((frozenset(((("sum", base), exponent),)), 1),))


def _monomial_raised(monomial: Monomial, coefficient: Rational, exponent: Rational) -> Form:
    if exponent.denominator == 1:
        reduced, number = _normal({atom: power * exponent for atom, power in monomial})
        raised = 1 if coefficient == 1 else _bounded(coefficient, int(exponent))
        return frozenset(((reduced, raised * number),))
    if not monomial:
        return frozenset((_normal({("number", coefficient): exponent}),))
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
    Number: _number,
    Name: lambda node: _NAMES[node.name],
    Constant: lambda node: _exp(ONE) if node.name == "e" else _atom("constant", node.name),
    Sum: _sum, Negative: _negative, Product: _product, Quotient: _quotient, Power: _power, Call: _call,
}  # fmt: skip
