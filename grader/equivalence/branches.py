"""Kinks that nobody wrote as an absolute value: sqrt(u^2), asin(sin u), atan(1/u), sqrt(x^2 - 6x + 9).

Two expressions that agree on an interval go on agreeing until one of them meets a branch: a root or an inverse
function whose argument touches the end of its domain, or an inverse tangent at a pole of its argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from grader.equivalence.values import exact
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
    names_in,
)

ROOTS = frozenset(("sqrt", "root"))
INVERSES = frozenset(("asin", "acos", "atan", "asec", "acsc", "acot", "acosh", "asech"))
_CLOSED = frozenset(("asin", "acos", "acosh"))
LOGARITHMS = frozenset(("ln", "log"))
TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "sec", "csc", "cot"))
_HYPERBOLIC = frozenset(("sinh", "cosh", "tanh", "sech"))
_TWO = Number(Fraction(2))
MAX_DEGREE = 24


@dataclass(frozen=True, slots=True)
class Touch:
    """What may touch the end of a closed domain: a sum under an even root at its minima (a polynomial: at its double
    zeros), with `both` the argument of an inverse function at its maxima too."""

    node: Node
    both: bool = False


Kink = Node | Touch
"""An expression whose change of sign is a kink, or one that may touch the end of a domain."""


def branches(function: str, argument: Node) -> list[Kink]:
    """The kinks of a root, a logarithm or an inverse function of `argument`."""
    if type(argument) in (Name, Number, Constant):
        return []
    found: list[Kink] = []
    if function in INVERSES:
        if function == "acot":
            found.append(argument)
        _poles(argument, found)
        if function in _CLOSED and _bends(argument):
            found.append(Touch(argument, both=True))
    else:
        _squares(argument, found, function in ROOTS)
    if function not in LOGARITHMS and not (function in ROOTS and _is_one_turn(argument)):
        _turns(argument, found)
    return found


def _bends(node: Node) -> bool:
    """Whether powers or quotients make an argument other than linear."""
    own = isinstance(node, Power) or (isinstance(node, Quotient) and bool(names_in(node.bottom)))
    return own or any(map(_bends, children(node)))


def _squares(node: Node, found: list[Kink], root: bool) -> None:
    """The bases of even powers among the factors of `node`; under a root, sums that may be squares too."""
    if isinstance(node, Power):
        if is_even(node.exponent):
            found.append(node.base)
    elif isinstance(node, Product | Quotient):
        for child in children(node):
            _squares(child, found, root)
    elif root and isinstance(node, Sum) and _may_be_square(node):
        found.append(Touch(node))


def is_even(exponent: Node) -> bool:
    """Whether an exponent is written as an even whole number, of either sign."""
    if isinstance(exponent, Negative):
        exponent = exponent.operand
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value % 2 == 0


def _may_be_square(node: Sum) -> bool:
    """Two monomials have no double zero but 0, which is met anyhow; so ordinary roots cost nothing."""
    return len(node.terms) > 2 or any(_holds_sum(term) for term in node.terms)


def _holds_sum(node: Node) -> bool:
    return isinstance(node, Sum) or any(map(_holds_sum, children(node)))


def _poles(node: Node, found: list[Kink]) -> None:
    if isinstance(node, Quotient) and names_in(node.bottom):
        found.append(node.bottom)
    elif isinstance(node, Power) and isinstance(node.exponent, Negative) and names_in(node.base):
        found.append(node.base)
    for child in children(node):
        _poles(child, found)


def _is_one_turn(node: Node) -> bool:
    return isinstance(node, Call) and node.function in TRIGONOMETRIC


def _turns(node: Node, found: list[Kink]) -> None:
    """Every quarter turn of each angle, and the middle of each hyperbolic function."""
    if isinstance(node, Call):
        if node.function in TRIGONOMETRIC and names_in(node):
            found.append(Call("sin", (Product((_TWO, node.arguments[0])),)))
        elif node.function in _HYPERBOLIC and names_in(node):
            found.append(node.arguments[0])
    for child in children(node):
        _turns(child, found)


def double_zeros(touch: Touch, name: str, base: dict[str, Any]) -> list[Any] | None:
    """Rationals close to the real double zeros along one variable, the others being fixed at `base`; None for what
    is no polynomial."""
    whole = None if touch.both else _polynomial(touch.node, name, base)
    if whole is None:
        return None
    if whole.degree() < 2:
        return []
    common = whole.gcd(whole.derivative())
    if common.degree() < 1:
        return []
    zeros = [root.real for root, _ in common.numer().complex_roots() if abs(float(root.imag.mid())) < 1e-30]
    return [fmpq(round(float(zero.mid()) * 2**20), 2**20) for zero in zeros]


def _polynomial(node: Node, name: str, base: dict[str, Any]) -> Any:
    """`node` as an fmpq_poly of `name`, or None."""
    if isinstance(node, Number):
        return fmpq_poly([exact(node.value)])
    if isinstance(node, Name):
        return fmpq_poly([0, 1] if node.name == name else [base[node.name]]) if node.name in base else None
    if isinstance(node, Power):
        return _polynomial_power(node, name, base)
    if not isinstance(node, Sum | Negative | Product | Quotient):
        return None
    parts = [_polynomial(child, name, base) for child in children(node)]
    if any(part is None or part.degree() > MAX_DEGREE for part in parts):
        return None
    if isinstance(node, Negative):
        return -parts[0]
    if isinstance(node, Quotient):
        return None if parts[1].degree() else parts[0] * (1 / parts[1][0])
    total = parts[0]
    for part in parts[1:]:
        total = total + part if isinstance(node, Sum) else total * part
    return total


def _polynomial_power(node: Power, name: str, base: dict[str, Any]) -> Any:
    inner = _polynomial(node.base, name, base)
    exponent = node.exponent
    if inner is None or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return None
    whole = exponent.value.numerator
    return inner**whole if 0 <= whole * max(1, inner.degree()) <= MAX_DEGREE else None
