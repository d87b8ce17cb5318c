"""Tables as files a spreadsheet opens: CSV and XLSX, in which no text can act as a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

Value = str | int | float | bool | None
BOM = "\ufeff"
"""Without it spreadsheet programs take UTF-8 for something else."""
LONGEST_CELL = 32_767
"""Characters an XLSX cell holds."""
LARGEST_EXACT = 2**53
"""Beyond it a spreadsheet rounds whole numbers: a seed would no longer be that seed."""
WIDTHS = (12, 48)
"""Least and most of a column, in characters."""
_ACTS = tuple("=+-@\t\r\n＝＋－＠")


def acts(text: str) -> bool:
    """Whether a spreadsheet might take `text` for a formula."""
    return text.startswith(_ACTS) or text.lstrip().startswith(_ACTS)


def inert(value: Value) -> Value:
    """`value` for a CSV cell: an apostrophe before text that might act. Numbers stay numbers."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and acts(value) else value


def as_json(data: Mapping[str, Any] | Sequence[Any]) -> str:
    """Data within one cell. It starts with a bracket, so it never acts, and -3 in it stays -3."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def instant(at: datetime | None) -> str:
    """ISO 8601 with the offset it has; empty for none."""
    return "" if at is None else at.isoformat(timespec="seconds")


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, text: str) -> str:
        """The line as it was written."""
        return text


def csv_lines(rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The file, line by line, as UTF-8 with a byte order mark."""
    writer = csv.writer(_Line())
    yield BOM.encode()
    for row in rows:
        line: str = writer.writerow([inert(value) for value in row])
        yield line.encode("utf-8", "replace")


def write_xlsx(rows: Iterable[Sequence[Value]], title: str, file: IO[bytes]) -> None:
    """One sheet called `title`. Every text is written as text, whatever it starts with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        if number == 0:
            _set_widths(sheet, row)
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _set_widths(sheet: Any, heads: Sequence[Value]) -> None:
    """Room for each head: a file that streams must say so before its first row."""
    least, most = WIDTHS
    for column, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(len(str(head)) + 2, least), most)


def _cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, int) and abs(value) > LARGEST_EXACT:
        value = str(value)
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value.encode("utf-8", "replace").decode())[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if acts(text):
        cell.quotePrefix = True  # typing into the cell later must not wake it either
    return cell
