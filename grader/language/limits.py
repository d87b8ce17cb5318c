"""How much may be typed. Every limit has its own error code (see the parser), and is checked before any work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`bits` bounds the exact value of every constant sub-expression; `exponent` bounds constant exponents.

    `author` admits the author's functions (`diff`, `at`, `grad`, ...) beside the ordinary ones.
    """

    characters: int = 400
    tokens: int = 250
    depth: int = 40
    nodes: int = 300
    nesting: int = 6
    digits: int = 30
    scientific: int = 99
    exponent: int = 1000
    factorial: int = 100
    bits: int = 4096
    author: bool = False


STUDENT = Limits()
"""For everything a student types."""

AUTHOR = Limits(characters=4000, tokens=2000, depth=60, nodes=3000, nesting=12, author=True)
"""For what stands in a problem file, and for what the grader derives from it."""
