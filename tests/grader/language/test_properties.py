"""What must hold for every tree and every text: drawn with fixed seeds."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from grader.language import AUTHOR, Names, Unreadable, notes, parse, to_latex, to_mathml, to_text
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
DATA = Path(__file__).parent.parent / "data"

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


@seed(2028)
@settings(max_examples=300, deadline=None, database=None)
@given(scalars)
def test_mathml_has_an_element_for_every_node(tree: Node) -> None:
    shown = to_mathml(tree, marked=(0,))
    for path, _ in walk(tree):
        assert shown.count(f'data-path="{".".join(map(str, path))}"') == 1
    assert shown.count('class="marked"') == (1 if any(path == (0,) for path, _ in walk(tree)) else 0)


FAIR = [
    *"0123456789xyn+-*/^()|",
    "sin ",
    "cos(x)",
    "ln x",
    "e^x",
    "2x",
    "pi",
    "sqrt(",
    "²",
    " ",
    "sin^2 x",
    "1/2",
]
PIECES = [
    *"0123456789xyzne+-*/^!()[]{}<>|,;&_=.%'\"\\ \n\t~$#@?:",
    *"²³⁻ⁿ₁√∛·×÷−πθσ∞≤∑х\x00\u200b",
    "sin", "cos", "ln", "log", "exp", "sqrt", "abs", "max", "root", "**", "e^", "1.5e-3", "1,5", "2x", "pi",
    "\\frac", "\\sqrt", "\\left(", "\\right)", "\\left|", "\\right|", "\\cdot", "\\sin", "\\begin{pmatrix}",
    "½", "1,5;", "; 2", "sinx", "xcosy", "\\end{pmatrix}", "\\\\", "\\pi", "\\operatorname{relu}", "\\hat{y}", "^{", "_{", "sin^2", "sin^{-1}", "9^9",
]  # fmt: skip


def random_texts(source: random.Random, count: int) -> Iterator[str]:
    """Half are random strings of pieces, half are fair or hostile texts with pieces put in, taken out or swapped."""
    seeds = [
        json.loads(line)["response_as_typed"] for line in (DATA / "cases.jsonl").read_text().splitlines()
    ]
    hostile = (json.loads(line)["input"] for line in (DATA / "hostile.jsonl").read_text().splitlines())
    seeds += [text for text in hostile if isinstance(text, str) and len(text) < 400]
    for number in range(count):
        if number % 2:
            yield "".join(source.choice(PIECES) for _ in range(source.randint(1, 25)))
            continue
        text, pieces = source.choice(seeds), source.choice((FAIR, PIECES))
        for _ in range(source.randint(1, 4)):
            at, width = source.randint(0, len(text)), source.choice((0, 0, 1, 2))
            text = text[:at] + source.choice(("", *pieces)) + text[at + width :]
        yield text


def test_20000_random_texts_are_read_or_refused_with_a_place() -> None:
    """Nothing but Unreadable is raised; what reads is printed and reads back; a suggestion always reads."""
    names = Names(("x", "y", "w"), ("n",))
    read, slowest = 0, 0.0
    for text in random_texts(random.Random(20260), 20_000):
        started = time.perf_counter()
        try:
            tree = parse(text, names)
        except Unreadable as fault:
            assert 0 <= fault.position <= len(text), text
            assert fault.position + fault.length <= max(len(text), 1), text
            assert fault.suggestion is None or parse(fault.suggestion, names), text
        else:
            read += 1
            assert set(notes(text, tree)) <= {"exponent_ends", "division_ends"}, text
            assert parse(to_text(tree), names, AUTHOR) == tree, text
            assert to_latex(tree)
            assert to_mathml(tree)
        slowest = max(slowest, time.perf_counter() - started)
    assert read > 1000
    assert slowest < 1
