"""The lines of a class list: address, name, role. Pure text; who is known already is the plan's question."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gradus.courses.models import Role

MOST_ROWS = 5000
LONGEST_NAME = 150
LONGEST_EMAIL = 254
DELIMITERS = ",;\t"
COLUMNS = ("email", "name", "role")
HEADERS: Mapping[str, str] = {
    "email": "email",
    "e-mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "mail": "email",
    "address": "email",
    "name": "name",
    "full name": "name",
    "role": "role",
}
"""What a first line may call the columns."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line: a code, and the text or number concerned. Line 0: the list as a whole."""

    line: int
    code: str
    value: str | int = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the list. `role` is empty where the list does not say."""

    line: int
    email: str
    name: str
    role: str


@dataclass(slots=True)
class Reading:
    """The entries that could be read, and the faults of the others."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cell is which, and how many cells the list has beside each other."""

    names: Mapping[int, str]
    width: int


PLAIN = _Columns(dict(enumerate(COLUMNS)), len(COLUMNS))
"""Without a header."""


def read(text: str) -> Reading:
    """Reads a list of at most MOST_ROWS people, separated by commas, semicolons or tabs."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reading = Reading()
    columns: _Columns | None = None
    first_lines: dict[str, int] = {}
    people = 0
    for row in _rows(text, _delimiter(text), reading.faults):
        if columns is None:
            columns = _header(row, reading.faults)
            if columns is not None:
                continue
            columns = PLAIN
        people += 1
        if people > MOST_ROWS:
            return Reading(faults=[Fault(0, "too_many_rows", MOST_ROWS)])
        _take(row, columns, reading, first_lines)
    if not people and not reading.faults:
        reading.faults.append(Fault(0, "empty"))
    return reading


def read_one(email: str, name: str, role: str) -> Reading:
    """A list of one person, who was typed into fields of their own."""
    reading = Reading()
    _take(_Row(1, [email.strip(), name.strip(), role]), PLAIN, reading, {})
    return reading


def _rows(text: str, delimiter: str, faults: list[Fault]) -> Iterator[_Row]:
    """Rows with something in them, each with the line it begins on."""
    reader = csv.reader(
        io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            faults.append(Fault(line, "quotes"))
            continue
        if any(cells):
            yield _Row(line, cells)


def _delimiter(text: str) -> str:
    """The one with which most of the first lines hold an address in a cell of its own."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:20]
    scores = {each: sum(_has_address(line, each) for line in lines) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: (scores[each], lines[0].count(each) if lines else 0))


def _has_address(line: str, delimiter: str) -> bool:
    cells = (cell.strip().strip('"') for cell in line.split(delimiter))
    return any("@" in cell and not any(mark in cell for mark in DELIMITERS) for cell in cells)


def _header(row: _Row, faults: list[Fault]) -> _Columns | None:
    """The columns, if the row names them; None where it is a person already."""
    names = [" ".join(cell.casefold().split()) for cell in row.cells]
    if any("@" in name for name in names) or not any(name in HEADERS for name in names):
        return None
    columns: dict[int, str] = {}
    for position, name in enumerate(names):
        column = HEADERS.get(name, "")
        if column in columns.values():
            faults.append(Fault(row.line, "column_twice", row.cells[position][:80]))
        elif column:
            columns[position] = column
        elif name:
            faults.append(Fault(row.line, "unknown_column", row.cells[position][:80]))
    if "email" not in columns.values():
        faults.append(Fault(row.line, "no_email_column"))
    return _Columns(columns, len(names))


def _take(row: _Row, columns: _Columns, reading: Reading, first_lines: dict[str, int]) -> None:
    """Adds the row's entry, or its faults."""
    cells = {columns.names[place]: cell for place, cell in enumerate(row.cells) if place in columns.names}
    entry = Entry(
        row.line,
        cells.get("email", "").lower(),
        " ".join(cells.get("name", "").split()),
        cells.get("role", "").casefold(),
    )
    faults = list(_faults_of(entry)) if "email" in columns.names.values() else []
    if any(row.cells[columns.width :]):
        faults.append(Fault(row.line, "too_many_columns", columns.width))
    first = first_lines.setdefault(entry.email, row.line)
    if entry.email and first != row.line:
        faults.append(Fault(row.line, "duplicate", first))
    reading.faults += faults
    if not faults:
        reading.entries.append(entry)


def _faults_of(entry: Entry) -> Iterator[Fault]:
    if not all(map(_is_text, (entry.email, entry.name, entry.role))):
        yield Fault(entry.line, "not_text")
        return
    if not entry.email:
        yield Fault(entry.line, "no_address")
    elif not _is_address(entry.email):
        plain = "".join(letter if letter.isascii() else "x" for letter in entry.email)
        code = "address_letters" if _is_address(plain) else "bad_address"
        yield Fault(entry.line, code, entry.email[:80])
    if len(entry.name) > LONGEST_NAME:
        yield Fault(entry.line, "name_too_long", len(entry.name))
    if entry.role and entry.role not in Role.values:
        yield Fault(entry.line, "unknown_role", entry.role[:40])


def _is_text(cell: str) -> bool:
    """No control characters, no lone surrogates, and not the sign for a letter that was lost in a wrong encoding."""
    return "\ufffd" not in cell and not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in cell)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_EMAIL
