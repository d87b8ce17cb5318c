"""Scalar, vector or matrix? And the entries of what is written as `2(x, y)` or `(1, 2) + (x, y)`.

Nothing is computed: entries are trees in which the written factor stands before each entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from grader.errors import Unreadable
from grader.language.tree import Call, Matrix, Negative, Node, Product, Quotient, Sum, Vector, children

Shape = tuple[int, ...]
"""`()` for a number, `(n,)` for a vector, `(rows, columns)` for a matrix."""


def shape_of(node: Node) -> Shape:
    """The shape of a tree. Raises Unreadable (`wrong_shape`) where shapes do not fit (`(1, 2) + x`, `sin((1, 2))`)."""
    match node:
        case Vector(entries=entries):
            return _vector_shape(node, [shape_of(entry) for entry in entries])
        case Matrix():
            _require_scalars(node)
            return node.shape
        case Negative(operand=operand):
            return shape_of(operand)
        case Sum(terms=terms):
            shapes = {shape_of(term) for term in terms}
            return shapes.pop() if len(shapes) == 1 else _refuse(node, "sum")
        case Product(factors=factors):
            shaped = [shape for shape in map(shape_of, factors) if shape]
            return _refuse(node, "product") if len(shaped) > 1 else (shaped[0] if shaped else ())
        case Quotient(top=top, bottom=bottom):
            return _refuse(node, "quotient") if shape_of(bottom) else shape_of(top)
        case Call(function="softmax", arguments=arguments):
            return _softmax_shape(node, [shape_of(argument) for argument in arguments])
        case _:
            _require_scalars(node)
            return ()


def entries_of(node: Node) -> Node:
    """A Vector or Matrix whose entries hold what was written around it; a scalar as it is.

    `shape_of` must have passed. `2(x, y)/3` becomes `(2x/3, 2y/3)`; places in the text are kept where they can be.
    """
    match node:
        case Negative(operand=operand):
            return _mapped(entries_of(operand), lambda entry: Negative(entry, entry.span))
        case Quotient(top=top, bottom=bottom):
            return _mapped(entries_of(top), lambda entry: Quotient(entry, bottom, entry.span))
        case Product(factors=factors):
            at = next((i for i, factor in enumerate(factors) if shape_of(factor)), None)
            if at is None:
                return node
            before, after = factors[:at], factors[at + 1 :]
            return _mapped(
                entries_of(factors[at]), lambda entry: Product((*before, entry, *after), entry.span)
            )
        case Sum(terms=terms) if shape_of(node):
            return _added([entries_of(term) for term in terms])
        case _:
            return node


def _vector_shape(node: Vector, shapes: list[Shape]) -> Shape:
    if not any(shapes):
        return (len(shapes),)
    if node.brackets == "{" and len(set(shapes)) == 1:
        return (len(shapes), *shapes[0])
    return _refuse(node, "ragged")


def _softmax_shape(node: Call, shapes: list[Shape]) -> Shape:
    if len(shapes) == 1 and len(shapes[0]) == 1:
        return shapes[0]
    return _refuse(node, "call") if any(shapes) else (len(shapes),)


def _require_scalars(node: Node) -> None:
    if any(shape_of(child) for child in children(node)):
        _refuse(node, "call" if isinstance(node, Call) else "entry")


def _refuse(node: Node, where: str) -> NoReturn:
    span = node.span
    raise Unreadable("wrong_shape", span.position, span.length, detail={"kind": where})


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    if isinstance(node, Vector):
        return Vector(tuple(map(change, node.entries)), node.brackets, node.span)
    if isinstance(node, Matrix):
        return Matrix(tuple(tuple(map(change, row)) for row in node.rows), node.span)
    return change(node)


def _added(parts: list[Node]) -> Node:
    """The entrywise sum of vectors or matrices of one shape."""
    first = parts[0]
    sums = [Sum(entries, entries[0].span) for entries in zip(*map(children, parts), strict=True)]
    if isinstance(first, Matrix):
        width = first.shape[1]
        return Matrix(tuple(tuple(sums[i : i + width]) for i in range(0, len(sums), width)), first.span)
    return Vector(tuple(sums), "(", first.span)
