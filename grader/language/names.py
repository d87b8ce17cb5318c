"""Which names may occur, and what a run of letters means.

The same name may be typed in several ways: `w1`, `w_1`, `w_{1}`, `w₁`; `theta`, `θ`, `\\theta`; `yhat`, `y_hat`,
`ŷ`, `\\hat{y}`. All of them are the one that was declared, and the tree holds the declared spelling.

A run of letters that is no name is cut into declared names and constants, fewest pieces first; a function may
only be the last piece: `xy` is `x y`, `xe` is `x e`, `xsin(x)` is `x sin(x)`. A run that begins with a function
(`sinx`) is not cut: it is refused with a suggestion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from grader.language.functions import (
    ALIASES,
    AUTHOR_FUNCTIONS,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    INFINITIES,
    LOGARITHMS,
)

Kind = Literal["v", "c", "f", "d", "oo", "and", "T"]
"""Variable, constant, function of the table, declared function, infinity; `and` between an author's conditions; `T` in
an exponent."""

Piece = tuple[Kind, str, int]
"""What it is, its name in the tree, and how many typed characters it takes."""

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx")
_HATS = {
    "ŷ": "yhat",
    "ŵ": "what",
    "â": "ahat",
    "ẑ": "zhat",
    "î": "ihat",
    "ĵ": "jhat",
    "\u0302": "hat",
    "\u0304": "bar",
}
_SPELLING = re.compile(r"([^\W\d_]+)(\d*)(?:_\{?([^}]*)\}?)?")
_FONT = re.compile(r"\\(?:mathrm|text)\{(\w+)\}")
_MEMORY = 1000
_LONGEST_KEPT = 40


def key_of(spelling: str) -> str:
    """The form under which spellings of one name meet: `w_{1}` -> `w1`, `θ` -> `theta`, `x_max` -> `x_max`."""
    text = _plain_subscript(spelling)
    for letter, word in _HATS.items():
        text = text.replace(letter, word)
    if "\\" in text:
        text = _FONT.sub(r"\1", text)
    if not text.isascii():
        text = "".join(GREEK.get(letter, letter) for letter in text)
    found = _SPELLING.fullmatch(text)
    if found is None:
        return text
    letters, digits, below = found.groups()
    if not below:
        return letters + digits
    below = re.sub(r"[,\s_]", "", below)
    if below in ("hat", "bar") and not digits:
        return letters + below
    return letters + below if below.isdigit() and not digits else f"{letters}{digits}_{below}"


def _plain_subscript(spelling: str) -> str:
    translated = spelling.translate(_SUBSCRIPTS)
    if translated == spelling:
        return spelling
    start = next(i for i, (a, b) in enumerate(zip(spelling, translated, strict=True)) if a != b)
    return f"{translated[:start]}_{translated[start:]}"


class Lexicon:
    """The words known where certain names are declared; remembers what it has resolved."""

    __slots__ = ("_longest", "_memory", "arity", "powers_of_ten", "words")

    def __init__(self, names: Names, author: bool) -> None:
        self.arity = {**FUNCTIONS, **(AUTHOR_FUNCTIONS if author else {})}
        words: dict[str, tuple[Kind, str]] = dict.fromkeys(INFINITIES, ("oo", "oo"))
        words |= {word: ("c", name) for word, name in CONSTANTS.items()}
        words |= {name: ("f", name) for name in self.arity}
        words |= {alias: ("f", name) for alias, name in ALIASES.items()}
        words |= {name: ("f", name) for name in LOGARITHMS}
        for kind, declared in (("d", names.functions), ("v", names.integers), ("v", names.variables)):
            for name in reversed(declared):
                words[key_of(name)] = words[name] = (kind, name)  # type: ignore[assignment]  # a literal pair
        if author:
            words.setdefault("and", ("and", "and"))
        for alias in ALIASES:  # a declared t and g make tg their product
            if (
                words[alias][0] == "f"
                and len(alias) > 1
                and all(words.get(letter, "f")[0] == "v" for letter in alias)
            ):
                del words[alias]
        self.words = words
        self.powers_of_ten = "".join(letter for letter in "eE" if words[letter][0] == "c")
        self._longest = max(map(len, words)) + 3
        self._memory: dict[str, tuple[Piece, ...]] = {}

    def resolve(self, run: str) -> tuple[Piece, ...]:
        """The pieces of a run of letters (with its digits and subscript); empty if it cannot be read."""
        pieces = self._memory.get(run)
        if pieces is None:
            pieces = self._whole(run) or self._cut(run)
            if len(self._memory) < _MEMORY and len(run) <= _LONGEST_KEPT:
                self._memory[run] = pieces
        return pieces

    def _whole(self, run: str) -> tuple[Piece, ...]:
        found = self.words.get(run)
        if found is None and not (run.isascii() and run.isalpha()):
            found = self.words.get(key_of(run))
        return ((found[0], found[1], len(run)),) if found else ()

    def _cut(self, run: str) -> tuple[Piece, ...]:
        if self.leading_function(run):
            return ()
        best: dict[int, tuple[Piece, ...]] = {len(run): ()}
        for start in range(len(run) - 1, -1, -1):
            options = [
                (*piece, *best[end])
                for end in range(start + 1, min(len(run), start + self._longest) + 1)
                if end in best and (piece := self._piece(run[start:end], end == len(run)))
            ]
            if options:
                best[start] = min(options, key=len)
        return best.get(0, ())

    def _piece(self, text: str, last: bool) -> tuple[Piece, ...]:
        found = self._whole(text)
        if found and (found[0][0] in ("v", "c") or (last and found[0][0] in ("f", "d") and len(text) > 1)):
            return found
        return ()

    def leading_function(self, run: str) -> str | None:
        """The longest function name of two or more letters with which `run` begins, if more follows it."""
        for end in range(min(len(run) - 1, self._longest), 1, -1):
            if self.words.get(run[:end], ("", ""))[0] in ("f", "d"):
                return run[:end]
        return None


@dataclass(frozen=True)
class Names:
    """What may occur in a text: variables, those that stand for integers, and functions known by name only.

    Declared names win over constants and functions: a declared `e`, `E`, `pi` or `beta` is the student's letter.
    """

    variables: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words a student may use."""
        return _lexicon(self, False)

    @cached_property
    def author_lexicon(self) -> Lexicon:
        """The words an author may use."""
        return _lexicon(self, True)


@lru_cache(maxsize=256)
def _lexicon(names: Names, author: bool) -> Lexicon:
    """One lexicon for equal names: a problem's names come with every submission."""
    return Lexicon(names, author)
