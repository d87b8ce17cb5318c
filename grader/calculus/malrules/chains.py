"""Wrong chain rules. Where chains are nested, `chain_drop` is about the outermost and `chain_stop` about the others."""

from __future__ import annotations

from grader.calculus.malrules.shape import Wrong, WrongPlace, malrule
from grader.calculus.tidy import product, total
from grader.language.tree import Call, Name, Node, Power, Product, Quotient, Sum


def _by_inside(place: WrongPlace) -> Node | None:
    """F'(u)·u, where u is no function whose slope might be taken for itself."""
    inside = place.inside
    is_algebraic = isinstance(inside, Sum | Product | Quotient) or (
        isinstance(inside, Power) and isinstance(inside.base, Name)
    )
    logarithm = isinstance(place.node, Call) and place.node.function in ("ln", "log")
    return product(place.outer(), inside) if inside and is_algebraic and not logarithm else None


def _in_place(wrong: Wrong) -> Wrong:
    """A wrong rule that puts u' in the place of u: seldom where that leaves no variable in a function."""

    def rule(place: WrongPlace) -> Node | None:
        moves = place.depends(place.inside_slope())
        return wrong(place) if moves or isinstance(place.node, Power) else None

    return rule


def _inside(place: WrongPlace) -> Node | None:
    """F(u'); for c/u that is `recip_inv`."""
    return None if isinstance(place.node, Quotient) else place.with_inside(place.inside_slope())


def _kept(place: WrongPlace) -> Node | None:
    """F(u)·u'; right for e^u."""
    return None if place.outer() == place.node else product(place.node, place.inside_slope())


CHAINS = (
    malrule("chain_drop", "chain", lambda p: None if p.is_inside else p.outer(), group="inner_or_constant"),
    malrule("chain_stop", "chain", lambda p: p.outer() if p.is_inside else None, group="inner_or_constant"),
    malrule("chain_at_x", "chain", lambda p: product(p.outer(p.name), p.inside_slope())),
    malrule("chain_keep", "chain", _kept, group="outer_kept"),
    malrule("chain_inside", "chain", _in_place(_inside), group="inside_in_place"),
    malrule(
        "chain_at_dinner", "chain", _in_place(lambda p: p.outer(p.inside_slope())), group="inside_in_place"
    ),
    malrule(
        "chain_at_dinner",
        "chain",
        _in_place(lambda p: product(p.outer(p.inside_slope()), p.inside_slope())),
        group="inside_in_place",
    ),
    malrule("chain_by_inside", "chain", _by_inside),
    malrule("chain_add", "chain", lambda p: total(p.outer(), p.inside_slope())),
)
