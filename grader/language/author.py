"""The author's side of the language: functions that make answers, and conditions on parameters.

at(grad(f, [x, y]), [x, y], [p, q])        a call whose lists are Vector nodes
abs(p + c) <= 4 and a != n                 a conjunction of comparisons; chains (`0 < a < 3`) are two of them
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from grader.errors import Unreadable
from grader.language.limits import AUTHOR
from grader.language.names import Names
from grader.language.parser import Parser, checked_length
from grader.language.tokens import Tokens
from grader.language.tree import Node

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
_OPERATORS = {"=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`, to be judged on exact numbers."""

    operator: Operator
    left: Node
    right: Node


def parse_author(text: object, names: Names) -> Node:
    """The tree of an author's expression; `diff`, `at`, `grad`, `jacobian`, `hessian`, `roots`, `argmin` are Calls.

    Raises Unreadable.
    """
    parser = _parser(text, names)
    return parser.whole()


def parse_condition(text: object, names: Names) -> tuple[Comparison, ...]:
    """The comparisons of `text`, all of which must hold. Raises Unreadable."""
    parser = _parser(text, names)
    found = _chain(parser)
    while parser.kinds[parser.i] in ("and", ","):
        parser.i += 1
        found += _chain(parser)
    parser.finish(*(side for comparison in found for side in (comparison.left, comparison.right)))
    return tuple(found)


def _parser(text: object, names: Names) -> Parser:
    checked = checked_length(text, AUTHOR)
    return Parser(Tokens(checked, names.author_lexicon, AUTHOR), frozenset(names.integers))


def _chain(parser: Parser) -> list[Comparison]:
    left = parser.expression()
    found = []
    while parser.kinds[parser.i] in _OPERATORS:
        operator = cast(Operator, _OPERATORS[parser.kinds[parser.i]])
        parser.i += 1
        right = parser.expression()
        found.append(Comparison(operator, left, right))
        left = right
    if not found:
        if parser.kinds[parser.i] != "":
            parser.stray()
        raise Unreadable("syntax", len(parser.tokens.text), 0, detail={"kind": "missing_comparison"})
    return found
