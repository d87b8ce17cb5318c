"""Integration term by term, as someone does it who goes the wrong way."""

from __future__ import annotations

from collections.abc import Callable

from grader.calculus.table import E, call
from grader.calculus.tidy import ONE, negative, number, numeric, power, product, quotient, total
from grader.language.tree import Call, Name, Negative, Node, Power, Product, Quotient, Sum, names_in


def integral(node: Node, name: str) -> Node | None:
    """An antiderivative of sums of constant multiples of powers, exponentials, sine and cosine; None of others.

    Insides are linear, and the constant of integration is 0.
    """
    if name not in names_in(node):
        return product(node, Name(name))
    match node:
        case Negative(operand=operand):
            inner = integral(operand, name)
            return inner and negative(inner)
        case Sum(terms=terms):
            parts = [integral(term, name) for term in terms]
            return None if None in parts else total(*(part for part in parts if part))
        case Product(factors=factors):
            return _multiple(factors, name)
        case Quotient(top=top, bottom=bottom) if name not in names_in(bottom):
            inner = integral(top, name)
            return inner and quotient(inner, bottom)
        case _:
            return _basic(node, name)


def _multiple(factors: tuple[Node, ...], name: str) -> Node | None:
    """c·f -> c·F"""
    moving = [factor for factor in factors if name in names_in(factor)]
    inner = integral(moving[0], name) if len(moving) == 1 else None
    return inner and product(*(inner if factor is moving[0] else factor for factor in factors))


def _basic(node: Node, name: str) -> Node | None:
    """F(u)/u' for a basic function of a linear u."""
    found = _antiderivative(node, name)
    if found is None:
        return None
    inside, outer = found
    slope = slope_of_line(inside, name)
    return None if slope is None else quotient(outer, slope)


def _antiderivative(node: Node, name: str) -> tuple[Node, Node] | None:
    """The inside u, and F(u) with F' the outer function."""
    match node:
        case Name():
            return node, quotient(power(node, number(2)), number(2))
        case Power(base=base, exponent=exponent) if name not in names_in(exponent):
            return base, _raised(base, exponent)
        case Power(base=base, exponent=exponent) if name not in names_in(base):
            return exponent, quotient(node, ONE if base == E else call("ln", base))
        case Quotient(top=top, bottom=Power(base=base, exponent=exponent)) if name not in names_in(top):
            return base, product(top, _raised(base, negative(exponent)))
        case Quotient(top=top, bottom=bottom) if name not in names_in(top):
            return bottom, product(top, call("ln", bottom))
        case Call(function=function, arguments=(inside,)) if function in _CALLS:
            return inside, _CALLS[function](inside)
    return None


def _raised(base: Node, exponent: Node) -> Node:
    if numeric(exponent) == -1:
        return call("ln", base)
    higher = total(exponent, ONE)
    return quotient(power(base, higher), higher)


_CALLS: dict[str, Callable[[Node], Node]] = {
    "sin": lambda u: negative(call("cos", u)),
    "cos": lambda u: call("sin", u),
    "exp": lambda u: call("exp", u),
    "sqrt": lambda u: quotient(product(number(2), u, call("sqrt", u)), number(3)),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
}


def slope_of_line(node: Node, name: str) -> Node | None:
    """a of a·x + b; None where the node is no line that is not flat."""
    match node:
        case Name(name=own) if own == name:
            return ONE
        case Negative(operand=operand):
            inner = slope_of_line(operand, name)
            return inner and negative(inner)
        case Sum(terms=terms):
            moving = [term for term in terms if name in names_in(term)]
            return slope_of_line(moving[0], name) if len(moving) == 1 else None
        case Product(factors=factors):
            moving = [factor for factor in factors if name in names_in(factor)]
            if len(moving) != 1 or not isinstance(moving[0], Name):
                return None
            return product(*(factor for factor in factors if factor is not moving[0]))
        case Quotient(top=top, bottom=bottom) if name not in names_in(bottom):
            inner = slope_of_line(top, name)
            return inner and quotient(inner, bottom)
    return None
