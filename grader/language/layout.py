"""What the printers agree on: how tightly a node holds together, and how numbers and names are spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from grader.language.functions import GREEK_LETTERS
from grader.language.tree import (
    Call,
    Name,
    Negative,
    Node,
    Number,
    Path,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
    children,
)

SUM, TERM, PRODUCT, FACTOR, ATOM = range(5)
"""From loose to tight: what stands between brackets, after a sign, among factors, under a power."""

_PARTS = re.compile(r"([^\W\d_]+?)(hat|bar)?(\d*)(?:_(.+))?")


def level(node: Node) -> int:
    """How tightly `node` holds together when written in a line."""
    match node:
        case Sum():
            return SUM
        case Negative():
            return TERM
        case Product() | Quotient():
            return PRODUCT
        case Power() | Call(function="factorial"):
            return FACTOR
        case Number(value=value):
            if value < 0:
                return TERM
            return PRODUCT if "/" in number_text(node) else ATOM
        case _:
            return ATOM


def printed_level(node: Node) -> int:
    """How tightly `node` holds together in two-dimensional print: a fraction needs no brackets among factors,
    scientific notation is a product."""
    if isinstance(node, Quotient):
        return FACTOR
    if isinstance(node, Number) and "e" in node.text.lower():
        return PRODUCT
    held = level(node)
    return FACTOR if isinstance(node, Number) and held == PRODUCT else held


def number_text(number: Number) -> str:
    """As typed (with a decimal point), else the digits, else `p/q`."""
    return number.text.replace(",", ".") or str(number.value)


def first_shown(factor: Node) -> Node | None:
    """What is printed first of a factor, or None where that is a bracket."""
    if printed_level(factor) < FACTOR:
        return None
    match factor:
        case Power(base=base):
            return first_shown(base) if printed_level(base) == ATOM or textbook_power(factor) else None
        case Call(function="factorial", arguments=(inner,)):
            return first_shown(inner) if printed_level(inner) == ATOM else None
        case _:
            return factor


def joint(before: Node, after: Node) -> Literal["", "thin", "dot"]:
    """What stands between two factors in two-dimensional print: nothing, a thin space, or a dot.

    A dot stands where digits would meet (`x·2`, `2·3`) and before a fraction after a number (no `2 1/2`).
    """
    first = first_shown(after)
    if isinstance(first, Number) or (isinstance(first, Quotient) and isinstance(before, Number)):
        return "dot"
    last = before if printed_level(before) >= FACTOR else None
    named = (isinstance(node, Name) and len(name_parts(node.name).letter) > 1 for node in (first, last))
    return "thin" if any(named) or _spelled(first) or (first and _spelled(last)) else ""


def _spelled(node: Node | None) -> bool:
    """Is `node` a function shown by its name, which wants some space around it?"""
    return isinstance(node, Call) and node.function not in ("abs", "sqrt", "cbrt", "root", "factorial")


def tall(node: Node) -> bool:
    """Is `node` higher than a line, so that brackets around it must grow?"""
    if isinstance(node, Quotient | Vector) or (isinstance(node, Number) and "/" in number_text(node)):
        return True
    if isinstance(node, Power):
        return tall(node.base)
    return any(tall(child) for child in children(node))


def textbook_power(node: Power) -> bool:
    """Is this `sin(x)^2`, to be printed with the exponent on the function's name? Never for -1 (the inverse)."""
    return (
        isinstance(node.base, Call)
        and node.base.function in _WITH_POWER
        and len(node.base.arguments) == 1
        and isinstance(node.exponent, Number)
        and node.exponent.value > 0
        and node.exponent.value.denominator == 1
    )


_WITH_POWER = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth", "ln", "log")
)

DISPLAYED: dict[str, str] = {
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{f"a{name}": f"ar{name}" for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth")},
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
}
"""How a function's name is shown, where not by its canonical name."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """`theta_1` -> letters `theta`, subscript `1`; `yhat` -> letters `y`, accent `hat`."""

    letters: str
    accent: str
    below: str

    @property
    def letter(self) -> str:
        """The letters, a Greek word as its letter."""
        return GREEK_LETTERS.get(self.letters, self.letters)


def name_parts(name: str) -> NameParts:
    """A declared name cut for printing."""
    found = _PARTS.fullmatch(name)
    if found is None:
        return NameParts(name, "", "")
    letters, accent, digits, below = found.groups()
    if accent and len(letters) > 1 and letters not in GREEK_LETTERS:
        letters, accent = letters + accent, ""
    return NameParts(
        letters, accent or "", f"{digits},{below}" if digits and below else digits or below or ""
    )


def path_text(path: Path) -> str:
    """`(0, 1)` -> `0.1`; the root is empty."""
    return ".".join(map(str, path))
