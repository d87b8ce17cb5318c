"""Near misses: a whole text that can be read, close to one that cannot.

A suggestion is only made when it reads; which of the candidates is tried depends on the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.errors import Unreadable
from grader.language.functions import ALIASES, FUNCTIONS
from grader.language.limits import Limits
from grader.language.names import Names
from grader.language.parser import read

_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_RUN = re.compile(r"[^\W_]+(?:_\w+)?")
_THOUSANDS = re.compile(r"(\d),(\d{3})(?!\d)")
_FUNCTION = re.compile("(" + "|".join(sorted({*FUNCTIONS, *ALIASES} - {"σ"}, key=len, reverse=True)) + ")")
_LOOKALIKES = str.maketrans("аеорсхуАВЕКМНОРСТХ", "aeopcxyABEKMHOPCTX") | {
    wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)
}
_POWER = re.compile(r"([^\W\d_]+)(\d+)")
_RAISES = ("^", "**", "²", "³")
_TRIES = 4


def suggestion(text: str, fault: Unreadable, names: Names, limits: Limits) -> str | None:
    """The first candidate that can be read, or None."""
    for number, candidate in enumerate(_candidates(text, fault, names)):
        if number >= _TRIES:
            break
        try:
            read(candidate, names, limits)
        except Unreadable:
            continue
        return candidate
    return None


def _candidates(text: str, fault: Unreadable, names: Names) -> Iterator[str]:
    if fault.code == "forbidden_char":
        yield text.translate(_LOOKALIKES)
    elif fault.code in ("unknown_name", "unknown_function"):
        yield from _words(text, fault, names)
    elif fault.detail.get("kind") == "missing_bracket":
        closed = _close_brackets(text)
        if closed != text:
            yield closed
    elif fault.detail.get("kind") == "comma":
        if _THOUSANDS.search(text):
            yield _THOUSANDS.sub(r"\1\2", text)
        yield f"({text.strip()})"
    elif fault.detail.get("kind") == "unopened_bracket":
        yield text[: fault.position] + text[fault.position + fault.length :]
    elif fault.detail.get("kind") == "two_numbers":
        yield text[: fault.position] + re.sub(r"\s+", "*", fault.text) + text[fault.position + fault.length :]
    if text.count("=") == 1:
        yield text.partition("=")[2].strip()


def _words(text: str, fault: Unreadable, names: Names) -> Iterator[str]:
    """The other case, a missing bracket (`sinx`), a missing `^` (`x2`), a slip in a function's name."""
    run = _RUN.search(text, _run_start(text, fault.position))
    if run is None:
        return
    word, before, after = run[0], text[: run.start()], text[run.end() :]
    for other in (word.lower(), word.upper(), word.capitalize()):
        if other != word and names.lexicon.resolve(other):
            yield before + other + after
    if not after.startswith("(") and (spaced := _spaced(word, after.startswith(_RAISES))):
        yield before + spaced + after
    if (power := _POWER.fullmatch(word)) and names.lexicon.resolve(power[1]):
        yield f"{before}{power[1]}^{power[2]}{after}"
    if len(word) > 2:
        yield from (before + other + after for other in FUNCTIONS if _one_slip(word.lower(), other))


def _spaced(word: str, raised: bool) -> str:
    """`xsinxcosy` -> `x sin(x) cos(y)`; the last argument stays bare before a power, which it then takes."""
    first, *rest = _FUNCTION.split(word)
    pieces = [first] if first else []
    for at in range(0, len(rest), 2):
        bare = raised and at + 2 == len(rest)
        pieces.append(f"{rest[at]} {rest[at + 1]}" if bare else f"{rest[at]}({rest[at + 1]})")
    return " ".join(pieces) if rest else ""


def _run_start(text: str, position: int) -> int:
    while position and text[position - 1].isalpha():
        position -= 1
    return position


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


def _one_slip(word: str, other: str) -> bool:
    """Do the words differ by one letter left out, added, changed, or by two neighbours swapped?"""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    left, right = word[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:] and len(left) > 1
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
