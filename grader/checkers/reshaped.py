"""Near misses of shape: `72,59` where a vector is asked, `[2x 3y]`, and commas taken for another kind of comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from grader.errors import Unreadable
from grader.language import Names, parse
from grader.language.tree import Node

_SEPARATOR = re.compile(r"([,;])\s*")
_COMMA_AND_SPACE = re.compile(r",\s+")
_BLANK = re.compile(r"(?<=[^\s,;(\[{])[ \t]+(?=[^\s,;)\]}])")


def reshaped(text: str, names: Names, fits: Callable[[Node], bool]) -> str | None:
    """A text close to `text` whose tree `fits`, or None."""
    for candidate in _candidates(text.strip()):
        try:
            tree = parse(candidate, names)
        except Unreadable:
            continue
        if fits(tree):
            return candidate
    return None


def _candidates(text: str) -> Iterator[str]:
    """Commas as separators of entries; brackets around a list; commas as decimal commas; blanks as separators."""
    spaced = _SEPARATOR.sub(r"\1 ", text)
    if "," in text:
        yield spaced
        yield f"({spaced})"
        yield _COMMA_AND_SPACE.sub("; ", text)
    elif text[0] in "([{":
        yield _BLANK.sub(", ", text)
