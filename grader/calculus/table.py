"""The table of derivatives: one entry per function, to extend it add one entry.

An entry of `UNARY` gives F'(u) from u. An entry of `SEVERAL` gives, from all arguments and an index, the
partial derivative with respect to that argument. Where a function has a kink the entry holds on both sides of
it: a step is written (1 + sign(u))/2. Formulas: Abramowitz and Stegun, Handbook of Mathematical Functions,
4.1, 4.3-4.6; the inverse secants on both branches as in NIST DLMF 4.24(ii).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from grader.calculus.tidy import ONE, TWO, negative, number, numeric, power, product, quotient, total
from grader.language.tree import Call, Constant, Node

Outer = Callable[[Node], Node]
Partial = Callable[[tuple[Node, ...], int], Node]

E = Constant("e")
PI = Constant("pi")
LEAK = number(Fraction(1, 100), decimal=True)
"""The slope of `leaky_relu` left of zero where none is written."""


def call(function: str, *arguments: Node) -> Call:
    """A call, for building trees."""
    return Call(function, arguments)


def square(node: Node) -> Node:
    """u^2."""
    return power(node, TWO)


def less(first: Node, second: Node) -> Node:
    """first - second."""
    return total(first, negative(second))


def step(node: Node) -> Node:
    """1 where u > 0, 0 where u < 0."""
    return quotient(total(ONE, call("sign", node)), TWO)


def _over_root(under: Node) -> Node:
    return quotient(ONE, call("sqrt", under))


def _swish(u: Node) -> Node:
    s = call("sigmoid", u)
    return total(s, product(u, s, less(ONE, s)))


def _gelu(u: Node) -> Node:
    """x Phi(x) has the slope Phi(x) + x phi(x), and Phi(x) = (1 + erf(x/sqrt 2))/2 (Hendrycks and Gimpel 2016)."""
    bell = power(E, negative(quotient(square(u), TWO)))
    below = quotient(total(ONE, call("erf", quotient(u, call("sqrt", TWO)))), TWO)
    return total(below, quotient(product(u, bell), call("sqrt", product(TWO, PI))))


UNARY: dict[str, Outer] = {
    "sin": lambda u: call("cos", u),
    "cos": lambda u: negative(call("sin", u)),
    "tan": lambda u: square(call("sec", u)),
    "sec": lambda u: product(call("sec", u), call("tan", u)),
    "csc": lambda u: negative(product(call("csc", u), call("cot", u))),
    "cot": lambda u: negative(square(call("csc", u))),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "tanh": lambda u: less(ONE, square(call("tanh", u))),
    "sech": lambda u: negative(product(call("sech", u), call("tanh", u))),
    "csch": lambda u: negative(product(call("csch", u), call("coth", u))),
    "coth": lambda u: negative(square(call("csch", u))),
    "asin": lambda u: _over_root(less(ONE, square(u))),
    "acos": lambda u: negative(_over_root(less(ONE, square(u)))),
    "atan": lambda u: quotient(ONE, total(ONE, square(u))),
    "acot": lambda u: negative(quotient(ONE, total(ONE, square(u)))),
    "asec": lambda u: quotient(ONE, product(call("abs", u), call("sqrt", less(square(u), ONE)))),
    "acsc": lambda u: negative(quotient(ONE, product(call("abs", u), call("sqrt", less(square(u), ONE))))),
    "asinh": lambda u: _over_root(total(square(u), ONE)),
    "acosh": lambda u: _over_root(less(square(u), ONE)),
    "atanh": lambda u: quotient(ONE, less(ONE, square(u))),
    "acoth": lambda u: quotient(ONE, less(ONE, square(u))),
    "asech": lambda u: negative(quotient(ONE, product(u, call("sqrt", less(ONE, square(u)))))),
    "acsch": lambda u: negative(quotient(ONE, product(call("abs", u), call("sqrt", total(ONE, square(u)))))),
    "exp": lambda u: call("exp", u),
    "ln": lambda u: quotient(ONE, u),
    "sqrt": lambda u: quotient(ONE, product(TWO, call("sqrt", u))),
    "cbrt": lambda u: quotient(ONE, product(number(3), square(call("cbrt", u)))),
    "abs": lambda u: call("sign", u),
    "sign": lambda u: number(0),
    "relu": step,
    "softplus": lambda u: call("sigmoid", u),
    "sigmoid": lambda u: product(call("sigmoid", u), less(ONE, call("sigmoid", u))),
    "swish": _swish,
    "gelu": _gelu,
    "erf": lambda u: quotient(product(TWO, power(E, negative(square(u)))), call("sqrt", PI)),
}


def _log(arguments: tuple[Node, ...], index: int) -> Node:
    """log_b(u) = ln u / ln b."""
    if len(arguments) == 1:
        return quotient(ONE, arguments[0])
    u, base = arguments
    if index == 0:
        return quotient(ONE, product(u, call("ln", base)))
    return negative(quotient(call("ln", u), product(base, square(call("ln", base)))))


def _root(arguments: tuple[Node, ...], index: int) -> Node:
    """root(u, n) = u^(1/n)."""
    u, degree = arguments
    root = call("root", u, degree)
    if index == 0:
        return quotient(ONE, product(degree, power(root, less_one(degree))))
    return negative(quotient(product(root, call("ln", u)), square(degree)))


def less_one(exponent: Node) -> Node:
    """exponent - 1, folded where the exponent is a written number."""
    value = numeric(exponent)
    return less(exponent, ONE) if value is None else number(value - 1)


def _leaky_relu(arguments: tuple[Node, ...], index: int) -> Node:
    u, slope = arguments[0], arguments[1] if len(arguments) == 2 else LEAK
    left = quotient(less(ONE, call("sign", u)), TWO)
    return total(step(u), product(slope, left)) if index == 0 else product(u, left)


def _extreme(sign: int) -> Partial:
    """max (sign 1) or min (sign -1): 1 where this argument is the extreme one, 0 elsewhere; not at ties."""

    def partial(arguments: tuple[Node, ...], index: int) -> Node:
        others = (other for place, other in enumerate(arguments) if place != index)
        here = arguments[index]
        return product(*(step(less(here, other) if sign > 0 else less(other, here)) for other in others))

    return partial


SEVERAL: dict[str, Partial] = {
    "log": _log,
    "root": _root,
    "leaky_relu": _leaky_relu,
    "max": _extreme(1),
    "min": _extreme(-1),
}


def partial_derivative(function: str, arguments: tuple[Node, ...], index: int) -> Node | None:
    """The partial derivative of a call by its argument number `index`; None where the table has none."""
    if function in SEVERAL:
        return SEVERAL[function](arguments, index)
    if function in UNARY and len(arguments) == 1:
        return UNARY[function](arguments[0])
    return None
