"""Slips while numbers are put into a right formula: 3x^2 at -2 is 3·(-2)^2, not -12, not 36, not 3·(-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.slips_of_hand import Slips
from grader.calculus.substitution import replaced_at
from grader.calculus.tidy import numeric
from grader.language.tree import Negative, Node, Power, Product, names_in, walk


def _at_each(change: Callable[[Node], Node | None]) -> Slips:
    """Each answer in which one piece is replaced by what `change` makes of it; none where letters are left."""

    def slips(answer: Node) -> Iterator[Node]:
        if names_in(answer):
            return
        for path, node in walk(answer):
            new = change(node)
            if new is not None:
                yield replaced_at(answer, path, new)

    return slips


def _whole_exponent(power: Power) -> int | None:
    """n of a^n for numbers a and n = 2, 3, ..."""
    base, exponent = numeric(power.base), numeric(power.exponent)
    if base is None or exponent is None or exponent < 2 or exponent.denominator != 1:
        return None
    return int(exponent)


def _sign_outside(node: Node) -> Node | None:
    """(-a)^2 -> -a^2"""
    if not isinstance(node, Power) or not isinstance(node.base, Negative):
        return None
    exponent = _whole_exponent(node)
    even = exponent is not None and exponent % 2 == 0
    return Negative(Power(node.base.operand, node.exponent)) if even else None


def _times_exponent(node: Node) -> Node | None:
    """a^n -> a·n"""
    if not isinstance(node, Power) or _whole_exponent(node) is None:
        return None
    return Product((node.base, node.exponent))


def _product_first(node: Node) -> Node | None:
    """c·a^n -> (c·a)^n"""
    match node:
        case Product(factors=(factor, Power() as power)) if _whole_exponent(power) and numeric(factor):
            return Power(Product((factor, power.base)), power.exponent)
    return None


SLIPS_OF_EVALUATION: tuple[tuple[str, str, Slips], ...] = (
    ("power_sign", "power_sign", _at_each(_sign_outside)),
    ("power_times", "power_times", _at_each(_times_exponent)),
    ("power_last", "power_last", _at_each(_product_first)),
)
"""Code, group, and the wrong answers that it makes of the right one."""
