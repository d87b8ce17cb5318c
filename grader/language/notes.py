"""Places where a text is read as documented, but is often meant otherwise: codes for a quiet line beside the echo.

exponent_ends   `e^2x` is `e^2 x`, `x^1/2` is `(x^1)/2`: the exponent has no brackets and something follows at once
division_ends   `1/2x` is `(1/2) x`: the divisor has no brackets and a factor follows at once

Space (`1/2 x`), a written sign (`1/2*x`) and brackets say what is meant, and so does use: `3x^2y` gets no note.
"""

from __future__ import annotations

from itertools import pairwise

from grader.language.tree import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    names_in,
    walk,
)


def notes(text: str, tree: Node) -> tuple[str, ...]:
    """The codes for `tree`, which was read from `text`; each once, in the order above."""
    found = {code for _, node in walk(tree) if (code := _note(text, node))}
    return tuple(code for code in ("exponent_ends", "division_ends") if code in found)


def _note(text: str, node: Node) -> str | None:
    if isinstance(node, Quotient):
        return "exponent_ends" if _cut_root(text, node) else None
    if not isinstance(node, Product):
        return None
    for factor, following in pairwise(node.factors):
        if _between(text, factor, following) not in ("", "(", "["):
            continue
        if isinstance(factor, Power) and _goes_on(text, factor, following):
            return "exponent_ends"
        if isinstance(factor, Quotient) and _bare(factor, factor.bottom) and _slashed(text, factor):
            return "division_ends"
    return None


def _goes_on(text: str, power: Power, following: Node) -> bool:
    """May `following` have been meant to stand in the exponent? Not after `x^2`, nor after `e^x` as in `e^xsin(x)`."""
    if names_in(power.base) or not _bare_exponent(text, power):
        return False
    exponent = _unsigned(power.exponent)
    if isinstance(exponent, Number):
        return True
    plain = following.base if isinstance(following, Power) else following
    return isinstance(exponent, Name) and isinstance(plain, Name | Constant)


def _cut_root(text: str, node: Quotient) -> bool:
    """Is this `x^1/2`, where a root was meant?"""
    top = node.top.factors[-1] if isinstance(node.top, Product) else node.top
    if not (isinstance(top, Power) and _bare_exponent(text, top) and isinstance(node.bottom, Number)):
        return False
    exponent = _unsigned(top.exponent)
    return isinstance(exponent, Number) and exponent.value == 1 and _between(text, top, node.bottom) == "/"


def _bare_exponent(text: str, power: Power) -> bool:
    """Is the exponent written after `^`, without brackets? In LaTeX everybody knows what `^` takes."""
    sign = _between(text, power.base, power.exponent).lstrip(" )]}")
    return sign.rstrip() in ("^", "**") and _bare(power, power.exponent) and "\\" not in text


def _bare(whole: Node, last: Node) -> bool:
    """Does `last` end where `whole` ends, so that no bracket closes after it?"""
    bracketed = isinstance(last, Call) and last.function == "abs"
    return not bracketed and _end(whole) == _end(last)


def _slashed(text: str, node: Quotient) -> bool:
    """Is it written in a line, not as a fraction?"""
    return any(sign in _between(text, node.top, node.bottom) for sign in "/÷")


def _between(text: str, before: Node, after: Node) -> str:
    return text[_end(before) : after.span.position]


def _end(node: Node) -> int:
    return node.span.position + node.span.length


def _unsigned(node: Node) -> Node:
    while isinstance(node, Negative):
        node = node.operand
    return node
