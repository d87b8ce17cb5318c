"""What authors may ask of sympy, and what counts as a proof."""

from __future__ import annotations

import time

import pytest

from grader.calculus import substitute
from grader.language import AUTHOR, Names, parse
from grader.language.text import to_text
from grader.language.tree import Constant, Node
from grader.symbolic import SymbolicFault, expand, factor, limit, prove_equal, roots, simplify, solve

NAMES = Names(variables=("x", "a", "b"), integers=("n",))


def read(text: str) -> Node:
    return parse(text, NAMES, AUTHOR)


@pytest.mark.parametrize(
    ("function", "zeros"),
    [
        ("x^3 - 6x^2 + 11x - 6", ["1", "2", "3"]),
        ("6x^2 - 18x + 12", ["1", "2"]),
        ("(x-2)^2*(x+3)", ["-3", "2"]),
        ("x^2 - 2", ["-sqrt(2)", "sqrt(2)"]),
        ("4x^2 - 9", ["-3/2", "3/2"]),
        ("x^2 + 1", []),
        ("e^(-2x)*(1 - 2x)", ["1/2"]),
        ("1 - 9/x^2", ["-3", "3"]),
        ("ln(x) - 2", ["e^2"]),
        ("e^x - 3", ["ln(3)"]),
        ("(x^2 - 4)/(x - 2)", ["-2"]),
        ("7", []),
    ],
)
def test_roots_are_real_exact_and_in_order(function: str, zeros: list[str]) -> None:
    assert [to_text(root) for root in roots(read(function), "x")] == [to_text(read(zero)) for zero in zeros]


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ("0*x", "every number"),
        ("sin(x)", "finitely many"),
        ("x - cos(x)", "closed form"),
    ],
)
def test_roots_that_cannot_be_listed_are_a_fault(function: str, reason: str) -> None:
    with pytest.raises(SymbolicFault, match=reason):
        roots(read(function), "x")


def test_an_endless_computation_is_a_fault_in_time() -> None:
    start = time.monotonic()
    with pytest.raises(SymbolicFault, match="longer than 0.5 s"):
        expand(read("(x+a+b+1)^900"), wall=0.5)
    assert time.monotonic() - start < 2


def test_forms_for_authors() -> None:
    assert to_text(factor(read("x^2 - 1"))) == "(x - 1)*(x + 1)"
    assert to_text(expand(read("(x-1)(x+1)"))) == "x^2 - 1"
    assert to_text(simplify(read("sin(x)^2 + cos(x)^2"))) == "1"
    assert [to_text(root) for root in solve(read("x^2"), read("2x + 3"), "x")] == ["-1", "3"]


def test_limits_from_both_sides_and_from_one() -> None:
    assert to_text(limit(read("sin(x)/x"), "x", read("0"))) == "1"
    assert to_text(limit(read("(2x^2+1)/(x^2-x)"), "x", Constant("oo"))) == "2"
    assert to_text(limit(read("abs(x)/x"), "x", read("0"), "left")) == "-1"
    with pytest.raises(SymbolicFault):
        limit(read("abs(x)/x"), "x", read("0"))


EQUAL = [
    ("x", "x"), ("(x+1)^2", "x^2 + 2x + 1"), ("sin(x)^2 + cos(x)^2", "1"), ("1/(1+e^(-x))", "sigmoid(x)"),
    ("e^x/(1+e^x)", "sigmoid(x)"), ("tanh(x)", "2sigmoid(2x) - 1"), ("1 - tanh(x)^2", "sech(x)^2"),
    ("sigmoid(x)(1-sigmoid(x))", "e^x/(1+e^x)^2"), ("sin(2x)", "2sin(x)cos(x)"), ("1/cos(x)^2", "1 + tan(x)^2"),
    ("sqrt(x^2)", "abs(x)"), ("ln(e^x)", "x"), ("2^x", "e^(x ln(2))"), ("log_2(8^x)", "3x"), ("(x^2-1)/(x-1)", "x+1"),
    ("(-1)^(2n)", "1"), ("(x, a)", "[x, a]"), ("[[x, 1], [0, 2x]]", "[[x, 1], [0, x + x]]"), ("sqrt(8)", "2sqrt(2)"),
]  # fmt: skip

NOT_PROVED = [
    ("x", "x+1"), ("sin(x)", "cos(x)"), ("x", "abs(x)"), ("(-1)^n", "1"), ("(x, a)", "(x, a, a)"), ("x", "(x, x)"),
    ("x + 10^-40", "x"), ("0.333333333333333", "1/3"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_it_proves(left: str, right: str) -> None:
    assert prove_equal(read(left), read(right), ("x", "a", "b"), ("n",), wall=10.0) is True


@pytest.mark.parametrize(("left", "right"), NOT_PROVED)
def test_it_does_not_prove(left: str, right: str) -> None:
    assert prove_equal(read(left), read(right), ("x", "a", "b"), ("n",), wall=5.0) is None


@pytest.mark.parametrize("text", ["1/b", "x/b", "ln(a)", "sqrt(a)", "0*ln(b)"])
def test_what_is_defined_nowhere_equals_nothing_not_even_itself(text: str) -> None:
    tree = substitute(read(text), {"a": read("-2"), "b": read("0")})
    assert prove_equal(tree, tree, ("x",), wall=5.0) is None


def test_an_undeclared_name_proves_nothing() -> None:
    assert prove_equal(read("a"), read("a"), ("x",)) is None


def test_a_proof_that_takes_too_long_is_none_in_time() -> None:
    start = time.monotonic()
    assert (
        prove_equal(read("(x+a+b+1)^900"), read("(x+a+b+1)^899*(x+a+1+b)+sin(x)^900"), ("x", "a", "b"))
        is None
    )
    assert time.monotonic() - start < 2.5
