"""Typed constants that have no value: refused at the place of the fault, without a try counted."""

from __future__ import annotations

from collections.abc import Iterable

from grader.equivalence.evaluate import Evaluator
from grader.equivalence.reference import is_number, undefined
from grader.equivalence.values import CUT_BITS, Hole, Precision, Value
from grader.errors import Code, Unreadable
from grader.language.bounds import has_name
from grader.language.tree import Node, Power, Quotient, children

BITS = 256


def value_of(tree: Node) -> Value:
    """The value of a constant tree: exact, a ball (cut to a closed domain whose end it straddles), or a hole."""
    with Precision(BITS):
        value = Evaluator({}, 1).values(tree)[0]
    if type(value) is Hole and not value.proved:
        with Precision(CUT_BITS):
            return Evaluator({}, 1, cut=True).values(tree)[0]
    return value


def refuse_without_value(text: str, tree: Node) -> None:
    """Raises Unreadable for a constant without a value: at the innermost piece that has none, or for the whole
    where the value is out of reach."""
    value = value_of(tree)
    if is_number(value):
        return
    if not undefined(value):
        raise Unreadable("numeric_overflow", 0, len(text), text)
    _refuse(text, tree)


def refuse_undefined(text: str, entries: Iterable[Node]) -> None:
    """Raises Unreadable for the first entry that is a constant proved to have no value; others pass."""
    for entry in entries:
        if children(entry) and not has_name(entry) and undefined(value_of(entry)):
            _refuse(text, entry)


def _refuse(text: str, tree: Node) -> None:
    culprit = _innermost(tree)
    start, length = culprit.span.position, culprit.span.length
    code: Code = "domain"
    if isinstance(culprit, Quotient) or (isinstance(culprit, Power) and value_of(culprit.base) == 0):
        code = "division_by_zero"
    raise Unreadable(code, start, length, text[start : start + length])


def _innermost(tree: Node) -> Node:
    for child in children(tree):
        if undefined(value_of(child)):
            return _innermost(child)
    return tree
