"""Judging the author's conditions on drawn numbers: exactly where they are rational, by ball arithmetic elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from exercises.derive import derive
from exercises.exact import value_of
from exercises.faults import DeriveError
from grader.equivalence.values import exact as exact_value
from grader.graphs.values import evaluate, is_number
from grader.language import Comparison, to_text
from grader.language.tree import Node, names_in

Condition = tuple[Comparison, ...]
"""Comparisons that must all hold."""

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def holds(condition: Condition, environment: Mapping[str, Node]) -> bool:
    """Whether every comparison is certain to hold for these numbers.

    Irrational sides are compared as balls of 128 bits: two that overlap are never certainly different, nor equal.
    Raises DeriveError for a side without a value.
    """
    return all(_certain(comparison, environment) for comparison in condition)


def _certain(comparison: Comparison, environment: Mapping[str, Node]) -> bool:
    left, right = _value(comparison.left, environment), _value(comparison.right, environment)
    return bool(_OPERATORS[comparison.operator](left, right))


def _value(node: Node, environment: Mapping[str, Node]) -> Any:
    tree = derive(node, environment)
    exact = value_of(tree)
    if exact is not None:
        return exact_value(exact)
    if names_in(tree):
        left = ", ".join(sorted(names_in(tree)))
        raise DeriveError(f"a condition still holds {left} after the numbers are put in")
    value = evaluate(tree, {})
    if not is_number(value):
        raise DeriveError(f"{to_text(tree)} has no value")
    return value
