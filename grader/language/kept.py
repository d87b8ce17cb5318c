"""Small things that are made over and over, kept by what they are made from: looking one up is quicker than making it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """`kept[key]` is `make(key)`, made once. It forgets everything when it holds `most`, so that nobody can fill it
    for good."""

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        found = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = found
        return found
