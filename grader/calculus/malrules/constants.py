"""Wrong rules for constants, constant factors, the bare variable and sums."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from grader.calculus.malrules.shape import WrongPlace, malrule, of_term
from grader.calculus.table import partial_derivative
from grader.calculus.tidy import ONE, ZERO, negative, numeric, power, product, total
from grader.language.tree import (
    Call,
    Constant,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    children,
    names_in,
)


def _is_number(place: WrongPlace) -> bool:
    """A constant other than 0, and without letters: those are another matter (`part_const_kept`)."""
    return numeric(place.node) != 0 and not names_in(place.node)


def _kept(place: WrongPlace) -> Node | None:
    return place.node if _is_number(place) else None


def _one(place: WrongPlace) -> Node | None:
    return ONE if _is_number(place) else None


def _letters_kept(place: WrongPlace) -> Node | None:
    """A term with the other letters only."""
    return place.node if names_in(place.node) else None


def _as_variable(place: WrongPlace) -> Node | None:
    """e^2 -> 2e, ln 5 -> 1/5: a number differentiated as if it were a letter."""
    match place.node:
        case Power(base=Constant() as base, exponent=exponent) if not names_in(exponent):
            return product(exponent, power(base, total(exponent, negative(ONE))))
        case Call(function=function, arguments=arguments) if not names_in(place.node):
            return partial_derivative(function, arguments, 0)
    return None


def _bare(place: WrongPlace) -> Node | None:
    """c·f -> f', f/c -> f', c·f·g -> f'g + f g': the number is gone, or a letter where there is no number."""
    if isinstance(place.node, Quotient):
        return None if _loss_scale(place) else place.inner(0)
    factors = children(place.node)
    lost = [factor for factor in factors if not names_in(factor)]
    lost = lost or [factor for factor in factors if not place.depends(factor)]
    kept = [(index, factor) for index, factor in enumerate(factors) if factor not in lost]
    if not lost or _loss_scale(place):
        return None
    turns = [at for at, factor in kept if place.depends(factor)]
    return total(
        *(product(*(place.inner(at) if at == turn else factor for at, factor in kept)) for turn in turns)
    )


def _loss_scale(place: WrongPlace) -> Fraction | None:
    """The 1/2 or 1/n in front of the squares of a loss, where the place is the whole function."""
    scaled, size = _scaled(place.node)
    if place.path or size is None or size.numerator != 1:
        return None
    squares = scaled.terms if isinstance(scaled, Sum) else (scaled,)
    return size if all(_is_square_of_more(square) for square in squares) else None


def _scaled(node: Node) -> tuple[Node, Fraction | None]:
    """(g, c) where the node is c·g or g/d with c = 1/d."""
    match node:
        case Quotient(top=top, bottom=bottom):
            size = numeric(bottom)
            return top, 1 / size if size else None
        case Product(factors=(first, second)):
            return second, numeric(first)
    return node, None


def _is_square_of_more(node: Node) -> bool:
    return isinstance(node, Power) and numeric(node.exponent) == 2 and isinstance(node.base, Sum)


def _loss_unscaled(half: bool) -> Callable[[WrongPlace], Node | None]:
    """The slope of the bare squares; `half` asks for a factor 1/2, else for 1/n of a mean."""

    def rule(place: WrongPlace) -> Node | None:
        size = _loss_scale(place)
        if size is None or (size == Fraction(1, 2)) is not half:
            return None
        return place.inner(0) if isinstance(place.node, Quotient) else place.inner(1)

    return rule


def _signs_turned(place: WrongPlace) -> Node | None:
    """f - g -> f' + g'."""
    terms = [(index, term) for index, term in enumerate(children(place.node)) if place.depends(term)]
    if not any(isinstance(term, Negative) for _, term in terms):
        return None
    return total(
        *(place.inner(at, 0) if isinstance(term, Negative) else place.inner(at) for at, term in terms)
    )


CONSTANTS = (
    malrule("const_kept", "constant", _kept, group="constant"),
    malrule("const_one", "constant", _one, group="constant"),
    malrule("const_as_var", "constant", _as_variable),
    malrule("part_const_kept", "constant", _letters_kept),
    malrule("half_lost", "constant_factor constant_divisor", _loss_unscaled(half=True)),
    malrule("mean_sum", "constant_factor constant_divisor", _loss_unscaled(half=False)),
    malrule("cmul_dropped", "constant_factor constant_divisor product", _bare, group="inner_or_constant"),
    malrule("cmul_zero", "constant_factor constant_divisor", of_term(lambda _: ZERO), group="term_lost"),
    malrule("x_kept", "identity", of_term(lambda p: p.name), group="exponent_kept"),
    malrule("sum_sign", "sum", _signs_turned, group="sign"),
)
