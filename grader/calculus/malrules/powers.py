"""Wrong rules for powers. A root, and c/u^n, are powers too: a person may see them so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from grader.calculus.malrules.shape import WrongPlace, malrule, of_term
from grader.calculus.tidy import ONE, negative, number, numeric, power, product, quotient, total
from grader.language.tree import Call, Node, Path, Power, Quotient, children

_PLACES = "power reciprocal_power reciprocal sqrt cbrt root"
"""The keys of all places that can be read as a power."""


@dataclass(frozen=True, slots=True)
class _Form:
    """factor · base^exponent, with the path of the base below the place."""

    factor: Node
    base: Node
    exponent: Node
    at: Path

    def times(self, factor: Node, exponent: Node, *more: Node) -> Node:
        """factor · base^exponent · more, negative exponents written as fractions."""
        size = numeric(exponent)
        raised = (
            power(self.base, exponent)
            if size is None or size >= 0
            else quotient(ONE, power(self.base, number(-size)))
        )
        return product(self.factor, factor, raised, *more)


def _form(node: Node) -> _Form | None:
    match node:
        case Power(base=base, exponent=exponent):
            return _Form(ONE, base, exponent, (0,))
        case Quotient(top=top, bottom=Power(base=base, exponent=exponent)) if (numeric(exponent) or 0) > 0:
            return _Form(top, base, negative(exponent), (1, 0))
        case Quotient(top=top, bottom=Call() as bottom):
            below = _form(bottom)
            return below and _Form(top, below.base, negative(below.exponent), (1, *below.at))
        case Call(function="sqrt", arguments=(base,)):
            return _Form(ONE, base, number(Fraction(1, 2)), (0,))
        case Call(function="cbrt", arguments=(base,)):
            return _Form(ONE, base, number(Fraction(1, 3)), (0,))
        case Call(function="root", arguments=(base, degree)):
            size = numeric(degree)
            return _Form(ONE, base, number(1 / size), (0,)) if size else None
    return None


def _shifted(exponent: Node, by: int) -> Node:
    size = numeric(exponent)
    return total(exponent, number(by)) if size is None else number(size + by)


def _as_power(wrong: Callable[[_Form, Node], Node | None]) -> Callable[[WrongPlace], Node | None]:
    """A wrong rule that is told the form of the power and the slope of its base."""

    def rule(place: WrongPlace) -> Node | None:
        form = _form(place.node)
        return None if form is None else wrong(form, place.inner(*form.at))

    return rule


def _no_coefficient(form: _Form, slope: Node) -> Node | None:
    return None if numeric(form.exponent) in (1, -1) else form.times(ONE, _shifted(form.exponent, -1), slope)


def _bare(form: _Form, _: Node) -> Node | None:
    """u^(n-1), without n and without u'."""
    return form.times(ONE, _shifted(form.exponent, -1))


def _only_the_sign(form: _Form, slope: Node) -> Node | None:
    """-u^(n-1) u' where n is below zero."""
    size = numeric(form.exponent)
    if size is None or size >= 0 or size == -1:
        return None
    return negative(form.times(ONE, _shifted(form.exponent, -1), slope))


def _not_lowered(form: _Form, slope: Node) -> Node | None:
    return form.times(form.exponent, form.exponent, slope)


def _raised(form: _Form, slope: Node) -> Node | None:
    """n u^(n+1) u', where "one less" is easily taken the wrong way: below zero, and for fractions."""
    size = numeric(form.exponent)
    if size is None or (size > 0 and size.denominator == 1):
        return None
    return form.times(form.exponent, _shifted(form.exponent, 1), slope)


def _integrated(form: _Form, _: Node) -> Node | None:
    raised = _shifted(form.exponent, 1)
    return None if numeric(raised) == 0 else quotient(form.times(ONE, raised), raised)


def _added(place: WrongPlace) -> Node | None:
    """a u^n -> (a+n) u^(n-1) u'."""
    if isinstance(place.node, Quotient):
        form = _form(place.node)
        size = None if form is None else numeric(form.factor)
        at: Path = ()
    else:
        factors = children(place.node)
        turn = next(index for index, factor in enumerate(factors) if place.depends(factor))
        form, at = _form(factors[turn]), (turn,)
        size = numeric(product(*(factor for index, factor in enumerate(factors) if index != turn)))
    if form is None or size is None or (form.factor != ONE and at) or place.depends(form.exponent):
        return None
    lower, slope = _shifted(form.exponent, -1), place.inner(*at, *form.at)
    bare = _Form(ONE, form.base, form.exponent, form.at)
    return bare.times(total(number(size), form.exponent), lower, slope)


POWERS = (
    malrule("pow_nocoef", _PLACES, _as_power(_no_coefficient)),
    malrule("pow_bare", _PLACES, lambda p: _as_power(_bare)(p) if p.is_chain else None),
    malrule("pow_nodec", _PLACES, _as_power(_not_lowered), group="exponent_kept"),
    malrule("pow_inc", _PLACES, _as_power(_raised)),
    malrule("pow_nocoef_sign", _PLACES, _as_power(_only_the_sign)),
    malrule("pow_addcoef", "constant_factor reciprocal_power", _added),
    malrule("pow_integrate", _PLACES, of_term(_as_power(_integrated)), group="integral_all"),
)
