"""Labels of points: `(1, 2): minimum`, and in words `(1, 2) is a minimum`, `min at (1, 2)`."""

from __future__ import annotations

import re

from grader.checkers.pieces import Piece, cut, trimmed

MEANING = {
    "min": "minimum", "local minimum": "minimum", "local min": "minimum", "minima": "minimum",
    "max": "maximum", "local maximum": "maximum", "local max": "maximum", "maxima": "maximum",
    "saddle point": "saddle", "saddlepoint": "saddle", "inflexion": "inflection", "inflection point": "inflection",
}  # fmt: skip
"""Other words for the usual labels."""
_WORDS = "|".join(sorted({*MEANING, *MEANING.values()}, key=len, reverse=True))
_BEFORE = re.compile(rf"(?:an?\s+|the\s+)?(?P<label>{_WORDS})\s*(?:at\b)?\s*(?=[(\[]|-?\d)", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?<=[)\]}}\d])\s*(?:is\b|=|-|–)?\s*(?:an?\s+|the\s+)?(?P<label>{_WORDS})$", re.IGNORECASE
)


def point_and_label(piece: Piece, in_words: bool) -> tuple[Piece, str | None]:
    """The point, and its label if it has one; without a colon only if labels are asked `in_words`. Raises Unreadable."""
    sides = cut(piece, (":",))
    if len(sides) > 2:
        raise piece.fault("syntax", kind="unexpected")
    if len(sides) == 2:
        point, label = sides[::-1] if re.fullmatch(_WORDS, sides[0].text, re.IGNORECASE) else sides
        return point, label_in(label)
    if in_words and (before := _BEFORE.match(piece.text)):
        return trimmed(piece.whole, piece.start + before.end(), piece.end), _named(before["label"])
    if in_words and (after := _AFTER.search(piece.text)):
        return trimmed(piece.whole, piece.start, piece.start + after.start()), _named(after["label"])
    return piece, None


def _named(word: str) -> str:
    lower = " ".join(word.lower().split())
    return MEANING.get(lower, lower)


def label_in(piece: Piece) -> str:
    if not piece.text:
        raise piece.fault("syntax", kind="incomplete")
    word = " ".join(piece.text.lower().replace("-", " ").split())
    if not word.replace(" ", "").isalpha():
        raise piece.fault("unknown_name")
    return MEANING.get(word, word)
