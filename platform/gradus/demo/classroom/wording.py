"""A right answer in the forms in which people type it: `2x cos(x^2)`, `cos(x²)·2x`, `9/4`, `2.25`, LaTeX."""

from __future__ import annotations

import random
import re
from fractions import Fraction

from grader.checkers.shape import names_of
from grader.language import AUTHOR, parse, to_latex, to_text
from grader.language.tree import Negative, Node, Number, Product, Quotient, Sum, Vector
from grader.question import Part
from gradus.demo.classroom.people import Style

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TURN = 0.35
"""How often somebody writes terms or factors the other way round."""
DECIMALS = 3


def tree_of(part: Part, text: str) -> Node:
    """A text of the part's own language as a tree."""
    return parse(text, names_of(part.variables, part.integers, part.functions), AUTHOR)


def typed(part: Part, text: str, style: Style, rng: random.Random) -> str:
    """`text`, an expression the grader can print, as somebody of that style would type it."""
    tree = tree_of(part, text)
    if rng.random() < TURN:
        tree = turned(tree)
    if style == "decimal":
        tree = in_decimals(tree)
    if style == "latex":
        return to_latex(tree)
    return _in_style(to_text(tree), style)


def turned(tree: Node) -> Node:
    """Terms, or else factors, in the other order; a vector or matrix stays as it is."""
    if isinstance(tree, Sum) and not isinstance(tree.terms[-1], Negative):
        return Sum(tree.terms[::-1])
    if isinstance(tree, Product) and len(tree.factors) == 2:  # more in reverse reads oddly
        return Product(tree.factors[::-1])
    if isinstance(tree, Quotient):
        return Quotient(turned(tree.top), tree.bottom)
    return tree


def in_decimals(tree: Node) -> Node:
    """Fractions of two whole numbers that end are written with a point: 9/4 as 2.25."""
    match tree:
        case Quotient(top=Number(value=top), bottom=Number(value=bottom)) if bottom:
            value = top / bottom
            return _decimal(value) if _ends(value) else tree
        case Negative(operand=operand):
            return Negative(in_decimals(operand))
        case Vector(entries=entries, brackets=brackets):
            return Vector(tuple(map(in_decimals, entries)), brackets)
        case _:
            return tree


def _ends(value: Fraction) -> bool:
    return bool(10**DECIMALS % value.denominator == 0)


def _decimal(value: Fraction) -> Number:
    return Number(value, text=f"{float(value):.{DECIMALS}f}".rstrip("0").rstrip("."), decimal=True)


def _in_style(text: str, style: Style) -> str:
    match style:
        case "tight":
            return re.sub(r"\s*([-+*/^,])\s*", r"\1", text)
        case "unicode":
            raised = re.sub(r"\^(\d+)", lambda found: found.group(1).translate(RAISED), text)
            return raised.replace("*", "·")
        case "stars":
            return re.sub(r"(?<=\d)(?=[a-z(])|(?<=[a-z0-9)]) (?=[a-z(])", "*", text).replace("^", "**")
        case _:
            return text
