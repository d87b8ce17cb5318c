"""Vectors as they are typed without one bracket around all: `2(x, y)`, `(1, 2)/3`, and `2i + 3j` by unit vectors."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from grader.errors import Unreadable
from grader.language import Limits, Names, entries_of, parse, shape_of
from grader.language.tree import (
    Matrix,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Quotient,
    Sum,
    Vector,
    names_in,
)

_UNITS = {"i": 0, "j": 1, "k": 2, "ihat": 0, "jhat": 1, "khat": 2}
"""The unit vectors of the axes, and the place of each in a vector."""
_ONE, _ZERO = Number(Fraction(1), "1"), Number(Fraction(0), "0")
_BETWEEN_ENTRIES = re.compile("[,;\\n]|\\\\begin")
_ARRAYS = (Vector, Matrix)
_Parts = dict[int, list[Node]]


def spread(tree: Node) -> Node:
    """The vector or matrix that a sum, multiple or set of some is; anything else as it is."""
    if isinstance(tree, Sum | Product | Quotient | Negative):
        try:
            return entries_of(tree) if shape_of(tree) else tree
        except Unreadable:  # an author's tree, in which shapes need not fit
            return tree
    if isinstance(tree, Vector) and tree.brackets == "{":
        rows = tuple(row.entries for row in tree.entries if isinstance(row, Vector))
        if len(rows) == len(tree.entries) and len({len(row) for row in rows}) == 1:
            return Matrix(rows, tree.span)
    return tree


def is_array(text: str, tree: Node) -> bool:
    """Whether a text was read as a vector or matrix, or as a sum or multiple of some. Cheap for what has no entries."""
    if isinstance(tree, _ARRAYS):
        return True
    return _BETWEEN_ENTRIES.search(text) is not None and isinstance(spread(tree), _ARRAYS)


def parse_array(text: object, names: Names, limits: Limits, wanted: int) -> Node:
    """As `parse`; a text in `i`, `j` and `k` that cannot be read otherwise is a vector of `wanted` (2 or 3) entries.

    Raises Unreadable.
    """
    try:
        return parse(text, names, limits)
    except Unreadable as fault:
        if fault.code not in ("unknown_name", "unknown_function") or wanted not in (2, 3):
            raise
        found = _by_units(text, names, limits, wanted)
        if found is None:
            raise
        return found


def _by_units(text: object, names: Names, limits: Limits, wanted: int) -> Node | None:
    """The vector that a text means if `i`, `j` and `k` are unit vectors; None if it is none."""
    declared = (*names.variables, *names.integers, *names.functions)
    if not _UNITS.keys().isdisjoint(declared):
        return None
    try:
        tree = parse(text, Names((*names.variables, *_UNITS), names.integers, names.functions), limits)
    except Unreadable:
        return None
    parts = _parts(tree)
    if not parts:
        return None
    entries = [_added(parts.get(place, [])) for place in range(max(wanted, max(parts) + 1))]
    return Vector(tuple(entries), "(", tree.span)


def _parts(node: Node) -> _Parts | None:
    """The multiples of each unit vector that are added up in `node`; None where it is no such sum."""
    match node:
        case Name(name=name) if name in _UNITS:
            return {_UNITS[name]: [_ONE]}
        case Negative(operand=operand):
            return _changed(_parts(operand), lambda entry: Negative(entry, entry.span))
        case Quotient(top=top, bottom=bottom) if not _has_unit(bottom):
            return _changed(_parts(top), lambda entry: Quotient(entry, bottom, entry.span))
        case Product(factors=factors):
            return _multiple(factors)
        case Sum(terms=terms):
            return _sum([_parts(term) for term in terms])
        case _:
            return None


def _has_unit(node: Node) -> bool:
    return not _UNITS.keys().isdisjoint(names_in(node))


def _multiple(factors: tuple[Node, ...]) -> _Parts | None:
    """One factor holds unit vectors; the others multiply them."""
    with_units = [factor for factor in factors if _has_unit(factor)]
    if len(with_units) != 1:
        return None
    others = tuple(factor for factor in factors if factor is not with_units[0])
    return _changed(_parts(with_units[0]), lambda entry: _times(others, entry))


def _times(others: tuple[Node, ...], entry: Node) -> Node:
    factors = others if entry is _ONE else (*others, entry)
    return factors[0] if len(factors) == 1 else Product(factors, others[0].span)


def _changed(parts: _Parts | None, change: Callable[[Node], Node]) -> _Parts | None:
    return parts and {place: [change(entry) for entry in entries] for place, entries in parts.items()}


def _sum(found: list[_Parts | None]) -> _Parts | None:
    total: _Parts = {}
    for parts in found:
        if parts is None:
            return None
        for place, entries in parts.items():
            total.setdefault(place, []).extend(entries)
    return total


def _added(entries: list[Node]) -> Node:
    if not entries:
        return _ZERO
    return entries[0] if len(entries) == 1 else Sum(tuple(entries), entries[0].span)
