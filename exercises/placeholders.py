"""`{name}` in prompts, hints, labels and options: which names occur, and putting their mathematics in.

Braces also belong to LaTeX. A name right after `^`, `_`, `}` or a command is an argument: it is replaced when it
is known (`x^{n}`, `\\frac{a}{b}`) and keeps its braces, else it stays as it is (`x_{i}`). Everywhere else a brace
pair around a name must be a known one. `\\mathrm{d}` and its like are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

_BRACED = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{[^{}]*\})?$")
_WORDS = frozenset(
    ("mathrm", "text", "textbf", "textit", "operatorname", "mathbf", "mathit", "mathsf", "mathcal", "mathbb")
) | {"begin", "end"}
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_MATHS = re.compile(r"\$\$.+?\$\$|\$[^$]*\$", re.DOTALL)


def placeholders(text: str, known: Collection[str]) -> Iterator[re.Match[str]]:
    """The brace pairs of `text` that are meant as names; those in an argument's place only when known."""
    for found in _BRACED.finditer(text):
        place = _place(text, found.start())
        if place == "words" or (place == "argument" and found.group(1) not in known):
            continue
        yield found


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """The names in braces that stand for nothing, in the order of the text."""
    return [found.group(1) for found in placeholders(text, known) if found.group(1) not in known]


def fill(text: str, latex: Callable[[str], str], known: Collection[str]) -> str:
    """`text` with each known name replaced by its LaTeX; outside of `$` it gets dollars of its own. Outer space goes."""
    text = text.strip()
    inside = [(found.start(), found.end()) for found in _MATHS.finditer(text)]
    parts, last = [], 0
    for found in placeholders(text, known):
        name = found.group(1)
        if name not in known:
            continue
        in_maths = any(start < found.start() < end for start, end in inside)
        value = latex(name) if in_maths else f"${latex(name)}$"
        if in_maths and _place(text, found.start()) == "argument":
            value = "{" + value + "}"
        parts += [text[last : found.start()], value]
        last = found.end()
    return "".join((*parts, text[last:]))


def odd_braces(text: str) -> str:
    """`{` or `}` where one of them has no partner, so that a name or an argument is cut off; else nothing."""
    depth = 0
    for sign in _ESCAPED.sub("", text):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return "}"
    return "{" if depth else ""


def odd_dollars(text: str) -> bool:
    """Whether a `$` has no partner, so that words would be set as mathematics."""
    return text.replace("\\$", "").count("$") % 2 == 1


def _place(text: str, start: int) -> str:
    """What stands before a brace: `words` (a command that takes text), `argument`, or `free`."""
    before = text[:start]
    if before.endswith("\\"):
        return "words"
    command = _COMMAND.search(before)
    if command and command.group(1) in _WORDS and not command.group().endswith("}"):
        return "words"
    return "argument" if command or before.endswith(("^", "_", "}")) else "free"
