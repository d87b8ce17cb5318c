"""Digits -> exact numbers. A length is checked before any digit is looked at."""

from __future__ import annotations

from fractions import Fraction

from grader.errors import Code
from grader.language.kept import Kept
from grader.language.limits import Limits
from grader.language.tree import SPANS, Name, Negative, Node, Number, Span

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
SMALL = {str(value): Fraction(value) for value in range(200)}
"""The whole numbers that are typed most often, by their digits."""

DIGITS: Kept[tuple[str, int], Number] = Kept(
    lambda place: Number(SMALL[place[0]], place[0], False, SPANS[place[1]]), 5_000
)
"""Those numbers as nodes, by their digits and place (as in SPANS)."""


def number(text: str, span: Span, limits: Limits) -> Number | Code:
    """The literal `text` (`12`, `1.50`, `.5`, `1,5`, `1.5e-3`), or the code of the limit that it passes."""
    value = SMALL.get(text)
    if value is not None:
        return Number(value, text, False, span)
    mantissa, _, exponent = text.replace(",", ".").lower().partition("e")
    if len(mantissa.replace(".", "")) > limits.digits:
        return "number_too_big"
    if exponent and (len(exponent.lstrip("+-0")) > 2 or abs(int(exponent)) > limits.scientific):
        return "exponent_too_big"
    whole, point, places = mantissa.partition(".")
    value = Fraction(int(whole + places or "0"), 10 ** len(places))
    if exponent:
        value *= Fraction(10) ** int(exponent)
    return Number(value, text, bool(point or exponent), span)


def may_be_thousands(before: str, after: str) -> bool:
    """May `1,000` have been meant as a thousand? Not `0,125` nor `2,50`; `1,250` may be either."""
    return len(after) == 3 and len(before) <= 3 and before[0] != "0"


def percent(literal: Number, span: Span) -> Number:
    """`50%` is one literal."""
    return Number(literal.value / 100, literal.text + "%", True, span)


def raised(text: str, span: Span) -> Node | None:
    """A run of raised characters (`²`, `⁻¹`, `ⁿ`), or None if it cannot be read."""
    plain = text.translate(_RAISED)
    digits = plain.lstrip("+-")
    if len(plain) - len(digits) > 1:
        return None
    if digits == "ⁿ":
        inner: Node = Name("n", span)
    elif digits.isascii() and digits.isdigit() and len(digits) < 6:
        inner = Number(Fraction(int(digits)), digits, False, span)
    else:
        return None
    return Negative(inner, span) if plain[0] == "-" else inner
