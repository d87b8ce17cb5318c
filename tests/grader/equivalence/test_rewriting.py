"""What sympy rewrites stays equal, and what is changed a little is different: drawn trees, fixed seeds.

A rewriting may change the domain (a removable hole, a root of a square); such draws are left out by comparing where
both have values, so that what remains is exactly what a student may write.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import pytest
import sympy
from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis import strategies as st
from sympy.simplify.fu import TR8

from grader.checkers.shape import Context
from grader.equivalence import NowhereDefined, Range, Reference, compare
from grader.equivalence.survey import survey
from grader.equivalence.values import exact
from grader.grading import grade_part, prepare_part
from grader.language import Names, parse, to_text
from grader.language.tree import (
    Call,
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
from grader.question import Interval, Part
from grader.symbolic import from_sympy, to_sympy

RANGE = (
    Range("x", exact(Fraction(-3)), exact(Fraction(3))),
    Range("y", exact(Fraction(-2)), exact(Fraction(2))),
)

numbers = st.integers(1, 5).map(lambda value: Number(Fraction(value), str(value)))
leaves = st.one_of(numbers, st.sampled_from(("x", "x", "y")).map(Name))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Sums, products, whole powers, and functions that have a value everywhere."""
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    whole = st.integers(2, 3).map(lambda value: Number(Fraction(value), str(value)))
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        inner.map(Negative),
        st.builds(Power, inner, whole),
        st.builds(Quotient, inner, numbers),
        st.builds(
            lambda name, one: Call(name, (one,)), st.sampled_from(("sin", "cos", "exp", "tanh")), inner
        ),
    )


trees = st.recursive(leaves, grown, max_leaves=7)

REWRITINGS = {
    "expand": sympy.expand,
    "factor": sympy.factor,
    "together": sympy.together,
    "angles taken apart": sympy.expand_trig,
    "products of sines as sums": TR8,
    "powers": sympy.powsimp,
    "collected": lambda one: sympy.collect(sympy.expand(one), sympy.Symbol("x", real=True)),
}

CHANGES = {
    "plus x": lambda tree: Sum((tree, Name("x"))),
    "plus a hundredth": lambda tree: Sum((tree, Number(Fraction(1, 100), "0.01", True))),
    "the other sign": Negative,
    "twice": lambda tree: Product((Number(Fraction(2), "2"), tree)),
}


def reference(tree: Node) -> Reference:
    """The tree as an answer on a domain."""
    try:
        return Reference(tree, RANGE, 7)
    except NowhereDefined:
        assume(False)
        raise


@pytest.mark.parametrize("way", REWRITINGS)
@seed(2029)
@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(tree=trees)
def test_a_rewriting_is_never_wrong(way: str, tree: Node) -> None:
    changed = REWRITINGS[way](to_sympy(tree))
    assume(not changed.has(sympy.I, sympy.zoo, sympy.nan))
    try:
        again = from_sympy(changed)
    except ValueError:
        assume(False)
        raise
    outcome = compare(reference(tree), again)
    assert outcome.equal, f"{to_text(tree)}  against  {to_text(again)}: {outcome.certificate}"


@pytest.mark.parametrize("change", CHANGES)
@seed(2030)
@settings(max_examples=150, deadline=None, database=None)
@given(tree=trees)
def test_a_small_change_is_never_right(change: str, tree: Node) -> None:
    wrong = CHANGES[change](tree)
    if change in ("the other sign", "twice"):
        assume(not compare(reference(Number(Fraction(0), "0")), tree).equal)
    outcome = compare(reference(tree), wrong)
    assert not outcome.equal, to_text(tree)
    if outcome.certificate == "differs":
        assert outcome.witness is not None and outcome.witness.answer != outcome.witness.response


@seed(2032)
@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.lists(trees, min_size=2, max_size=2), min_size=2, max_size=3), place=st.integers(0, 3)
)
def test_every_entry_of_a_vector_or_matrix_counts(rows: list[list[Node]], place: int) -> None:
    """Expanded entries are right; a hundredth more in one entry makes that one wrong, and no other."""
    rewritten = [[from_sympy(sympy.expand(to_sympy(tree))) for tree in row] for row in rows]
    spoilt = [list(row) for row in rewritten]
    at, column = divmod(place, 2)
    spoilt[at][column] = CHANGES["plus a hundredth"](rows[at][column])
    assert (
        verdicts("matrix", Matrix(tuple(map(tuple, rows))), Matrix(tuple(map(tuple, rewritten))))[0]
        == "correct"
    )
    assert verdicts("vector", Vector(tuple(rows[0])), Vector(tuple(rewritten[0])))[0] == "correct"
    said, entries = verdicts("matrix", Matrix(tuple(map(tuple, rows))), Matrix(tuple(map(tuple, spoilt))))
    wrong = [[one != "correct" for one in row] for row in entries]
    assert said != "correct"
    assert wrong == [[(r, c) == (at, column) for c in range(2)] for r in range(len(rows))]


def verdicts(kind: Literal["vector", "matrix"], answer: Node, response: Node) -> tuple[str, Any]:
    """The verdict on the printed response, and those on its entries."""
    domain = {"x": Interval("-3", "3"), "y": Interval("-2", "2")}
    part = prepare_part(Part("p", kind, to_text(answer), ("x", "y"), domain=domain), 7)
    found, reading = grade_part(part, {"": to_text(response)}, Context())
    assume(reading.fault is None)
    return str(found.verdict), found.entries


def test_what_is_total_has_a_value_everywhere() -> None:
    for text, total in (
        ("x^2 + 3x", True), ("x/2", True), ("1/x", False), ("x/(2-2)", False), ("sqrt(x)", False), ("e^x sin(x)", True),
        ("2^x", True), ("x^y", False), ("ln(x)", False), ("x^-1", False), ("cbrt(x)", True), ("tan(x)", False),
        ("|x| + relu(x)", True), ("asin(x)", False),
    ):  # fmt: skip
        assert survey(parsed(text)).total is total, text


def parsed(text: str) -> Node:
    """A text in x and y."""
    return parse(text, Names(("x", "y")))
