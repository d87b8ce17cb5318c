"""Wrong rules for products, quotients and reciprocals."""

from __future__ import annotations

from collections.abc import Callable

from grader.calculus.malrules.shape import Wrong, WrongPlace, malrule
from grader.calculus.table import call, less, square
from grader.calculus.tidy import negative, product, quotient, total
from grader.language.tree import Call, Node, children

Parts = tuple[Node, Node, Node, Node]
"""f, f', g, g'"""


def _of_two(wrong: Callable[[Node, Node, Node, Node], Node]) -> Wrong:
    """A wrong rule for two factors f and g (constants stand in front) or for f/g."""

    def rule(place: WrongPlace) -> Node | None:
        factors = children(place.node)
        turns = [index for index, factor in enumerate(factors) if place.depends(factor)]
        if len(turns) != 2:
            return None
        first, second = turns
        still = (factor for index, factor in enumerate(factors) if index not in turns)
        found = wrong(factors[first], place.inner(first), factors[second], place.inner(second))
        return product(*still, found)

    return rule


def _slopes(join: Callable[..., Node]) -> Wrong:
    """The derivatives of all factors, joined; constants stand in front."""

    def rule(place: WrongPlace) -> Node | None:
        factors = children(place.node)
        turns = [index for index, factor in enumerate(factors) if place.depends(factor)]
        still = (factor for index, factor in enumerate(factors) if index not in turns)
        return product(*still, join(*map(place.inner, turns)))

    return rule


def _reciprocal(wrong: Callable[[Node, Node, Node], Node | None]) -> Wrong:
    """A wrong rule for c/g, told c, g and g'."""

    def rule(place: WrongPlace) -> Node | None:
        top, bottom = children(place.node)
        return wrong(top, bottom, place.inner(1))

    return rule


def _change(f: Node, df: Node, g: Node, dg: Node) -> Node:
    """The top of the quotient rule."""
    return less(product(df, g), product(f, dg))


def _plus(f: Node, df: Node, g: Node, dg: Node) -> Node:
    return total(product(df, g), product(f, dg))


def _own(f: Node, df: Node, g: Node, dg: Node) -> Node:
    return total(product(f, df), product(g, dg))


def _bottom_replaced(c: Node, g: Node, dg: Node) -> Node | None:
    """c/g -> c/g'; not for c/sqrt(x), where that undoes a slope."""
    return None if isinstance(g, Call) else quotient(c, dg)


_UNDER = "reciprocal reciprocal_power"

PRODUCTS = (
    malrule("prod_dd", "product", _slopes(product)),
    malrule("prod_one", "product", _of_two(lambda f, df, g, dg: product(df, g)), group="term_lost"),
    malrule("prod_one", "product", _of_two(lambda f, df, g, dg: product(f, dg)), group="term_lost"),
    malrule("prod_sum", "product", _slopes(total)),
    malrule("prod_minus", "product", _of_two(_change), group="sign"),
    malrule("prod_own", "product", _of_two(_own)),
)

QUOTIENTS = (
    malrule("quot_swap", "quotient", lambda p: negative(p.right()), group="sign"),
    malrule("recip_sign", _UNDER, lambda p: negative(p.right()), group="sign"),
    malrule("quot_dd", "quotient", _of_two(lambda f, df, g, dg: quotient(df, dg))),
    malrule("quot_plus", "quotient", _of_two(lambda *p: quotient(_plus(*p), square(p[2])))),
    malrule("quot_nosq", "quotient", _of_two(lambda *p: quotient(_change(*p), p[2]))),
    malrule("quot_nosq", "reciprocal", _reciprocal(lambda c, g, dg: negative(quotient(product(c, dg), g)))),
    malrule("quot_numsq", "quotient", _of_two(lambda *p: quotient(_change(*p), square(p[0])))),
    malrule("quot_nodenom", "quotient", _of_two(_change)),
    malrule("quot_nodenom", "reciprocal", _reciprocal(lambda c, g, dg: negative(product(c, dg)))),
    malrule("recip_inv", _UNDER, _reciprocal(_bottom_replaced)),
    malrule("recip_log", _UNDER, _reciprocal(lambda c, g, dg: product(c, call("ln", g)))),
    malrule(
        "upside_down", "quotient", _of_two(lambda f, df, g, dg: quotient(_change(g, dg, f, df), square(f)))
    ),
    malrule("upside_down", _UNDER, _reciprocal(lambda c, g, dg: quotient(dg, c))),
)
