"""Slips in the table of derivatives, by function."""

from __future__ import annotations

from collections.abc import Callable

from grader.calculus.malrules.shape import Wrong, WrongPlace, malrule
from grader.calculus.table import E, call, less, square
from grader.calculus.tidy import ONE, negative, number, power, product, quotient, total
from grader.language.tree import Call, Name, Node, Power, children

_Outer = Callable[[Node], Node]
_TRIG = "sin cos tan sec csc cot"
_KEPT = f"{_TRIG} sinh cosh tanh sech csch coth asin acos atan ln log sqrt sigmoid softplus swish gelu"


def _inside(place: WrongPlace) -> Node:
    return children(place.node)[0]


def _slope(outer: _Outer) -> Wrong:
    """F(u) -> outer(u)·u'."""
    return lambda place: product(outer(_inside(place)), place.inside_slope()) if place.inside else None


def _turned(place: WrongPlace) -> Node:
    return negative(place.right())


def _to(function: str) -> Wrong:
    return _slope(lambda u: call(function, u))


def _kept(place: WrongPlace) -> Node | None:
    """F(x) -> F(x); with an inside that is `chain_keep`."""
    return place.node if isinstance(place.inside, Name) else None


def _arc_as_reciprocal(place: WrongPlace) -> Node | None:
    """asin read as 1/sin: -cos(u)/sin(u)^2 u'."""
    function = place.node.function if isinstance(place.node, Call) else ""
    reciprocal, partner, sign = _ARCS[function]
    outer = product(call(reciprocal, _inside(place)), call(partner, _inside(place)), number(sign))
    return product(outer, place.inside_slope())


_ARCS = {"asin": ("csc", "cot", -1), "acos": ("sec", "tan", 1), "atan": ("csc", "csc", -1)}
"""The slope of the reciprocal: (1/sin)' = -csc cot, (1/cos)' = sec tan, (1/tan)' = -csc^2."""


def _exponential(place: WrongPlace) -> tuple[Node, Node]:
    """Base and exponent of a^u or exp(u)."""
    if isinstance(place.node, Power):
        return place.node.base, place.node.exponent
    return E, _inside(place)


def _exponent_in_front(place: WrongPlace) -> Node:
    """a^u -> u a^(u-1)."""
    base, exponent = _exponential(place)
    return product(exponent, power(base, total(exponent, negative(ONE))))


def _exponent_in_front_chained(place: WrongPlace) -> Node | None:
    return product(_exponent_in_front(place), place.inside_slope()) if place.is_chain else None


def _no_logarithm(place: WrongPlace) -> Node | None:
    """a^u -> a^u u'."""
    base, _ = _exponential(place)
    return None if base == E else product(place.node, place.inside_slope())


def _no_base(place: WrongPlace) -> Node | None:
    """log_b(u) -> u'/u."""
    arguments = children(place.node)
    return quotient(place.inner(0), arguments[0]) if len(arguments) == 2 and place.inside else None


def _half_general(power_rule: bool) -> Wrong:
    """u^v -> v u^(v-1) u', or u^v ln(u) v'."""

    def rule(place: WrongPlace) -> Node:
        base, exponent = children(place.node)
        if power_rule:
            return product(exponent, power(base, total(exponent, negative(ONE))), place.inner(0))
        return product(place.node, call("ln", base), place.inner(1))

    return rule


TABLES = (
    malrule("sin_sign", "sin", _turned, group="sign"),
    malrule("cos_sign", "cos", _turned, group="sign"),
    malrule("table_sign", "cot csc cosh sech csch coth acos acot", _turned, group="sign"),
    malrule("trig_keep", _KEPT, _kept, group="outer_kept"),
    malrule("tan_nosq", "tan", _to("sec")),
    malrule("tan_nosq", "cot", _slope(lambda u: negative(call("csc", u)))),
    malrule("tan_sec", "tan", _slope(lambda u: product(call("sec", u), call("tan", u)))),
    malrule("tan_sec", "sec", _slope(lambda u: square(call("sec", u)))),
    malrule("arc_recip", "asin acos atan", _arc_as_reciprocal),
    malrule("arc_table", "asin", _to("acos")),
    malrule("arc_table", "acos", _slope(lambda u: negative(call("asin", u)))),
    malrule("arc_table", "atan", _slope(lambda u: square(call("asec", u)))),
    malrule("arc_plus", "asin", _slope(lambda u: quotient(ONE, call("sqrt", total(ONE, square(u)))))),
    malrule("arc_plus", "atan", _slope(lambda u: quotient(ONE, less(ONE, square(u))))),
    malrule("exp_power", "exponential exp", _exponent_in_front),
    malrule("exp_power", "exponential exp", _exponent_in_front_chained),
    malrule("exp_noln", "exponential", _no_logarithm),
    malrule("log_nobase", "log", _no_base),
    malrule("ln_inv", "ln log", lambda p: quotient(ONE, p.node)),
    malrule("ln_inv", "ln log", _slope(lambda u: quotient(ONE, call("ln", u)))),
    malrule("ff_power", "general_power", _half_general(power_rule=True)),
    malrule("relu_keep", "relu", _kept, group="outer_kept"),
    malrule("ff_exp", "general_power", _half_general(power_rule=False)),
    malrule(
        "sig_plus", "sigmoid", _slope(lambda u: product(call("sigmoid", u), total(ONE, call("sigmoid", u))))
    ),
    malrule("tanh_nosq", "tanh", _slope(lambda u: less(ONE, call("tanh", u)))),
    malrule("tanh_plus", "tanh", _slope(lambda u: total(ONE, square(call("tanh", u))))),
    malrule("tanh_sec", "tanh", _slope(lambda u: square(call("sec", u)))),
)
