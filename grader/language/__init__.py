"""What a student types -> an expression tree, and back to text, LaTeX and MathML."""

from __future__ import annotations

from grader.errors import Unreadable
from grader.language.limits import AUTHOR, STUDENT, Limits
from grader.language.names import Names
from grader.language.parser import read
from grader.language.tree import Node


def parse(text: object, names: Names, limits: Limits = STUDENT) -> Node:
    """One expression, vector or matrix.

    Raises Unreadable with the code, the place and, for a near miss, a suggestion that can be read.
    """
    if not isinstance(text, str):
        raise Unreadable("not_text", text=type(text).__name__)
    if len(text) > limits.characters:
        raise Unreadable(
            "too_long",
            limits.characters,
            len(text) - limits.characters,
            detail={"limit": str(limits.characters)},
        )
    if not text.strip():
        raise Unreadable("empty")
    return read(text.rstrip(), names, limits)


__all__ = ["AUTHOR", "STUDENT", "Limits", "Names", "Node", "Unreadable", "parse"]
