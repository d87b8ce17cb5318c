"""Formulas as they stand in a worked solution: nothing tidied, so that one sees where each piece comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from grader.calculus.tidy import number, numeric
from grader.language import to_latex
from grader.language.tree import Negative, Node, Power, Product, Quotient

BREAK = "$\u200b$"
"""Ends a formula and begins the next, with a space of no width between them."""
_SPACING = re.compile(r"\\left|\\right|\\,|\\cdot|\s")


def equation(*sides: str) -> str:
    """`a=b=c`, without empty sides and without one that reads like the one before.

    From the third side on each is a formula of its own: a line may be broken before it. So this is for a place outside
    of `$`, which gets dollars around it.
    """
    kept: list[str] = []
    for side in sides:
        if side and not (kept and _SPACING.sub("", kept[-1]) == _SPACING.sub("", side)):
            kept.append(side)
    return (BREAK + "=").join(("=".join(kept[:2]), *kept[2:]))


def listed(formulas: Iterable[str]) -> str:
    """Several formulas for a place outside of `$` (which gets dollars around it): each has dollars of its own."""
    return "$, $".join(formulas)


def multiplied(*factors: Node) -> Node:
    """The product as it is written down: products within it are joined, a sign of the first factor goes in front."""
    flat: list[Node] = []
    for factor in factors:
        flat += factor.factors if isinstance(factor, Product) else (factor,)
    if isinstance(flat[0], Negative) and len(flat) > 1:
        return Negative(multiplied(flat[0].operand, *flat[1:]))
    return flat[0] if len(flat) == 1 else Product(tuple(flat))


def flattened(node: Node) -> Node:
    """Products within products joined, below minus signs and on top of fractions."""
    match node:
        case Negative(operand=operand):
            return Negative(flattened(operand))
        case Quotient(top=top, bottom=bottom):
            return Quotient(flattened(top), bottom)
        case Product(factors=factors):
            return multiplied(*map(flattened, factors))
        case _:
            return node


def turns(letters: Sequence[str]) -> str:
    """u'v+uv': each letter has its turn."""
    return "+".join("".join(f"{one}'" if one == turn else one for one in letters) for turn in letters)


def as_power(node: Node) -> dict[str, str]:
    """`rewritten` (3/x^2 as 3x^{-2}) and `less` (the exponent after differentiating), for a power of a letter."""
    if isinstance(node, Power):
        exponent, rewritten = numeric(node.exponent), node
    elif isinstance(node, Quotient) and isinstance(node.bottom, Power):
        below = numeric(node.bottom.exponent)
        exponent = None if below is None else -below
        rewritten = Power(node.bottom.base, Negative(node.bottom.exponent))
    elif isinstance(node, Quotient):
        exponent, rewritten = numeric(number(-1)), Power(node.bottom, number(-1))
    else:
        return {}
    if isinstance(node, Quotient) and numeric(node.top) != 1:
        whole = multiplied(node.top, rewritten)
    else:
        whole = rewritten
    less = to_latex(node.exponent) + "-1" if exponent is None and isinstance(node, Power) else ""
    return {
        "rewritten": to_latex(whole),
        "less": to_latex(number(exponent - 1)) if exponent is not None else less,
    }
