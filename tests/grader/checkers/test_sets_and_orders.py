"""Directions, orders, shapes, lines, intervals and points: what counts, what does not, and what cannot be read."""

from __future__ import annotations

import pytest

import grader
from grader.errors import ReferenceFault
from grader.question import Option, Part, Question, Tolerance
from grader.results import PartResult

UNION = "(-1, 2] ∪ [3, ∞)"


def judged(part: Part, typed: str) -> PartResult:
    return grader.grade(Question((part,)), {"a": typed}).parts["a"]


def part(kind: str, answer: str, *names: str, **more: object) -> Part:
    return Part("a", kind, answer, names, **more)  # type: ignore[arg-type]  # the table's own words


ORDER = part("order", "a > c > b", options=tuple(Option(key, "", False) for key in "abc"))
LINE = part("line", "y = 2x + 1", "x", "y")
LABELLED = part("points", "{(1, 2): minimum, (0, 0): saddle}")

RIGHT: list[tuple[Part, str]] = [
    (part("direction", "(3, 4)"), "(6, 8)"),
    (part("direction", "(3, 4)"), "(0.6, 0.8)"),
    (part("direction", "(1, -1)"), "(1/sqrt(2), -1/sqrt(2))"),
    (part("direction", "(2x, 2y)", "x", "y"), "(x, y)"),
    (part("direction", "(1, 2)", tolerance=Tolerance(absolute="0.001")), "(0.447, 0.894)"),
    (ORDER, "a>c>b"),
    (ORDER, " a , c , b "),
    (part("shape", "(3, 2)"), "3x2"),
    (part("shape", "(3, 2)"), "[3, 2]"),
    (part("shape", "(3, 2)"), "3 by 2"),
    (part("shape", "(n, d)", "n", "d"), "n × d"),
    (part("shape", "(n, 2d)", "n", "d"), "(n, d+d)"),
    (part("shape", "(x, y)", "x", "y"), "(x, y)"),
    (part("shape", "(3,)"), "3"),
    (part("shape", "()"), "()"),
    (LINE, "2x - y + 1 = 0"),
    (LINE, "y - 3 = 2(x - 1)"),
    (LINE, "0 = 4x + 2 - 2y"),
    (part("line", "x = 3", "x", "y"), "2x = 6"),
    (part("line", "z = 2x + 3y - 5", "x", "y", "z"), "2x + 3y - z = 5"),
    (part("line", "y = sqrt(2) x", "x", "y"), "2x = sqrt(2) y"),
    (part("interval", UNION), "(-1,2] U [3,inf)"),
    (part("interval", UNION), "[3, oo) or (-1, 0] ∪ [0, 2]"),
    (part("interval", UNION), r"\left(-1, 2\right] \cup \left[3, \infty\right)"),
    (part("interval", UNION, "x"), "-1 < x <= 2 or x >= 3"),
    (part("interval", "(0, 3)", "x"), "3 > x > 0"),
    (part("interval", "(-sqrt(2), sqrt(2))"), "(-2/sqrt(2), 2^(1/2))"),
    (part("interval", "(0, 1/2)"), "(0; 0,5)"),
    (part("interval", "(-∞, ∞)"), "R"),
    (part("interval", "∅"), "(1, 1)"),
    (part("interval", "{2}"), "[2, 2]"),
    (part("interval", "(1, 3]"), "(1, 2) ∪ [2, 3]"),
    (part("points", "{(1, 2), (3, 4)}"), "(3, 4), (1, 2)"),
    (part("points", "{(1, 2), (3, 4)}"), "{(3, 8/2); (1, 2)}"),
    (part("points", "{1, 3}"), "{3, 1}"),
    (part("points", "{(1/2, 2)}"), "(0,5; 2)"),
    (part("points", "{}"), "{}"),
    (LABELLED, "{(0,0): saddle point; (1,2): min}"),
    (LABELLED, "{(0,0): Saddle, (1,2): local minimum}"),
]

WRONG: list[tuple[Part, str, int, str | None]] = [
    (part("direction", "(3, 4)"), "(-3, -4)", 0, "opposite_direction"),
    (part("direction", "(3, 4)"), "(0, 0)", 0, "zero_direction"),
    (part("direction", "(3, 4)"), "(4, 3)", 0, None),
    (part("direction", "(1, 2)"), "(1, 2.0000001)", 0, None),
    (ORDER, "b > c > a", 0, "reversed"),
    (ORDER, "c > a > b", 333_333, None),
    (part("shape", "(3, 2)"), "(2, 3)", 0, "transposed"),
    (part("shape", "(3, 2)"), "(3, 2, 1)", 0, None),
    (part("shape", "(n, d)", "n", "d"), "(n, n)", 0, None),
    (LINE, "y = 2x + 2", 0, None),
    (LINE, "y = -2x + 1", 0, None),
    (LINE, "x = x", 0, None),
    (LINE, "(y - 2x - 1)^2 = 0", 0, None),
    (part("interval", UNION), "(-1, 2) ∪ [3, ∞)", 0, "endpoint"),
    (part("interval", UNION), "(-1, 2]", 0, None),
    (part("interval", "(0, 2)"), "(0, 1) ∪ (1, 2)", 0, None),
    (part("interval", "(0, 2)", "x"), "2 > x", 0, None),
    (part("points", "{(1, 2), (3, 4)}"), "{(2, 1), (4, 3)}", 0, "swapped"),
    (part("points", "{(1, 2), (3, 4)}"), "(1, 2)", 500_000, "points_missing"),
    (part("points", "{(1, 2), (3, 4)}"), "(1,2), (3,4), (5,6)", 500_000, None),
    (part("points", "{(1, 2), (3, 4)}"), "(1,2), (1,2)", 500_000, None),
    (LABELLED, "{(0,0): maximum, (1,2): minimum}", 500_000, "wrong_label"),
]

UNREAD: list[tuple[Part, str, str, int, int]] = [
    (part("direction", "(3, 4)"), "(3, 4, 5)", "wrong_shape", 0, 9),
    (ORDER, "a > c", "wrong_shape", 0, 5),
    (ORDER, "a > c > c", "syntax", 8, 1),
    (ORDER, "a > c > d", "unknown_name", 8, 1),
    (part("shape", "(3, 2)"), "(3, 2.5)", "wrong_shape", 4, 3),
    (part("shape", "(n, d)", "n", "d"), "(n, q)", "unknown_name", 4, 1),
    (LINE, "2x + 1", "wrong_shape", 0, 6),
    (LINE, "y = 2x = 1", "wrong_shape", 0, 10),
    (LINE, "0 = 0", "wrong_shape", 0, 5),
    (LINE, "y = 2x +", "syntax", 7, 1),
    (LINE, "y = ", "syntax", 3, 1),
    (LINE, "y = 2q", "unknown_name", 5, 1),
    (part("interval", UNION), "0, 1", "wrong_shape", 0, 4),
    (part("interval", UNION), "(∞, 1)", "syntax", 1, 1),
    (part("interval", UNION), "(0, 1/0)", "division_by_zero", 4, 3),
    (part("interval", UNION), "(0, 1) ∪ ", "syntax", 8, 1),
    (part("interval", UNION), "(0, 1, 2)", "wrong_shape", 0, 9),
    (part("interval", UNION, "x"), "1 < 2", "wrong_shape", 0, 5),
    (part("points", "{(1, 2)}"), "{(1, 2, 3)}", "wrong_shape", 0, 11),
    (part("points", "{(1, 2)}"), "{(1, )}", "syntax", 5, 1),
    (LABELLED, "(1, 2)", "wrong_shape", 0, 6),
    (LABELLED, "(1, 2):", "syntax", 6, 1),
    (LABELLED, "{(1, 2): , (0, 0): saddle}", "syntax", 8, 1),
]


@pytest.mark.parametrize(
    ("asked", "typed"), RIGHT, ids=lambda each: each if isinstance(each, str) else each.kind
)
def test_right_in_any_form_is_right(asked: Part, typed: str) -> None:
    found = judged(asked, typed)
    assert (found.verdict, found.score) == ("correct", 1_000_000)
    assert found.read_as


@pytest.mark.parametrize(("asked", "typed", "score", "code"), WRONG)
def test_wrong_is_wrong_and_named_where_it_has_a_name(
    asked: Part, typed: str, score: int, code: str | None
) -> None:
    found = judged(asked, typed)
    assert (found.verdict, found.score) == ("partial" if score else "incorrect", score)
    assert [each.code for each in found.diagnosis] == ([code] if code else [])
    assert found.wrong_class or code == "zero_direction"


@pytest.mark.parametrize(("asked", "typed", "code", "position", "length"), UNREAD)
def test_what_cannot_be_read_is_placed(
    asked: Part, typed: str, code: str, position: int, length: int
) -> None:
    found = judged(asked, typed)
    assert found.verdict == "unreadable" and found.fault is not None
    assert (found.fault.code, found.fault.position, found.fault.length) == (code, position, length)


@pytest.mark.parametrize(
    "asked",
    [
        part("direction", "3"),
        part("order", "a"),
        part("order", "a > b", options=(Option("a", "", False),)),
        part("shape", "(3, 0.5)"),
        part("line", "2x + 1", "x", "y"),
        part("line", "x = x", "x", "y"),
        part("interval", "0 to 1"),
        part("points", "{(1, 2), 3}"),
        part("points", "(1,"),
    ],
)  # fmt: skip
def test_a_reference_of_another_kind_is_the_author_s_fault(asked: Part) -> None:
    with pytest.raises(ReferenceFault):
        grader.prepare(Question((asked,)))
