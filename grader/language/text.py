"""Tree -> plain text that reads back to an equal tree."""

from __future__ import annotations

from grader.language.layout import ATOM, FACTOR, PRODUCT, SUM, level, number_text
from grader.language.tree import (
    Call,
    Constant,
    Matrix,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
)

_CLOSING = {"(": ")", "[": "]", "<": ">", "{": "}"}


def to_text(node: Node) -> str:
    """The text of `node`: `parse(to_text(node), names) == node` for every tree that `parse` gives."""
    match node:
        case Number():
            return number_text(node)
        case Name(name=name) | Constant(name=name):
            return name
        case Sum():
            return _sum(node)
        case Negative(operand=operand):
            return "-" + _at(operand, PRODUCT)
        case Product(factors=factors):
            return _product(factors)
        case Quotient(top=top, bottom=bottom):
            return f"{_top(top)}/{_at(bottom, FACTOR)}"
        case Power(base=base, exponent=exponent):
            return f"{_at(base, ATOM)}^{_at(exponent, ATOM)}"
        case Call():
            return _call(node)
        case Vector():
            return _vector(node)
        case Matrix(rows=rows):
            return "[" + ", ".join("[" + ", ".join(map(to_text, row)) + "]" for row in rows) + "]"


def _at(node: Node, wanted: int) -> str:
    """`node`, in brackets unless it holds together at least as tightly as `wanted`."""
    text = to_text(node)
    return text if level(node) >= wanted else f"({text})"


def _sum(node: Sum) -> str:
    pieces = [_at(node.terms[0], SUM + 1)]
    for term in node.terms[1:]:
        if isinstance(term, Negative):
            pieces.append(f" - {_at(term.operand, PRODUCT)}")
        else:
            pieces.append(f" + {_at(term, PRODUCT)}")
    return "".join(pieces)


def _top(top: Node) -> str:
    return f"({to_text(top)})" if isinstance(top, Quotient) else _at(top, PRODUCT)


def _product(factors: tuple[Node, ...]) -> str:
    """A number is joined to the letter or bracket after it; letters are kept apart; else a star."""
    text = ""
    for index, factor in enumerate(factors):
        piece = _at(factor, FACTOR)
        if not index:
            text = piece
        elif not (piece[0].isalpha() or piece[0] == "("):
            text += f"*{piece}"
        elif isinstance(factors[index - 1], Number) and text[-1].isdigit() and piece[0] not in "eE":
            text += piece
        else:
            text += f" {piece}" if piece[0].isalpha() else f"*{piece}"
    return text


def _call(node: Call) -> str:
    if node.function == "factorial":
        return _at(node.arguments[0], ATOM) + "!"
    return f"{node.function}({', '.join(map(to_text, node.arguments))})"


def _vector(node: Vector) -> str:
    opening = "<" if len(node.entries) == 1 else node.brackets
    return f"{opening}{', '.join(map(to_text, node.entries))}{_CLOSING[opening]}"
