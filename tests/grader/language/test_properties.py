"""What must hold for every tree and every text: drawn with fixed seeds."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from benchmarks.mutants import same_in_latex
from grader.language import AUTHOR, Names, Unreadable, parse, to_latex, to_mathml, to_text
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
    walk,
)

NAMES = Names(("x", "y", "e1", "w_1", "theta", "eta2", "yhat", "x_max"), ("n",), ("f",))

integers = st.integers(0, 12).map(lambda value: Number(Fraction(value), str(value)))
decimals = st.integers(1, 99).map(lambda value: Number(Fraction(value, 100), f"0.{value:02}", True))
leaves = st.one_of(
    integers,
    decimals,
    st.sampled_from((*NAMES.variables, *NAMES.integers)).map(Name),
    st.sampled_from(("pi", "e")).map(Constant),
)


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Every kind of scalar node over `inner`."""
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    one = st.sampled_from(("sin", "ln", "exp", "abs", "sqrt", "cbrt", "asin", "sigmoid", "leaky_relu", "log"))
    two = st.sampled_from(("root", "log", "max", "min", "f"))
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        inner.map(Negative),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, inner),
        st.builds(lambda function, inner: Call(function, (inner,)), one, inner),
        st.builds(lambda function, a, b: Call(function, (a, b)), two, inner, inner),
        integers.map(lambda number: Call("factorial", (number,))),
    )


scalars = st.recursive(leaves, grown, max_leaves=14)


def read_back(text: str) -> Node | None:
    """The tree of a printed text, or None where it is over a limit (printing adds brackets, not mistakes)."""
    try:
        return parse(text, NAMES, AUTHOR)
    except Unreadable as fault:
        assert fault.code in ("number_too_big", "exponent_too_big", "too_deep", "function_nesting"), (
            text,
            fault,
        )
        return None


@seed(2026)
@settings(max_examples=1500, deadline=None, database=None)
@given(scalars)
def test_text_reads_back_to_the_same_tree(tree: Node) -> None:
    again = read_back(to_text(tree))
    assume(again is not None)
    assert again == tree


@seed(2027)
@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(st.lists(scalars, min_size=2, max_size=2), min_size=1, max_size=3), st.sampled_from("([<{"))
def test_vectors_and_matrices_read_back(rows: list[list[Node]], brackets: str) -> None:
    for tree in (Matrix(tuple(map(tuple, rows))), Vector(tuple(rows[0]), brackets)):  # type: ignore[arg-type]  # drawn
        again = read_back(to_text(tree))
        assume(again is not None)
        assert again == tree


@seed(2031)
@settings(max_examples=600, deadline=None, database=None)
@given(scalars)
def test_latex_reads_back_to_the_same_tree(tree: Node) -> None:
    """But for what LaTeX writes in one way only, such as cube roots."""
    try:
        again = parse(to_latex(tree), NAMES, AUTHOR)
    except Unreadable as fault:
        assert fault.code in ("number_too_big", "exponent_too_big", "too_deep", "function_nesting"), (
            tree,
            fault,
        )
        assume(False)
        raise
    assert same_in_latex(again, tree), to_latex(tree)


@seed(2028)
@settings(max_examples=300, deadline=None, database=None)
@given(scalars)
def test_mathml_has_an_element_for_every_node(tree: Node) -> None:
    shown = to_mathml(tree, marked=(0,))
    for path, _ in walk(tree):
        assert shown.count(f'data-path="{".".join(map(str, path))}"') == 1
    assert shown.count('class="marked"') == (1 if any(path == (0,) for path, _ in walk(tree)) else 0)
