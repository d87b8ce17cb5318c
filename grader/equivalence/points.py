"""Where expressions are compared: irregular rational points, drawn from the seed of the variant.

The generator is splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014),
seeded by a hash of the variant's seed and the names, so that a verdict never changes from run to run.
Points come in blocks of eight, a Latin hypercube: in every block each variable visits eight equal slices of its
range once. A coordinate is k/q with q prime: never 0, 1 or -1, never on a grid that a periodic function could share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from flint import fmpq

BLOCK = 8
_MASK = (1 << 64) - 1
_PRIMES = (1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049, 1051, 1061, 1063, 1069)
_FREE_RANGES = ((-3, 3), (-3, 3), (-1, 1), (-9, 9), (0, 5), (0, 1), (-40, 40), (0, 100))
"""Where a variable without a declared domain is tried, block by block: both signs first."""


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """One variable: its closed range as `fmpq` (None: not declared), and whether it stands for integers.

    Two Ranges are the same only if they are one object: hashing rationals would cost more than drawing the points.
    """

    name: str
    low: Any = None
    high: Any = None
    integer: bool = False

    @property
    def declared(self) -> bool:
        return self.low is not None

    def holds(self, value: Any) -> bool:
        """Whether `value` may stand for the variable."""
        if self.integer and getattr(value, "q", 1) != 1:
            return False
        return self.low is None or bool(self.low <= value <= self.high)


class Splitmix:
    """A small deterministic generator of 64-bit numbers."""

    __slots__ = ("state",)

    def __init__(self, *seeds: object) -> None:
        digest = blake2b("\x1f".join(map(str, seeds)).encode(), digest_size=8).digest()
        self.state = int.from_bytes(digest, "little")

    def below(self, bound: int) -> int:
        """A number from 0 to bound - 1 (bound is far below 2^64: the bias does not matter here)."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return (z ^ (z >> 31)) % bound

    def shuffled(self, count: int) -> list[int]:
        """0 .. count-1 in a drawn order."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def _irregular(generator: Splitmix, low: Any, high: Any, slice_number: int) -> Any:
    """A rational inside slice `slice_number` of eight, not 0, 1 or -1."""
    prime = _PRIMES[generator.below(len(_PRIMES))]
    share = fmpq(1 + generator.below(prime - 1), prime)
    value = low + (high - low) * (slice_number + share) / BLOCK
    while value.q == 1 and abs(value) <= 1 and low < high:
        value = value + (high - low) / (BLOCK * prime * 2)
    return value


def _whole(generator: Splitmix, low: Any, high: Any, slice_number: int) -> Any:
    """An integer of the range; the slices alternate in parity where the range allows it."""
    first, last = int(low.ceil()), int(high.floor())
    if last <= first:
        return fmpq(first)
    value = first + generator.below(last - first + 1)
    if value % 2 != slice_number % 2:
        value = value + 1 if value < last else value - 1
    return fmpq(value)


def _coordinate(generator: Splitmix, variable: Range, block: int, slice_number: int) -> Any:
    low, high = variable.low, variable.high
    if low is None:
        low, high = (fmpq(end) for end in _FREE_RANGES[block % len(_FREE_RANGES)])
        if variable.integer:
            low, high = fmpq(-6), fmpq(9)
    return (_whole if variable.integer else _irregular)(generator, low, high, slice_number)


Columns = dict[str, list[Any]]


@lru_cache(maxsize=4096)
def _block(seed: int, block: int, ranges: tuple[Range, ...]) -> Columns:
    generator = Splitmix(seed, block, *(variable.name for variable in ranges))
    columns = {}
    for variable in ranges:
        order = generator.shuffled(BLOCK)
        columns[variable.name] = [_coordinate(generator, variable, block, number) for number in order]
    return columns


def blocks(seed: int, variables: tuple[Range, ...]) -> Iterator[Columns]:
    """Blocks of eight points, each a column of `fmpq` for every variable, without end.

    Without variables there is one block of one point.
    """
    if not variables:
        yield {}
        return
    block = 0
    while True:
        yield _block(seed, block, variables)
        block += 1


READABLE = tuple(fmpq(tenths, 10) for tenths in (13, 7, 22, -6, 4, 17, -14, 26, 32, -23, 2, -3, 9, 15, 28))
WHOLE = tuple(fmpq(value) for value in (2, 3, 4, 5, 1, 6, 7, -2, -3, 0))
READABLE_TRIES = 8


@lru_cache(maxsize=1024)
def readable_points(ranges: tuple[Range, ...]) -> list[dict[str, Any]]:
    """Points with short coordinates inside the ranges, to be shown as witnesses (not 0, 1 or -1 where avoidable)."""
    choices = [_readable(variable) for variable in ranges]
    if not ranges or not all(choices):
        return []
    points = []
    for start in range(READABLE_TRIES):
        chosen = [choice[(start + 2 * index) % len(choice)] for index, choice in enumerate(choices)]
        point = {variable.name: value for variable, value in zip(ranges, chosen, strict=True)}
        if point not in points:
            points.append(point)
    return points


def _readable(variable: Range) -> list[Any]:
    """Short values that the variable may take; in a narrow range, thirds of it rounded to few decimals."""
    usual = [value for value in (WHOLE if variable.integer else READABLE) if variable.holds(value)]
    if usual or variable.integer or variable.low is None:
        return usual
    width = variable.high - variable.low
    for scale in (100, 1000, 10_000):
        inside = [variable.low + width * share for share in (fmpq(1, 3), fmpq(2, 3))]
        rounded = [fmpq((value * scale).round(), scale) for value in inside]
        found = [value for value in rounded if variable.holds(value)]
        if found:
            return found
    return []


@lru_cache(maxsize=4096)
def first_columns(seed: int, ranges: tuple[Range, ...]) -> tuple[Columns, int, bool]:
    """The first block with a readable point behind it, if there is one: the columns, their length, and whether."""
    columns = next(blocks(seed, ranges))
    readable = readable_points(ranges)
    if not readable:
        return columns, BLOCK if ranges else 1, False
    return {name: [*column, readable[0][name]] for name, column in columns.items()}, BLOCK + 1, True


@lru_cache(maxsize=4096)
def last_columns(seed: int, ranges: tuple[Range, ...], most: int) -> tuple[Columns, int, bool]:
    """The last `most` points of `first_columns`."""
    columns, count, readable = first_columns(seed, ranges)
    return {name: column[-most:] for name, column in columns.items()}, min(most, count), readable


def rows(columns: Columns, count: int) -> list[dict[str, Any]]:
    """The same points, one mapping each."""
    return [{name: column[index] for name, column in columns.items()} for index in range(count)]
