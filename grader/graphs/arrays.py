"""Arrays on a graph: numpy arrays whose entries are exact rationals or balls, as scalars on a graph are.

A vector has the shape (n,), a matrix (rows, columns), a number (). A vector is added to a matrix row by row, as a
bias is; a number goes with every entry. Whatever else has two shapes does not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import add, mul
from typing import Any

import numpy as np

from grader.equivalence.values import ZERO, Value
from grader.errors import ReferenceFault

Shape = tuple[int, ...]
BITS = 128
"""The working precision of everything on a graph."""


@dataclass
class ShapeFault(ReferenceFault):
    """Two shapes do not meet; `reason` names both."""


def array_of(entries: Sequence[Any]) -> np.ndarray[Any, Any]:
    """A vector of scalars, or a matrix of rows of scalars."""
    nested = bool(entries) and isinstance(entries[0], list | tuple | np.ndarray)
    shape = (len(entries), len(entries[0])) if nested else (len(entries),)
    made = np.empty(shape, dtype=object)
    for index, entry in enumerate(entries):
        made[index] = list(entry) if nested else entry
    return made


def is_array(value: Value) -> bool:
    """Is it a vector or a matrix?"""
    return isinstance(value, np.ndarray)


def shape_of(value: Value) -> Shape:
    """(), (n,) or (rows, columns)."""
    return value.shape if isinstance(value, np.ndarray) else ()


def size_of(shape: Shape) -> int:
    """How many entries a shape has."""
    return prod(shape)


def entries_of(value: Value) -> list[Value]:
    """All entries, row by row; a number is its own only entry."""
    return list(value.flat) if isinstance(value, np.ndarray) else [value]


def reshaped(entries: Sequence[Value], shape: Shape) -> Value:
    """Entries row by row in a shape."""
    if not shape:
        return entries[0]
    made = np.empty(len(entries), dtype=object)
    made[:] = list(entries)
    return made.reshape(shape)


def zeros_like(value: Value) -> Value:
    """A zero at every place of a value."""
    return reshaped([ZERO] * size_of(shape_of(value)), shape_of(value))


def joint_shape(left: Shape, right: Shape) -> Shape:
    """The shape of a sum or of a product entry by entry. Raises ShapeFault."""
    if left == right or not right:
        return left
    if not left or (len(right) == 2 and left == right[1:]):
        return right
    if len(left) == 2 and right == left[1:]:
        return left
    raise ShapeFault("", f"{words(left)} and {words(right)} do not meet")


def spread(value: Value, shape: Shape) -> Value:
    """`value` at every place of `shape`: a number at each entry, a vector in each row."""
    if shape_of(value) == shape:
        return value
    if not isinstance(value, np.ndarray):
        return reshaped([value] * size_of(shape), shape)
    return np.broadcast_to(value, shape)


def gathered(value: Value, shape: Shape) -> Value:
    """The reverse of `spread`: everything that one entry was spread to, summed."""
    if shape_of(value) == shape:
        return value
    return total(value) if not shape else column_sums(value)


def total(value: Value) -> Value:
    """The sum of all entries."""
    return reduce(add, entries_of(value), ZERO)


def column_sums(matrix: Any) -> Value:
    """One sum for each column."""
    return array_of([reduce(add, column, ZERO) for column in matrix.T])


def row_sums(matrix: Any) -> Value:
    """One sum for each row."""
    return array_of([reduce(add, row, ZERO) for row in matrix])


def by_entry(function: Callable[..., Value], *values: Value) -> Value:
    """`function` of the entries that stand at the same place (shapes equal)."""
    if not isinstance(values[0], np.ndarray):
        return function(*values)
    columns = (entries_of(value) for value in values)
    return reshaped([function(*each) for each in zip(*columns, strict=True)], shape_of(values[0]))


def scaled(array: Value, factor: Value) -> Value:
    """Every entry times a number."""
    return by_entry(lambda entry: entry * factor, array)


def plus(left: Value, right: Value) -> Value:
    """Entry by entry, in one shape."""
    return by_entry(add, left, right)


def hadamard(left: Value, right: Value) -> Value:
    """The product entry by entry, in one shape."""
    return by_entry(mul, left, right)


def outer(left: Any, right: Any) -> Value:
    """The matrix of all products of an entry of one vector with an entry of another."""
    return array_of([[one * other for other in right] for one in left])


def rows_of(value: Any) -> list[list[Value]]:
    """The rows of a matrix; a vector is one row."""
    return [list(row) for row in value] if value.ndim == 2 else [list(value)]


def like(rows: list[list[Value]], value: Any) -> Value:
    """Rows in the shape of `value`."""
    return array_of(rows if value.ndim == 2 else rows[0])


def words(shape: Shape) -> str:
    """A shape for an author: `a number`, `a vector of 3`, `a 2 x 3 matrix`."""
    if not shape:
        return "a number"
    return f"a vector of {shape[0]}" if len(shape) == 1 else f"a {shape[0]} x {shape[1]} matrix"
