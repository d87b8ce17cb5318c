"""sympy expressions as trees, written as a person would: fractions, roots and minus signs."""

from __future__ import annotations

from fractions import Fraction

import sympy

from grader.calculus.tidy import number
from grader.language.tree import (
    Call,
    Constant,
    Matrix,
    Name,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
)
from grader.symbolic.to_sympy import Expr, NoBridge

NAMES: dict[str, str] = {
    **{
        name: name
        for name in (
            "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth",
            "asin", "acos", "atan", "asec", "acsc", "acot", "asinh", "acosh", "atanh", "acoth", "asech", "acsch",
            "sign", "floor", "factorial", "erf",
        )
    },
    "log": "ln",
    "Abs": "abs",
    "Max": "max",
    "Min": "min",
}  # fmt: skip
"""sympy's names of functions -> the language's."""

CONSTANTS: dict[Expr, Node] = {
    sympy.pi: Constant("pi"),
    sympy.E: Constant("e"),
    sympy.oo: Constant("oo"),
    -sympy.oo: Negative(Constant("oo")),
}


def from_sympy(expression: Expr) -> Node:
    """The tree of a real expression, of a column (a vector) or of a matrix.

    Raises NoBridge for what the language does not have (complex numbers, integrals, piecewise forms).
    """
    if isinstance(expression, sympy.MatrixBase):
        rows = tuple(tuple(from_sympy(entry) for entry in row) for row in expression.tolist())
        return Vector(tuple(row[0] for row in rows)) if expression.cols == 1 else Matrix(rows)
    if expression.is_Rational:
        return number(Fraction(int(expression.p), int(expression.q)))
    if expression in CONSTANTS:
        return CONSTANTS[expression]
    if expression.is_Symbol:
        return Name(expression.name)
    if expression.is_Add:
        return Sum(tuple(from_sympy(term) for term in expression.as_ordered_terms()))
    if expression.is_Mul:
        return _product(expression)
    if expression.is_Pow or isinstance(expression, sympy.exp):
        return _power(*expression.as_base_exp())
    return _call(expression)


def _product(expression: Expr) -> Node:
    """A minus sign in front, numbers and negative powers sorted into top and bottom."""
    coefficient, _ = expression.as_coeff_Mul()
    if coefficient.is_negative:
        return Negative(from_sympy(-expression))
    tops: list[Node] = []
    bottoms: list[Node] = []
    for factor in expression.as_ordered_factors():
        base, exponent = factor.as_base_exp()
        if factor.is_Rational:
            tops += [number(int(factor.p))] if factor.p != 1 else []
            bottoms += [number(int(factor.q))] if factor.q != 1 else []
        elif exponent.is_Rational and exponent.is_negative and base != sympy.E:
            bottoms.append(from_sympy(sympy.Pow(base, -exponent)))
        else:
            tops.append(from_sympy(factor))
    return Quotient(_joined(tops), _joined(bottoms)) if bottoms else _joined(tops)


def _joined(factors: list[Node]) -> Node:
    if len(factors) > 1:
        return Product(tuple(factors))
    return factors[0] if factors else number(1)


def _power(base: Expr, exponent: Expr) -> Node:
    if exponent.is_Rational and exponent.is_negative:
        return Quotient(number(1), from_sympy(sympy.Pow(base, -exponent)))
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", (from_sympy(base),))
    return Power(from_sympy(base), from_sympy(exponent))


def _call(expression: Expr) -> Node:
    name = type(expression).__name__
    if isinstance(expression, sympy.Heaviside):
        return Quotient(Sum((number(1), Call("sign", (from_sympy(expression.args[0]),)))), number(2))
    if name not in NAMES:
        raise NoBridge(name)
    return Call(NAMES[name], tuple(from_sympy(argument) for argument in expression.args))
