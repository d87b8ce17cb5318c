"""Sorting a table by its headers: which column is sorted, and what a click on each asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column:
    """A header. `direction` is ascending, descending or empty; `query` is what its link asks for."""

    key: str
    direction: str
    query: str


class Sorting:
    """`wanted` is a key, with `-` before it for descending; an unknown one sorts by `default`. `kept` stays in links."""

    def __init__(self, wanted: str, known: Collection[str], *, default: str = "name", **kept: str) -> None:
        key = wanted.removeprefix("-")
        self.key, self.descending = (key, wanted.startswith("-")) if key in known else (default, False)
        self._kept = kept

    def column(self, key: str) -> Column:
        """The header of the column `key`."""
        here = key == self.key
        direction = ("descending" if self.descending else "ascending") if here else ""
        wanted = f"-{key}" if here and not self.descending else key
        return Column(key, direction, urlencode({**self._kept, "sort": wanted}))

    def apply(self, rows: list[Row], value: Callable[[Row, str], Any]) -> list[Row]:
        """The rows in order; equal ones stay in the order they have."""
        return sorted(rows, key=lambda row: value(row, self.key), reverse=self.descending)
