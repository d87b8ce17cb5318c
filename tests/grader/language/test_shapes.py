"""Shapes of what is typed, and entries of what is written around a vector."""

from __future__ import annotations

import pytest

from grader.errors import Unreadable
from grader.language import Names, entries_of, parse, shape_of, to_text

NAMES = Names(("x", "y"))


@pytest.mark.parametrize(
    ("typed", "shape", "entries"),
    [
        ("x", (), "x"),
        ("(x, y)", (2,), "(x, y)"),
        ("2(x, y)", (2,), "(2x, 2y)"),
        ("(x, y)/3", (2,), "(x/3, y/3)"),
        ("-(x, y)", (2,), "(-x, -y)"),
        ("(x, y) - 2[1, x]", (2,), "(x - 2*1, y - 2x)"),
        ("1/2 [[1, x], [y, 2]]", (2, 2), "[[(1/2)*1, (1/2) x], [(1/2) y, (1/2)*2]]"),
        ("[[x, y]]", (1, 2), "[[x, y]]"),
        ("[[x], [y]]", (2, 1), "[[x], [y]]"),
        ("\\begin{pmatrix}x\\\\y\\end{pmatrix}", (2,), "(x, y)"),
        ("{(1, 2), (3, 4)}", (2, 2), "{(1, 2), (3, 4)}"),
        ("softmax((x, y))", (2,), "softmax((x, y))"),
        ("x/y + 2x", (), "x/y + 2x"),
        ("1, x\n2, y", (2, 2), "[[1, x], [2, y]]"),
        ("x\ny", (2,), "(x, y)"),
        ("(1, x)\n2, y", (2, 2), "[[1, x], [2, y]]"),
        ("[[1, x], [2, y]]^T", (2, 2), "[[1, 2], [x, y]]"),
        ("[[1, x]]^{T}", (2, 1), "[[1], [x]]"),
        ("\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}^\\top", (2, 2), "[[1, 3], [2, 4]]"),
        ("2(x, y)^T", (2,), "(2x, 2y)"),
    ],
)
def test_it_tells_shape_and_entries(typed: str, shape: tuple[int, ...], entries: str) -> None:
    tree = parse(typed, NAMES)
    assert shape_of(tree) == shape
    assert to_text(entries_of(tree)) == entries


def test_a_declared_t_is_a_power_and_another_is_refused_under_a_letter() -> None:
    assert to_text(parse("x^T", Names(("x", "T")))) == "x^T"
    with pytest.raises(Unreadable) as caught:
        parse("x^T", NAMES)
    assert (caught.value.code, caught.value.detail["kind"]) == ("syntax", "transpose")


@pytest.mark.parametrize("typed", ["1, 2\n3", "1, 2\n3, 4, 5", "T", "2T"])
def test_ragged_rows_and_a_lone_t_cannot_be_read(typed: str) -> None:
    with pytest.raises(Unreadable):
        parse(typed, NAMES)
