"""Plain texts, as nearly all are: cut by a single call of a pattern, each piece looked up among those met before.

A *piece* is a token with the space behind it. What is not plain (LaTeX, new lines, letters that must be cut into
several names, whatever is wrong) is left to `tokens`, which takes four times as long and says what is wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from operator import add

from grader.language.characters import RAISED, SIGN, SIGNS, SPACE, WORD, number
from grader.language.kept import Kept
from grader.language.names import Lexicon

Row = tuple[str, str, int]
"""The kind of a token, its value, and its length without space."""

Columns = tuple[tuple[str, ...], list[str], list[int], tuple[int, ...]]
"""What each token is, its value, and where it starts and ends."""

_END: tuple[Row, Row] = (("", "", 0), ("", "", 0))
_MEMORY = 500


class _Cutter:
    """Cuts texts where certain names are declared. `rows[piece]` raises KeyError for what is not plain."""

    __slots__ = ("_match", "_resolve", "pieces", "rows")

    def __init__(self, lexicon: Lexicon) -> None:
        digits = number(lexicon.powers_of_ten)
        self.pieces = re.compile(f"(?:{digits}|{WORD}|{SIGN}|{RAISED}){SPACE}").findall
        self.rows: Kept[str, Row] = Kept(self._row, _MEMORY)
        self._match = re.compile(f"({digits})|({WORD})|({SIGN})|({RAISED})").match
        self._resolve = lexicon.resolve

    def _row(self, piece: str) -> Row:
        found = self._match(piece)
        if found is None:
            raise KeyError(piece)
        value = found[0]
        if found[2]:
            names = self._resolve(value)
            if len(names) != 1:
                raise KeyError(piece)
            return names[0]
        kind = "n" if found[1] else SIGNS.get(value, value) if found[3] else "sup"
        return kind, value, len(value)


@lru_cache(maxsize=512)
def _cutter(lexicon: Lexicon) -> _Cutter:
    return _Cutter(lexicon)


def plain_columns(text: str, lexicon: Lexicon, most: int) -> Columns | None:
    """The tokens of a plain text, with two empty ones at the end; None if it is not plain, or has more than `most`."""
    cutter = _cutter(lexicon)
    pieces = cutter.pieces(text)
    starts = [0, *accumulate(map(len, pieces))]
    if starts[-1] != len(text) or len(pieces) > most:
        return None
    try:
        rows = [cutter.rows[piece] for piece in pieces]
    except KeyError:
        return None
    kinds, values, sizes = zip(*rows, *_END, strict=True)
    starts.append(len(text))
    return kinds, list(values), starts, tuple(map(add, starts, sizes))
