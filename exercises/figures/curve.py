"""The values of a written function on a whole grid of numbers: for curves, never for verdicts.

Where a function has no real value the result is nan or infinite, and whoever draws breaks the curve there. The
meaning of each function is that of `grader.equivalence.functions`; floats are exact enough for a drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from grader.calculus.tidy import numeric
from grader.language.tree import Call, Constant, Name, Negative, Node, Number, Power, Product, Quotient, Sum

Values = NDArray[np.float64]
Curve = Callable[[Values], Values]
"""From places to heights; nan or infinite where there is none."""


class NoCurve(Exception):
    """The tree is no scalar function of the one letter, or holds a function that is not drawn: nobody's fault."""


def curve_of(node: Node, name: str) -> Curve:
    """`node` as a function of the letter `name`. Raises NoCurve, then or when it is first used."""

    def heights(places: Values) -> Values:
        with np.errstate(all="ignore"):
            found = values(node, {name: places})
        return np.broadcast_to(found, places.shape).astype(np.float64)

    return heights


def values(node: Node, at: Mapping[str, Values]) -> Values:
    """The value of `node` where its letters have the values `at` (arrays of one shape). Raises NoCurve."""
    match node:
        case Number(value=value):
            return np.asarray(float(value))
        case Name(name=name) if name in at:
            return at[name]
        case Constant(name="pi" | "e" as name):
            return np.asarray(math.pi if name == "pi" else math.e)
        case Sum(terms=terms):
            return reduce(np.add, (values(term, at) for term in terms))
        case Negative(operand=operand):
            return -values(operand, at)
        case Product(factors=factors):
            return reduce(np.multiply, (values(factor, at) for factor in factors))
        case Quotient(top=top, bottom=bottom):
            return np.divide(values(top, at), values(bottom, at))
        case Power(base=base, exponent=exponent):
            return _power(values(base, at), exponent, at)
        case Call(function=function, arguments=arguments) if function in FUNCTIONS:
            return FUNCTIONS[function](*(values(argument, at) for argument in arguments))
    raise NoCurve


def _power(base: Values, exponent: Node, at: Mapping[str, Values]) -> Values:
    """A rational exponent with an odd denominator is a real root, of negative numbers too: (-8)^(1/3) = -2."""
    fraction = numeric(exponent)
    if fraction is None or fraction.denominator == 1 or fraction.denominator % 2 == 0:
        return np.power(base, values(exponent, at))
    size = np.power(np.abs(base), float(fraction))
    return np.where(base < 0, -size, size) if fraction.numerator % 2 else size


def _root(radicand: Values, degree: Values) -> Values:
    odd = degree % 2 == 1
    size = np.power(np.abs(radicand), 1 / degree)
    return np.where(radicand >= 0, size, np.where(odd, -size, np.nan))


def _log(argument: Values, *base: Values) -> Values:
    return np.divide(np.log(argument), np.log(base[0])) if base else np.log(argument)


def _sigmoid(argument: Values) -> Values:
    return 1 / (1 + np.exp(-argument))


def _leaky_relu(argument: Values, *slope: Values) -> Values:
    return np.where(argument > 0, argument, argument * (slope[0] if slope else 0.01))


_erf = np.vectorize(math.erf, otypes=[float])

FUNCTIONS: dict[str, Callable[..., Values]] = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "sec": lambda v: 1 / np.cos(v), "csc": lambda v: 1 / np.sin(v), "cot": lambda v: np.cos(v) / np.sin(v),
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
    "sech": lambda v: 1 / np.cosh(v), "csch": lambda v: 1 / np.sinh(v), "coth": lambda v: 1 / np.tanh(v),
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    "asec": lambda v: np.arccos(1 / v), "acsc": lambda v: np.arcsin(1 / v), "acot": lambda v: np.arctan(1 / v),
    "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh,
    "asech": lambda v: np.arccosh(1 / v), "acsch": lambda v: np.arcsinh(1 / v), "acoth": lambda v: np.arctanh(1 / v),
    "exp": np.exp, "ln": np.log, "log": _log, "sqrt": np.sqrt, "cbrt": np.cbrt, "root": _root,
    "abs": np.abs, "sign": np.sign, "floor": np.floor,
    "min": lambda *several: reduce(np.minimum, several), "max": lambda *several: reduce(np.maximum, several),
    "sigmoid": _sigmoid, "softplus": lambda v: np.logaddexp(0, v), "relu": lambda v: np.maximum(v, 0),
    "leaky_relu": _leaky_relu, "swish": lambda v: v * _sigmoid(v), "erf": _erf,
    "gelu": lambda v: v / 2 * (1 + _erf(v / math.sqrt(2))),
}  # fmt: skip
"""The functions of the language that can be drawn, by their names."""
