"""Shapes of what is typed, and entries of what is written around a vector."""

from __future__ import annotations

import pytest

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
    ],
)
def test_it_tells_shape_and_entries(typed: str, shape: tuple[int, ...], entries: str) -> None:
    tree = parse(typed, NAMES)
    assert shape_of(tree) == shape
    assert to_text(entries_of(tree)) == entries
