"""Reading a TOML file of the bank: its data, and the line on which each key stands.

`tomllib` gives values without places, so a small scanner of our own goes over the same text afterwards and
notes where keys, tables and elements of arrays begin. It is only run on text that tomllib has accepted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from exercises.faults import Fault, ProblemFileError

MAX_BYTES = 64_000
"""A problem is a page of text; anything longer is a mistake."""
MAX_BRACKETS = 40
"""How deeply brackets may be nested. Far above any real file, far below Python's own limit."""
MAX_DOTS = 40
"""How many dots the name of a key may have: each is a table within a table."""

Place = tuple[str | int, ...]
"""A path in the data: keys, and positions in arrays counted from zero."""

_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\s*$")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+))*)\s*="""
)
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_PASSED_OVER = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|\'\'\'.*?(?:\'{3,5}|\Z)|"(?:\\.|[^"\\\n])*"?|\'[^\'\n]*\'?|#[^\n]*',
    re.DOTALL,
)
"""Strings and comments, also strings that never end: each sign is looked at once, whatever the text."""


@dataclass(frozen=True, slots=True)
class Source:
    """One TOML file: its name as shown to people, its data, the line of each place, and its text as it was."""

    file: str
    data: dict[str, Any]
    lines: dict[Place, int] = field(default_factory=dict)
    text: str = ""

    def line_of(self, place: Sequence[str | int]) -> int | None:
        """The line on which `place` stands, or the nearest thing around it that has a line."""
        for length in range(len(place), 0, -1):
            line = self.lines.get(tuple(place[:length]))
            if line is not None:
                return line
        return None

    def fault(self, place: Sequence[str | int], message: str) -> Fault:
        """A fault at `place`."""
        return Fault(self.file, message, written(place), self.line_of(place))


def written(place: Sequence[str | int]) -> str:
    """A place as people write it, counted from one: `answer[2].is`."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_source(content: bytes | str | Path, file: str | None = None) -> Source:
    """The data of a TOML file and its lines. `file` is how the file is called in faults.

    Raises ProblemFileError where the bytes are not UTF-8, hold NUL, are too many, or are not TOML, and where the
    file cannot be opened.
    """
    name = file or (str(content) if isinstance(content, Path) else "<text>")
    text = _text_of(content, name)
    _refuse_depth(text, name)
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ProblemFileError([_syntax_fault(error, text, name)]) from error
    return Source(name, data, _Scanner(text.replace("\r\n", "\n")).run(), text)


def _text_of(content: bytes | str | Path, name: str) -> str:
    if isinstance(content, Path):
        try:
            content = content.read_bytes()
        except OSError as error:
            raise ProblemFileError([Fault(name, f"the file cannot be read: {error.strerror}.")]) from error
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if len(content) > MAX_BYTES:
        message = f"a file may hold {MAX_BYTES:,} bytes at most; this one has {len(content):,}."
        raise ProblemFileError([Fault(name, message)])
    line = content.count(b"\n", 0, max(content.find(b"\0"), 0)) + 1
    if b"\0" in content:
        raise ProblemFileError([Fault(name, "there is a NUL byte; a problem file is plain text.", line=line)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the bytes are not UTF-8 (byte {content[error.start]:#04x}); save the file as UTF-8."
        raise ProblemFileError([Fault(name, message, line=line)]) from error


def _refuse_depth(text: str, name: str) -> None:
    """Python's TOML reader calls itself for each bracket; a clear fault comes before its stack ends."""
    bare = _PASSED_OVER.sub(lambda found: "\n" * found.group().count("\n"), text)
    for number, row in enumerate(bare.split("\n"), 1):
        if row.partition("=")[0].count(".") > MAX_DOTS:
            raise ProblemFileError([Fault(name, f"a key may have {MAX_DOTS} dots at most.", line=number)])
    depth = 0
    for position, sign in enumerate(bare):
        if sign in "[{":
            depth += 1
            if depth > MAX_BRACKETS:
                line = bare.count("\n", 0, position) + 1
                message = f"brackets are nested more than {MAX_BRACKETS} deep."
                raise ProblemFileError([Fault(name, message, line=line)])
        elif sign in "]}":
            depth = max(0, depth - 1)


def _syntax_fault(error: Exception, text: str, name: str) -> Fault:
    """tomllib's own words, with its `(at line 3, column 7)` moved into the fault's place."""
    said = str(error)
    found = _TOML_PLACE.search(said)
    message = f"this is not TOML: {_TOML_PLACE.sub('', said)}."
    if found and found.group(1):
        return Fault(name, message, line=int(found.group(1)), column=int(found.group(2)))
    return Fault(name, message, line=text.count("\n") + 1)


class _Scanner:
    """Walks the text once and notes the line of each table, key and element of an array."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.table: Place = ()
        self.lines: dict[Place, int] = {}
        self.counts: dict[Place, int] = {}

    def run(self) -> dict[Place, int]:
        while self.at < len(self.text):
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            header = _HEADER.match(self.text, self.at, end)
            key = _KEY.match(self.text, self.at, end)
            if header:
                self.open_table(header.group(1) == "[[", _parts(header.group(2)))
            elif key:
                place = (*self.table, *_parts(key.group(1)))
                self.note(place)
                self.at = key.end()
                self.skip_value(place)
                end = self.text.find("\n", self.at)
                end = len(self.text) if end < 0 else end
            self.at = end + 1
        return self.lines

    def note(self, place: Place) -> None:
        self.lines.setdefault(place, self.text.count("\n", 0, self.at) + 1)

    def open_table(self, many: bool, names: Place) -> None:
        place: Place = ()
        for name in names[:-1]:
            place = (*place, name)
            if place in self.counts:
                place = (*place, self.counts[place] - 1)
        place = (*place, names[-1])
        self.note(place)
        if many:
            self.counts[place] = self.counts.get(place, 0) + 1
            place = (*place, self.counts[place] - 1)
            self.note(place)
        self.table = place

    def skip_value(self, place: Place) -> None:
        """Goes past the value after `=`, over lines where an array or a long string needs it."""
        stack: list[list[int]] = []  # for each open array, the number of its elements begun so far
        fresh = True
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "\n" and not stack:
                return
            if sign in " \t\r\n":
                self.at += 1
                continue
            if sign == "#":
                self.at = min(
                    index for index in (self.text.find("\n", self.at), len(self.text)) if index >= 0
                )
                continue
            fresh = self._step(sign, stack, fresh, place)

    def _step(self, sign: str, stack: list[list[int]], fresh: bool, place: Place) -> bool:
        """Takes one token; returns whether the next one begins an element of an array."""
        if sign in "]}":
            if stack:
                stack.pop()
            self.at += 1
            return False
        if sign == ",":
            self.at += 1
            return True
        if fresh and stack and stack[-1][0] >= 0:
            stack[-1][0] += 1
            if all(level[0] > 0 for level in stack):
                self.note((*place, *(level[0] - 1 for level in stack)))
        string = _STRING.match(self.text, self.at)
        if sign in "[{":
            stack.append([0 if sign == "[" else -1])
        self.at = string.end() if string else self.at + 1
        return sign in "[{"


def _parts(key: str) -> Place:
    """`a . "b.c"` -> ("a", "b.c")."""
    return tuple(part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[A-Za-z0-9_-]+", key))
