"""What an author may write beside what a student may type."""

from __future__ import annotations

import pytest

from grader.language import Comparison, Names, Unreadable, parse, parse_author, parse_condition, to_text
from grader.language.tree import Call, Name, Vector

NAMES = Names(("a", "b", "c", "f", "p", "q", "w", "w0", "x", "y", "dL", "eta", "u", "v"), ("n",))


@pytest.mark.parametrize(
    "text",
    [
        "at(grad(f, [x, y]), [x, y], [p, q])",
        "diff(f, x)",
        "at(diff(f, x), x, p)",
        "jacobian([u, v], [x, y])",
        "hessian(f, [x, y])",
        "roots(diff(f, x), x)",
        "w0 - eta*at(dL, w, w0)",
        "at(w - eta dL, w, at(w - eta dL, w, w0))",
    ],
)
def test_author_functions_read_and_print(text: str) -> None:
    tree = parse_author(text, NAMES)
    assert parse_author(to_text(tree), NAMES) == tree
    with pytest.raises(Unreadable):
        parse(text, NAMES)


def test_a_list_of_one_stays_a_list() -> None:
    tree = parse_author("grad(f, [x])", NAMES)
    assert tree == Call("grad", (Name("f"), Vector((Name("x"),))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a != n", ["a != n"]),
        ("abs(p + c) <= 4", ["abs(p + c) <= 4"]),
        ("0 < a < 3", ["0 < a", "a < 3"]),
        ("a > b and b >= c", ["a > b", "b >= c"]),
        ("a == b", ["a = b"]),
        ("2a ≤ b", ["2a <= b"]),
        ("a*c - b != 0", ["a c - b != 0"]),
    ],
)
def test_conditions_are_comparisons(text: str, found: list[str]) -> None:
    comparisons = parse_condition(text, NAMES)
    assert [f"{to_text(c.left)} {c.operator} {to_text(c.right)}" for c in comparisons] == found
    assert all(isinstance(comparison, Comparison) for comparison in comparisons)


@pytest.mark.parametrize(
    "text", ["", "a", "a <", "a < b <", "a < b)", "a < b or b < a", "a < zz", "a ! = b", None]
)
def test_a_condition_that_cannot_be_read_is_refused(text: object) -> None:
    with pytest.raises(Unreadable):
        parse_condition(text, NAMES)


def test_students_have_no_author_words() -> None:
    for text in ("a and b", "diff(f, x)", "floor(x)", "a < b"):
        with pytest.raises(Unreadable):
            parse(text, NAMES)
