"""The platform's own source of chance: the same seed gives the same draw on every machine, for ever.

Python's `random` promises that for no method but `random()`, and numpy's generators change between versions.
Here each number is read from HMAC-SHA256 (RFC 2104) of what it is for, so that adding a parameter to a problem
does not move the others.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Chance for one purpose: `Dice("diff.power.single", 7, "a")` always rolls the same."""

    def __init__(self, *purpose: str | int) -> None:
        self._key = "\x1f".join(str(part) for part in ("gradus", *purpose)).encode()
        self._rolls = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 to `bound` - 1, each equally likely. Raises ValueError for a bound below 1."""
        if bound < 1:
            raise ValueError("a bound is at least 1")
        limit = (1 << 64) - (1 << 64) % bound
        while True:
            self._rolls += 1
            digest = hmac.new(self._key, str(self._rolls).encode(), hashlib.sha256).digest()
            number = int.from_bytes(digest[:8], "big")
            if number < limit:
                return number % bound

    def pick(self, values: Sequence[T]) -> T:
        """One of `values`."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """`values` in a random order (Fisher and Yates)."""
        result = list(values)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result
