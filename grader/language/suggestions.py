"""Near misses: a whole text that can be read, close to one that cannot.

A suggestion is only made when it reads; which repairs are tried depends on the fault. What still cannot be read
after a repair is repaired again, if the next fault stands further on: `2cosx - xsinx` has two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from grader.errors import Unreadable
from grader.language.limits import Limits
from grader.language.names import Names
from grader.language.parser import read
from grader.language.words import FOREIGN, near_words

_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_THOUSANDS = re.compile(r"(\d),(\d{3})(?!\d)")
_GROUPED = re.compile(r"[1-9]\d{0,2}\s\d{3}")
_DECIMAL = re.compile(r"\d,\d")
_COMMA_AND_SPACE = re.compile(r",\s+")
_MATHS_BRACKETS = re.compile(r"\\[()\[\]]")
_LOOKALIKES = str.maketrans("аеорсхуАВЕКМНОРСТХ", "aeopcxyABEKMHOPCTX") | {
    wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)
}
_INSTEAD = {"$": "", ":": "/"}
_WORD_CODES = ("unknown_name", "unknown_function")
_TOKEN_CODES = (*_WORD_CODES, "unknown_command", "forbidden_char")
"""Faults that are found before all others, wherever they stand."""
_MIXED = re.compile(r"(\d+)\s*(\d+/\d+|\\[dtc]?frac\s*(?:\{[^{}]*\}|\d)\s*(?:\{[^{}]*\}|\d))")
_TRIES = 4
_REPAIRS = 6


def suggestion(text: str, fault: Unreadable, names: Names, limits: Limits) -> str | None:
    """The first repair that can be read, or None. At most `_TRIES` texts are read for each of `_REPAIRS` faults."""
    for _ in range(_REPAIRS):
        reached = _reached(text, fault)
        better: tuple[str, Unreadable] | None = None
        for candidate in islice(_candidates(text, fault, names), _TRIES):
            try:
                read(candidate, names, limits)
            except Unreadable as following:
                if better is None and _reached(candidate, following) > reached:
                    better = candidate, following
            else:
                return candidate
        if better is None:
            return None
        text, fault = better
    return None


def _reached(text: str, fault: Unreadable) -> tuple[bool, int]:
    """How far the reading came: past all tokens or not, and how much of the text is left."""
    return fault.code not in _TOKEN_CODES, fault.position - len(text)


def _candidates(text: str, fault: Unreadable, names: Names) -> Iterator[str]:
    kind = fault.detail.get("kind")
    before, after = text[: fault.position], text[fault.position + fault.length :]
    if fault.code == "forbidden_char":
        yield _other_characters(text)
    elif fault.code in _WORD_CODES:
        yield from near_words(text, fault, names)
    elif fault.code == "unknown_command":
        yield _MATHS_BRACKETS.sub("", text).strip()
        if fault.text[1:] in FOREIGN:
            yield f"{before}{FOREIGN[fault.text[1:]]}{after}"
    elif kind == "missing_bracket":
        yield _close_brackets(text)
    elif kind in ("comma", "semicolon"):
        yield from _lists(text) if fault.length == 1 else _thousands(text)
    elif kind == "unopened_bracket":
        yield before + after
    elif kind == "two_numbers":
        yield from _two_numbers(before, text[len(before) : len(text) - len(after)], after)
    if text.count("=") == 1:
        yield text.partition("=")[2].strip()


def _other_characters(text: str) -> str:
    """What was meant by look-alikes, dollar signs around a formula, and a colon for a division."""
    text = text.translate(_LOOKALIKES)
    return "".join(_INSTEAD.get(character, character) for character in text).strip()


def _lists(text: str) -> Iterator[str]:
    """A comma that stands in no bracket: `1,234.5`, `2x, 3y`, and `2,5, 3,5` with decimal commas."""
    if _THOUSANDS.search(text):
        yield _THOUSANDS.sub(r"\1\2", text)
    pieces = _COMMA_AND_SPACE.split(text.strip())
    if len(pieces) > 1 and all(map(_DECIMAL.search, pieces)):
        yield f"({'; '.join(pieces)})"
    yield f"({text.strip()})"


def _thousands(text: str) -> Iterator[str]:
    """`1,000` is a thousand; `1,250` may be meant either way."""
    if "000" in text:
        yield _THOUSANDS.sub(r"\1\2", text)


def _two_numbers(before: str, pair: str, after: str) -> Iterator[str]:
    """`[72 59]` -> `[72, 59]` where a list may stand; `2 3` -> `2*3`; `2½` -> `(2+½)`, `1 3/4` -> `(1+3/4)`."""
    if pair[-1].isnumeric() and not pair[-1].isdecimal():
        yield f"{before}({pair[:-1].strip()}+{pair[-1]}){after}"
    if _GROUPED.fullmatch(pair):
        yield before + re.sub(r"\s+", "", pair) + after
    if "\\" in pair or re.match(r"/\d", after):
        yield from _mixed_numbers(before, pair, after)
    if any(before.count(opening) > before.count(_CLOSING[opening]) for opening in "([{<"):
        yield before + re.sub(r"\s+", ", ", pair) + after
    yield before + re.sub(r"\s+", "*", pair) + after


def _mixed_numbers(before: str, pair: str, after: str) -> Iterator[str]:
    r"""`1 3/4` -> `(1+3/4)`, `1\frac34` -> `(1+\frac34)`."""
    found = _MIXED.match(pair + after)
    if found:
        yield f"{before}({found[1]}+{found[2]}){(pair + after)[found.end() :]}"


def _close_brackets(text: str) -> str:
    """`text` with what closes its open brackets at the end."""
    waiting: list[str] = []
    for character in text:
        if character in "([{":
            waiting.append(_CLOSING[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
    if not waiting and text.count("|") % 2:
        return text + "|"
    return text + "".join(reversed(waiting))
