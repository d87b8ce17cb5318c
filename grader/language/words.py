"""Near misses in words: `Sin`, `sni`, `x2`, and functions that are stuck to their arguments (`xsinx`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.errors import Unreadable
from grader.language.functions import ALIASES, FUNCTIONS
from grader.language.names import Names

_RUN = re.compile(r"[^\W_]+(?:_\w+)?")
_FUNCTION = re.compile("(" + "|".join(sorted({*FUNCTIONS, *ALIASES} - {"σ"}, key=len, reverse=True)) + ")")
FOREIGN = {
    "lg": "log_10", "ld": "log_2", "lb": "log_2", "sen": "sin", "arcsen": "arcsin", "sh": "sinh", "ch": "cosh",
    "th": "tanh", "cth": "coth", "sqr": "sqrt", "arccotg": "arccot", "arcctg": "arccot",
}  # fmt: skip
"""Names of functions elsewhere, each of which may mean another thing, or a product of letters, here."""
_POWER = re.compile(r"([^\W\d_]+)(\d+)")
_RAISES = ("^", "**", "²", "³")


def near_words(text: str, fault: Unreadable, names: Names) -> Iterator[str]:
    """`text` with another word where the fault is: the other case, brackets for a function that is stuck to its
    argument (`sinx`), a missing `^` (`x2`), a function's name without its slip."""
    run = _run_at(text, fault.position)
    if run is None:
        return
    word, before, after = run[0], text[: run.start()], text[run.end() :]
    if word.lower() in FOREIGN:
        yield before + FOREIGN[word.lower()] + after
    for other in (word.lower(), word.upper(), word.capitalize()):
        if other != word and names.lexicon.resolve(other):
            yield before + other + after
    if pieces := _glued(word, after, names):
        yield before + _spaced(pieces, after.startswith(_RAISES)) + after
    if (power := _POWER.fullmatch(word)) and names.lexicon.resolve(power[1]):
        yield f"{before}{power[1]}^{power[2]}{after}"
    if len(word) > 2:
        yield from (before + other + after for other in FUNCTIONS if _one_slip(word.lower(), other))


def kind_of_word(text: str, fault: Unreadable, names: Names) -> dict[str, str]:
    """More about an unknown name or function, for the sentence: `glued_function` with the first function that is
    stuck to something, `letters` where no letter is declared and numbers are wanted, `word` for more than a letter."""
    run = _run_at(text, fault.position)
    pieces = _glued(run[0], text[run.end() :], names) if run else []
    if pieces:
        return {"kind": "glued_function", "function": pieces[1]}
    if fault.code == "unknown_name" and not names.variables + names.integers + names.functions:
        return {"kind": "letters"}
    spelled = fault.code == "unknown_name" and len(fault.text) > 1 and fault.text.isalpha()
    return {"kind": "word"} if spelled else {}


def _run_at(text: str, position: int) -> re.Match[str] | None:
    while position and text[position - 1].isalpha():
        position -= 1
    return _RUN.search(text, position)


def _glued(word: str, after: str, names: Names) -> list[str]:
    """`xsinxcosy` -> `x`, `sin`, `x`, `cos`, `y`: first what stands before, then functions and their arguments.

    Empty where something is no argument. Before a bracket the last function may have none of its own; then all
    must be variables, for `sine(x)` is a slip in a name.
    """
    pieces = _FUNCTION.split(word)
    called = after.startswith("(")
    if len(pieces) < 3 or (called and len(pieces) == 3 and not pieces[2]):
        return []
    inner = pieces[2:-1:2] if called and not pieces[-1] else pieces[2::2]
    fits = all(map(_only_variables if called else _may_be_argument, inner, (names,) * len(inner)))
    return pieces if fits and (not pieces[0] or names.lexicon.resolve(pieces[0])) else []


def _may_be_argument(piece: str, names: Names) -> bool:
    letters = piece.lstrip("0123456789")
    return bool(piece) and (len(letters) < 2 or bool(names.lexicon.resolve(letters)))


def _only_variables(piece: str, names: Names) -> bool:
    found = names.lexicon.resolve(piece)
    return bool(found) and all(kind == "v" for kind, _, _ in found)


def _spaced(pieces: list[str], raised: bool) -> str:
    """`x sin(x) cos(y)`; the last argument stays bare before a power, which it then takes."""
    first, *rest = pieces
    found = [first] if first else []
    for at in range(0, len(rest), 2):
        function, argument = rest[at], rest[at + 1]
        last = at + 2 == len(rest)
        if last and raised:
            found.append(f"{function} {argument}")
        else:
            found.append(f"{function}({argument})" if argument else function)
    return " ".join(found)


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
