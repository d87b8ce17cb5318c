"""Written trees as sympy expressions: real symbols, exact numbers, odd roots real."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy

from grader.errors import ReferenceFault
from grader.language.tree import (
    Call,
    Constant,
    Matrix,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
    children,
)

Expr = Any
"""A sympy expression; sympy carries no types that help."""


class NoBridge(ReferenceFault):
    """Something that has no counterpart on the other side."""

    def __init__(self, what: str) -> None:
        super().__init__("", f"no counterpart for {what}")

    def __str__(self) -> str:
        return self.reason


def symbol(name: str, integer: bool = False) -> Expr:
    """The real symbol of a declared name."""
    return sympy.Symbol(name, integer=True) if integer else sympy.Symbol(name, real=True)


def rational(value: Fraction) -> Expr:
    """An exact rational."""
    return sympy.Rational(value.numerator, value.denominator)


def odd_root(under: Expr, degree: int) -> Expr:
    """The real root of odd degree, of either sign."""
    if under.is_nonnegative:
        return under ** sympy.Rational(1, degree)
    if under.is_negative:
        return -((-under) ** sympy.Rational(1, degree))
    return sympy.sign(under) * sympy.Abs(under) ** sympy.Rational(1, degree)


def power(base: Expr, exponent: Expr) -> Expr:
    """base^exponent; an exponent p/q with q odd means the real root."""
    if exponent.is_Rational and not exponent.is_Integer and exponent.q % 2 == 1:
        return odd_root(base, int(exponent.q)) ** exponent.p
    return base**exponent


def _root(under: Expr, degree: Expr) -> Expr:
    return power(under, 1 / degree)


def _leaky_relu(u: Expr, *slope: Expr) -> Expr:
    return sympy.Max(u, 0) + (slope[0] if slope else sympy.Rational(1, 100)) * sympy.Min(u, 0)


FUNCTIONS: dict[str, Callable[..., Expr]] = {
    **{name: getattr(sympy, name) for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{name: getattr(sympy, name) for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth")},
    **{name: getattr(sympy, name) for name in ("asin", "acos", "atan", "asec", "acsc", "acot")},
    **{name: getattr(sympy, name) for name in ("asinh", "acosh", "atanh", "acoth", "asech", "acsch")},
    "exp": sympy.exp,
    "ln": sympy.log,
    "log": lambda u, base=sympy.E: sympy.log(u) / sympy.log(base),
    "sqrt": sympy.sqrt,
    "cbrt": lambda u: odd_root(u, 3),
    "root": _root,
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "floor": sympy.floor,
    "erf": sympy.erf,
    "factorial": sympy.factorial,
    "min": sympy.Min,
    "max": sympy.Max,
    "relu": lambda u: sympy.Max(u, 0),
    "leaky_relu": _leaky_relu,
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "swish": lambda u: u / (1 + sympy.exp(-u)),
    "gelu": lambda u: u * (1 + sympy.erf(u / sympy.sqrt(2))) / 2,
}
"""Each function of the language by its definition."""

CONSTANTS: dict[str, Expr] = {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo}


def to_sympy(node: Node, integers: frozenset[str] = frozenset()) -> Expr:
    """The sympy expression of a tree; a vector becomes a column, a matrix a matrix.

    Names are real symbols, or integer ones if listed. Raises NoBridge for an unknown function.
    """

    def turn(node: Node) -> Expr:
        match node:
            case Number(value=value):
                return rational(value)
            case Name(name=name):
                return symbol(name, name in integers)
            case Constant(name=name):
                return CONSTANTS[name]
            case Call(function=function) if function not in FUNCTIONS:
                raise NoBridge(function)
            case Vector(entries=entries):
                return sympy.Matrix([turn(entry) for entry in entries])
            case Matrix(rows=rows):
                return sympy.Matrix([[turn(entry) for entry in row] for row in rows])
            case _:
                return _joined(node, [turn(child) for child in children(node)])

    return turn(node)


def _joined(node: Node, below: list[Expr]) -> Expr:
    """The expression of a node from those of its children."""
    match node:
        case Sum():
            return reduce(operator.add, below)
        case Negative():
            return -below[0]
        case Product():
            return reduce(operator.mul, below)
        case Quotient():
            return below[0] / below[1]
        case Power():
            return power(*below)
        case Call(function=function):
            return FUNCTIONS[function](*below)
        case _:
            raise NoBridge(type(node).__name__)
