"""Why a typed answer could not be read: a sentence for each code of grader.errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grader.errors import Code

CODES: tuple[str, ...] = get_args(Code)
_PLACE = re.compile(r"%\((\w+)\)s")

READINGS: dict[str, Promise] = {
    "not_text": _("This is not text that can be read. Type the answer afresh."),
    "empty": _("Nothing is typed here yet."),
    "too_long": _("At most %(limit)s characters are read. A shorter form will do."),
    "forbidden_char": _("The character %(text)s cannot be part of an answer here."),
    "syntax": _("Something is out of place at %(text)s."),
    "unknown_name": _("%(text)s is not one of the letters of this problem."),
    "unknown_function": _("%(text)s is not a function that is known here."),
    "unknown_command": _("The LaTeX command %(text)s is not one that is read here."),
    "arity": _("%(function)s works on %(wanted)s values, and there are %(given)s here."),
    "number_too_big": _("The number %(text)s is longer than what is read here."),
    "exponent_too_big": _("The exponent at %(text)s is too large to work with."),
    "too_deep": _("This is nested too deeply. Can it be written with fewer brackets?"),
    "too_big": _("This has too many pieces to read. Can it be written shorter?"),
    "function_nesting": _("There are too many functions inside one another here."),
    "domain": _("%(text)s has no real value."),
    "division_by_zero": _("This divides by zero."),
    "not_finite": _("This is not a finite value."),
    "numeric_overflow": _("This value is too large to work with."),
    "wrong_shape": _("The question asks for a %(wanted)s; this is a %(got)s."),
    "timeout": _("This took too long to read. A simpler form of the same answer will do."),
}

KINDS: dict[str, Promise] = {
    "missing_bracket": _("The bracket %(text)s is opened and not closed."),
    "unopened_bracket": _("The bracket %(text)s closes nothing."),
    "empty_brackets": _("There is nothing between these brackets."),
    "missing_argument": _("The function needs something to work on, as in sin(x)."),
    "incomplete": _("The answer stops in the middle. What comes next?"),
    "unexpected": _("%(text)s was not expected here."),
    "comma": _("A comma stands between the entries of a vector. Is a bracket missing, or is a point meant?"),
    "comparison": _("Type only the right-hand side: no sign such as =."),
    "index": _("An index follows the letter at once, as in x_1."),
    "two_numbers": _("Two numbers stand side by side. Is a sign between them missing?"),
    "exponent": _("The exponent of a function is a whole number, as in sin^2(x)."),
    "no_inverse": _("This function has no inverse that is known here."),
    "glued_function": _(
        "A function needs brackets or a space before what it works on, as in %(function)s(x)."
    ),
    "word": _("%(text)s is not a word or a product of letters that is known here."),
    "letters": _("Only numbers are wanted here. What is the value of %(text)s?"),
    "semicolon": _("A semicolon separates the entries of a vector. Are brackets missing around them?"),
    "ragged": _("The rows of a matrix have equally many entries."),
    "sum": _("Only things of one shape can be added: a vector and a number cannot."),
    "product": _("Two vectors or matrices cannot be multiplied here. Type the entries of the result."),
    "quotient": _("A number cannot be divided by a vector or matrix, nor one of these by another."),
    "call": _("A function works on a number, not on a vector or matrix. Apply it to each entry."),
    "entry": _("An entry of a vector or matrix is a formula or a number."),
    "missing_comparison": _("A comparison such as < or = is missing."),
    "transpose": _("Only a vector or matrix that is typed out can be transposed."),
    "twice": _("This stands here a second time. Each is used once."),
    "infinity_on_wrong_side": _("An interval goes from left to right: −∞ stands first, ∞ last."),
    "label": _("Each point needs its label, as in {(1, 2): minimum}."),
    "factorial": _("A factorial is taken of a whole number from 0 on."),
}
"""Finer words, by `detail["kind"]`."""

SHAPES: dict[str, Promise] = {
    "expression": _("formula"),
    "number": _("number"),
    "vector": _("vector"),
    "matrix": _("matrix"),
    "equation": _("equation, as in y = 2x + 1"),
    "chain": _("chain of equations"),
    "interval": _("interval, as in (0, 1] or [2, ∞)"),
    "inequality": _("inequality that cannot be read as an interval"),
    "point": _("point"),
    "whole number": _("whole number or letter"),
}

READING_NOTES: dict[str, Promise] = {
    "exponent_ends": _(
        "The exponent ends at its first factor. If more belongs to it, use brackets, as in e^(2x)."
    ),
    "division_ends": _(
        "Only the first factor stands below. If more belongs there, use brackets, as in 1/(2x)."
    ),
}
"""Beside the echo of a text that has another reading (grader.language.notes)."""

SIZED: dict[re.Pattern[str], Promise] = {
    re.compile(r"vector of (?P<n>\d+)"): _("vector with %(n)s entries"),
    re.compile(r"(?P<rows>\d+)x(?P<columns>\d+) matrix"): _(
        "matrix of %(rows)s × %(columns)s (rows × columns)"
    ),
    re.compile(r"list of (?P<n>\d+)"): _("list of %(n)s entries"),
    re.compile(r"order of (?P<n>\d+)"): _("order of %(n)s things"),
    re.compile(r"(?P<n>\d+)"): _("choice of %(n)s options"),
    re.compile(r"one option"): _("choice of one option"),
}
"""The grader's shapes that carry a size."""

FALLBACK: dict[str, Promise] = {
    "forbidden_char": _("One of the characters cannot be part of an answer here."),
    "unknown_name": _("One of the letters does not belong to this problem."),
    "unknown_function": _("There is a function that is not known here."),
    "unknown_command": _("There is a LaTeX command that is not read here."),
    "arity": _("This function works on another number of values."),
    "wrong_shape": _("This has another shape than the question asks for."),
    "syntax": _("Something is missing or out of place here."),
    "domain": _("This has no real value."),
    "too_long": _("This is longer than what can be read. A shorter form will do."),
    "exponent_too_big": _("This exponent is too large to work with."),
    "number_too_big": _("This number is longer than what is read here."),
}
"""For a fault that comes without the values its sentence shows."""


def fault_sentence(code: str, text: str = "", detail: Mapping[str, str] | None = None) -> str:
    """What is wrong with a typed text, in one sentence.

    `text` is the piece concerned; it is shortened, and an invisible character is named (`U+0445`).
    """
    values = dict(detail or {})
    if code == "wrong_shape":
        values |= {key: shape_words(values[key]) for key in ("wanted", "got") if key in values}
    if text:
        values["text"] = _shown(text)
    for pattern in (KINDS.get(values.get("kind", "")), READINGS.get(code), FALLBACK.get(code)):
        if pattern is not None and all(name in values for name in _PLACE.findall(str(pattern))):
            return str(pattern) % values
    return _now("This could not be read.")


def reading_notes(codes: Iterable[str]) -> list[str]:
    """What to say beside the echo: one sentence for each code that has one."""
    return [str(READING_NOTES[code]) for code in codes if code in READING_NOTES]


def shape_words(shape: str) -> str:
    """A shape of the grader (`vector of 2`, `2x2 matrix`, `number`) in the reader's language."""
    if shape in SHAPES:
        return str(SHAPES[shape])
    for pattern, words in SIZED.items():
        found = pattern.fullmatch(shape)
        if found:
            return str(words) % found.groupdict()
    return shape


def _shown(text: str) -> str:
    piece = text if len(text) <= 24 else text[:23] + "…"
    if len(piece) == 1 and (not piece.isprintable() or ord(piece) > 0x24F):
        return f"{piece} (U+{ord(piece):04X})" if piece.isprintable() else f"U+{ord(piece):04X}"
    return f"“{piece}”"
