"""An uploaded class list as text, or what is wrong with the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MOST_BYTES = 1_000_000
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin."""
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 (and UTF-32) begins."""

FileFault = Literal["too_large", "spreadsheet", "utf16", "encoding"]


@dataclass
class BadFile(Exception):
    """The file is no UTF-8 text. `line` is where it stops being one."""

    code: FileFault
    line: int = 0


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark. Raises BadFile."""
    if len(data) > MOST_BYTES:
        raise BadFile("too_large")
    if data.startswith(SPREADSHEETS):
        raise BadFile("spreadsheet")
    if data.startswith(WIDE_MARKS) or _looks_wide(data):
        raise BadFile("utf16", line=1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("encoding", line=data.count(b"\n", 0, error.start) + 1) from None


def _looks_wide(data: bytes) -> bool:
    """UTF-16 without a mark: of plain letters every other byte is zero."""
    start = data[:400]
    return len(start) >= 4 and start.count(0) * 3 >= len(start)
