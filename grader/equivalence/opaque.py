"""Declared functions, of which nothing is known but that equal arguments give equal values.

Each distinct call becomes a variable of its own, which takes any value: 2 f(x) and f(x) + f(x) are the same for
every f. Two calls are the same when their arguments have one canonical form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from grader.equivalence.canonical import canonical
from grader.equivalence.points import Range
from grader.language.functions import AUTHOR_FUNCTIONS, FUNCTIONS
from grader.language.text import to_text
from grader.language.tree import (
    Call,
    Name,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
)

KNOWN = frozenset((*FUNCTIONS, *AUTHOR_FUNCTIONS))
"""The functions of the fixed table; every other one is declared."""


@lru_cache(maxsize=256)
def _range(name: str) -> Range:
    return Range(name)


class OpaqueCalls:
    """The calls of one reference. A variable is named after the call, so that a witness says `f(x) = 1.3`."""

    __slots__ = ("_names",)

    def __init__(self) -> None:
        self._names: dict[Any, str] = {}

    def ranges(self) -> tuple[Range, ...]:
        """A free range for the variable of each call met so far."""
        return tuple(_range(name) for name in self._names.values())

    def hidden(self, node: Node) -> Node:
        """`node` with a variable in place of each call; calls that are new are learnt."""
        return _replaced(node, self._learnt)

    def hidden_again(self, node: Node) -> Node | None:
        """The same for a response; None if it holds a call that has not been met."""
        try:
            return _replaced(node, self._known)
        except KeyError:
            return None

    def _learnt(self, call: Call) -> str:
        return self._names.setdefault(_key(call), to_text(call))

    def _known(self, call: Call) -> str:
        return self._names[_key(call)]


def _key(call: Call) -> Any:
    return canonical(call) or call


def _replaced(node: Node, name_of: Callable[[Call], str]) -> Node:
    match node:
        case Call(function=function, arguments=arguments):
            if function not in KNOWN:
                return Name(name_of(node), node.span)
            return Call(function, tuple(_replaced(part, name_of) for part in arguments), node.span)
        case Sum(terms=terms):
            return Sum(tuple(_replaced(term, name_of) for term in terms), node.span)
        case Product(factors=factors):
            return Product(tuple(_replaced(factor, name_of) for factor in factors), node.span)
        case Negative(operand=operand):
            return Negative(_replaced(operand, name_of), node.span)
        case Quotient(top=top, bottom=bottom):
            return Quotient(_replaced(top, name_of), _replaced(bottom, name_of), node.span)
        case Power(base=base, exponent=exponent):
            return Power(_replaced(base, name_of), _replaced(exponent, name_of), node.span)
        case _:
            return node
