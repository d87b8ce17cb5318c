"""Cutting a text at its outermost separators, and reading a piece of it with faults placed in the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.errors import Unreadable
from grader.language import STUDENT, Limits, Names, parse
from grader.language.tree import Node

_OPENING, _CLOSING = "([{", ")]}"
_COMMANDS = re.compile(
    r"\\m?(?:left|right)(?=\s*(?:[()\[\]|]|\\[{}|]|\\[lr]?(?:brack|brace|paren|vert)))"
    r"|\\(?P<sign>[lr](?:brack|brace|paren)(?![A-Za-z])|[{}]|colon(?![A-Za-z]))"
    r"|\\text\{(?P<word>[^{}\\]*)\}|\\[,;:! ]|~"
)
_SIGNS = {
    "lbrack": "[", "lbrace": "{", "lparen": "(", "rbrack": "]", "rbrace": "}", "rparen": ")", "colon": ":",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of `whole`, without the blanks around it; `start` is its first character's place there."""

    whole: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.whole[self.start : self.end]

    def inside(self, before: int = 1, after: int = 1) -> Piece:
        """The piece without its first `before` and last `after` characters."""
        return trimmed(self.whole, self.start + before, self.end - after)

    def fault(self, code: str = "syntax", **detail: str) -> Unreadable:
        """The error about this whole piece; where nothing stands, about the character there or the last one."""
        position = self.start if self.text else max(min(self.start, len(self.whole) - 1), 0)
        length = len(self.text) or min(1, len(self.whole))
        return Unreadable(code, position, length, self.text, None, detail)  # type: ignore[arg-type]  # codes are literals


def whole(text: object) -> Piece:
    """The whole text as a piece. Raises Unreadable for what is no text, is blank or too long."""
    if not isinstance(text, str):
        raise Unreadable("not_text", 0, 0, "")
    if len(text) > STUDENT.characters:
        raise Unreadable("too_long", STUDENT.characters, 1, "")
    plain = _COMMANDS.sub(_plain, text) if "\\" in text or "~" in text else text
    found = trimmed(plain, 0, len(plain))
    if not found.text:
        raise Unreadable("empty", 0, 0, "")
    return found


def _plain(command: re.Match[str]) -> str:
    """What stands for a LaTeX bracket, blank or word, as long as it was, so that places stay."""
    sign = _SIGNS.get(command["sign"] or "", command["sign"] or "")
    if sign and sign in _CLOSING:
        return sign.ljust(len(command[0]))
    return (command["word"] + " " if command["word"] else sign).rjust(len(command[0]))


def trimmed(text: str, start: int, end: int) -> Piece:
    """The piece from `start` to `end` without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(text, start, end)


def cut(piece: Piece, separators: Sequence[str]) -> list[Piece]:
    """The pieces between the separators that stand outside of all brackets. Brackets of unlike kinds may match,
    as they do in half-open intervals."""
    found, depth, begun, at = [], 0, piece.start, piece.start
    while at < piece.end:
        character = piece.whole[at]
        depth += (character in _OPENING) - (character in _CLOSING)
        separator = next((s for s in separators if depth == 0 and piece.whole.startswith(s, at)), None)
        if separator is None:
            at += 1
            continue
        found.append(trimmed(piece.whole, begun, at))
        at += len(separator)
        begun = at
    return [*found, trimmed(piece.whole, begun, piece.end)]


def read_piece(piece: Piece, names: Names, limits: Limits = STUDENT) -> Node:
    """The expression of a piece. Raises Unreadable with the place in the whole text."""
    if not piece.text:
        raise piece.fault("syntax", kind="incomplete")
    try:
        return parse(piece.text, names, limits)
    except Unreadable as fault:
        fault.position += piece.start
        if fault.suggestion is not None:
            fault.suggestion = piece.whole[: piece.start] + fault.suggestion + piece.whole[piece.end :]
        raise
