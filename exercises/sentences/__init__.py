"""The words of the mathematics, by language: `<language>.toml` beside this module.

The grader gives codes; which words go with them is chosen here. A text is Markdown with maths, in which `{name}`
stands for the mathematics of a value (exercises.placeholders). What a language's file lacks is taken from English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exercises.faults import Fault, ProblemFileError
from exercises.placeholders import fill, odd_braces, odd_dollars, placeholders, unknown_names
from exercises.toml_source import Source, read_source

FOLDER = Path(__file__).parent
LANGUAGE = "en"
"""The language that has everything."""

_WORK = frozenset(
    (
        "equation", "factor", "formula", "function", "inside", "less", "letter", "named", "number", "old", "others",
        "outer", "outer_slope", "point", "rate", "result", "rewritten", "slope", "slopes", "terms", "variable", "whole",
    )
)  # fmt: skip
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "diagnoses": frozenset(),
    "rules": _WORK,
    "steps": _WORK,
    "tasks": _WORK,
    "hints": _WORK,
}
"""The sections of a file, and what the texts of each may hold in braces."""

Sentences = Mapping[str, Mapping[str, str]]
"""Section -> code -> text. A table within a section is joined by a dot: `rules`, `chain.step`."""


def sentence(section: str, code: str, language: str = LANGUAGE) -> str:
    """The text of a code, in English where the language has none; empty where there is none at all.

    Raises KeyError for an unknown section.
    """
    own, english = sentences(language)[section], sentences(LANGUAGE)[section]
    return own.get(code) or english.get(code, "")


def filled(section: str, code: str, values: Mapping[str, str], language: str = LANGUAGE) -> str:
    """The text of a code with the LaTeX of each value put in. Raises KeyError for a value or a text that is missing."""
    text = sentence(section, code, language)
    if not text:
        raise KeyError(f"{section}.{code}")
    for found in placeholders(text, PLACEHOLDERS[section]):
        values[found.group(1)]
    return fill(text, values.__getitem__, values)


@cache
def sentences(language: str = LANGUAGE) -> Sentences:
    """All texts of a language (`en`, `en-gb`); those of English for a language without a file."""
    exact, general = FOLDER / f"{language}.toml", FOLDER / f"{language.partition('-')[0]}.toml"
    known = {path.name: path for path in FOLDER.glob("*.toml")}
    path = known.get(exact.name) or known.get(general.name) or known[f"{LANGUAGE}.toml"]
    return load_sentences(path)


def load_sentences(path: Path) -> Sentences:
    """The checked texts of one file. Raises ProblemFileError naming every fault with its line."""
    source = read_source(path)
    faults = list(_faults(source))
    if faults:
        raise ProblemFileError(faults)
    return {section: dict(_flat(source.data.get(section, {}))) for section in PLACEHOLDERS}


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _faults(source: Source) -> Iterator[Fault]:
    for section, table in source.data.items():
        if section not in PLACEHOLDERS or not isinstance(table, dict):
            yield source.fault((section,), f"a section is one of {', '.join(PLACEHOLDERS)}.")
            continue
        for code, text in _flat(table):
            message = _fault(text, PLACEHOLDERS[section])
            if message:
                yield source.fault((section, *code.split(".")), message)


def _fault(text: object, known: frozenset[str]) -> str:
    if not isinstance(text, str) or not text.strip():
        return "a text is wanted."
    if odd_dollars(text) or odd_braces(text):
        return "a dollar or a brace has no partner."
    unknown = unknown_names(text, known)
    return f"{{{unknown[0]}}} is not one of {', '.join(sorted(known))}." if unknown else ""
