"""Putting expressions in the place of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.language.tree import (
    Call,
    Matrix,
    Name,
    Negative,
    Node,
    Path,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
    children,
)


def substitute(node: Node, values: Mapping[str, Node]) -> Node:
    """`node` with every name in `values` replaced, all at once: nothing that was put in is replaced again.

    The shape stays as written (`3^2` for x^2 at 3); `grader.calculus.tidy` folds it where that is wanted.
    """
    if not values:
        return node
    if isinstance(node, Name):
        return values.get(node.name, node)
    return with_children(node, lambda child: substitute(child, values))


def with_children(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same kind of node with `change` made to each child; a leaf is returned as it is."""
    match node:
        case Sum(terms=terms):
            return Sum(tuple(map(change, terms)))
        case Negative(operand=operand):
            return Negative(change(operand))
        case Product(factors=factors):
            return Product(tuple(map(change, factors)))
        case Quotient(top=top, bottom=bottom):
            return Quotient(change(top), change(bottom))
        case Power(base=base, exponent=exponent):
            return Power(change(base), change(exponent))
        case Call(function=function, arguments=arguments):
            return Call(function, tuple(map(change, arguments)))
        case Vector(entries=entries, brackets=brackets):
            return Vector(tuple(map(change, entries)), brackets)
        case Matrix(rows=rows):
            return Matrix(tuple(tuple(map(change, row)) for row in rows))
        case _:
            return node


def replaced_at(node: Node, path: Path, new: Node) -> Node:
    """`node` with what stands at `path` replaced by `new`."""
    if not path:
        return new
    number = iter(range(len(children(node))))
    return with_children(
        node, lambda child: replaced_at(child, path[1:], new) if next(number) == path[0] else child
    )
