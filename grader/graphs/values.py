"""Values on a graph: exact rationals as long as possible, then balls (see `grader.equivalence.values`), and arrays of
them (see `arrays`): whatever has a value, is compared and goes into a method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flint import fmpq

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.values import UNDEFINED, Hole, Precision, Value, ball
from grader.graphs.arrays import BITS, array_of, entries_of, is_array, shape_of
from grader.language.tree import Matrix, Node, Vector

ZERO = fmpq(0)
ONE = fmpq(1)
NEAREST = fmpq(1, 1000)
SHARE = fmpq(1, 100)

__all__ = [
    "ONE",
    "UNDEFINED",
    "ZERO",
    "Value",
    "agree",
    "agreeing",
    "ball",
    "constant",
    "evaluate",
    "is_number",
    "is_zero",
    "to_float",
]


def evaluate(tree: Node, at: Mapping[str, Value]) -> Value:
    """The value of a tree at one point: an `fmpq`, an `arb`, or a hole where there is none."""
    with Precision(BITS):
        return Evaluator({name: [value] for name, value in at.items()}, 1).values(tree)[0]


def constant(tree: Node) -> Value:
    """The value of a tree without names: a number, a vector or a matrix."""
    match tree:
        case Vector(entries=entries):
            return array_of([evaluate(entry, {}) for entry in entries])
        case Matrix(rows=rows):
            return array_of([[evaluate(entry, {}) for entry in row] for row in rows])
        case _:
            return evaluate(tree, {})


def is_number(value: Value) -> bool:
    """Is there a finite value, exact or known to at least about 9 digits? Of an array: at every place?"""
    if is_array(value):
        return all(map(is_number, entries_of(value)))
    if type(value) is Hole:
        return False
    return type(value) is fmpq or bool(value.is_finite() and value.rel_accuracy_bits() > 30) or is_zero(value)


def is_zero(value: Value) -> bool:
    """Is it 0 (everywhere), or so close that nobody could write down the difference?"""
    if is_array(value):
        return all(map(is_zero, entries_of(value)))
    return type(value) is not Hole and bool(abs(value) < fmpq(1, 10**12))


def agree(typed: Value, method: Value) -> bool:
    """|typed - method| <= max(0.001, 1 % of |method|): four decimals are shown and asked, three are enough.

    The bounds were measured on students who round every entry and go on from what they rounded. Nobody rounds
    a whole number to another one, so two whole numbers agree only if they are the same: 133 is not 132.
    Arrays agree when they have one shape and agree at every place.
    """
    if is_array(typed) or is_array(method):
        return shape_of(typed) == shape_of(method) and all(agreeing(typed, method))
    if not (is_number(typed) and is_number(method)):
        return False
    if type(typed) is fmpq and type(method) is fmpq and typed.q == 1 == method.q:
        return bool(typed == method)
    with Precision(BITS):
        allowed = abs(method) * SHARE
        return bool(abs(typed - method) <= (max(NEAREST, allowed)))


def agreeing(typed: Value, method: Value) -> list[bool]:
    """Place by place (row by row), for two of one shape."""
    return [agree(one, other) for one, other in zip(entries_of(typed), entries_of(method), strict=True)]


def to_float(value: Value) -> float:
    """The nearest float; raises ValueError for a hole."""
    if type(value) is Hole:
        raise ValueError("no value")
    return int(value.p) / int(value.q) if type(value) is fmpq else float(value.mid())


def shown(value: Value, decimals: int) -> str:
    """A text of the value that reads back: an exact one as it is, any other rounded to `decimals`.

    Arrays are written in brackets, matrices by rows. Raises ValueError for a hole.
    """
    if is_array(value):
        rows = [shown_list(row, decimals) for row in value] if value.ndim == 2 else None
        return f"[{', '.join(rows)}]" if rows else shown_list(value, decimals, "()")
    if type(value) is fmpq:
        return str(value)
    text = f"{to_float(value):.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def shown_list(entries: Iterable[Value], decimals: int, brackets: str = "[]") -> str:
    """Entries with commas between them."""
    return f"{brackets[0]}{', '.join(shown(entry, decimals) for entry in entries)}{brackets[1]}"
