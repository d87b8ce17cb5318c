"""The picture of a slope: the window, the lines, the gaps; for curves of every temper."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from exercises.figures.curve import curve_of
from exercises.figures.tangent import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, Spot, TangentDrawing, draw_tangent
from grader.language import AUTHOR, Names, parse

CURVES = [
    ("sin(x^2)", 1.3, -0.119), ("(2x+5)^4", 1.3, -438.0), ("x^7", 1.3, 2000.0), ("1/(x-1)", 1.3, 11.1),
    ("tan(x)", 1.3, 3.6), ("ln(x)", 0.4, 0.4), ("x^2", 0.0, 1.0), ("5", 1.3, 5.0), ("sin(20x)", 1.3, -3.0),
    ("1/x^2", 0.5, 8.0), ("e^(4x)", 2.7, 49000.0), ("3x+2", 1.3, 2.0), ("x^4 e^(-6x)", 1.3, -1e9),
    ("1e-7 x^2", 1.3, 0.0), ("(3x-1)/(x+2)", 1.3, -0.64), ("sqrt(x)", 0.05, 1e-6), ("x^9 cos(x)", 3.7, 40.0),
]  # fmt: skip


def drawn(text: str, x: float, own: float | None = 1.0, slope: float | None = None) -> TangentDrawing | None:
    """With the slope by central differences, unless one is given."""
    curve = curve_of(parse(text, Names(variables=("x",)), AUTHOR), "x")
    step = 1e-5
    below, above = curve(np.array([x - step, x + step]))
    return draw_tangent(curve, x, (above - below) / (2 * step) if slope is None else slope, own)


def inside(spot: Spot) -> bool:
    return LEFT - 0.1 <= spot[0] <= RIGHT + 0.1 and TOP - 0.1 <= spot[1] <= BOTTOM + 0.1


def distance(spot: Spot, line: tuple[Spot, Spot]) -> float:
    (x, y), ((x1, y1), (x2, y2)) = spot, line
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / (math.dist(*line) or 1)


@pytest.mark.parametrize(("text", "x", "own"), CURVES)
def test_both_lines_go_through_the_point_and_stay_in_the_frame(text: str, x: float, own: float) -> None:
    found = drawn(text, x, own)
    assert found is not None and found.own_line is not None and inside(found.point)
    for line in (found.tangent, found.own_line):
        assert all(map(inside, line))
        assert distance(found.point, line) < 0.3
        assert math.dist(*line) > 60, "long enough to be seen"


@pytest.mark.parametrize(("text", "x", "own"), CURVES)
def test_the_tangent_touches_the_curve_and_the_curve_keeps_its_size(text: str, x: float, own: float) -> None:
    found = drawn(text, x, own)
    assert found is not None
    spots = [spot for piece in found.curve for spot in piece]
    assert all(TOP - HEIGHT <= y <= BOTTOM + HEIGHT and LEFT <= x <= RIGHT for x, y in spots)
    near = [spot for spot in spots if abs(spot[0] - found.point[0]) < 8]
    assert len(near) > 4 and max(distance(spot, found.tangent) for spot in near) < 4


@pytest.mark.parametrize(
    ("text", "x", "own"), [row for row in CURVES if row[0] not in ("x^2", "5", "1e-7 x^2")]
)
def test_the_tangent_of_a_curve_that_rises_or_falls_is_seen_to(text: str, x: float, own: float) -> None:
    found = drawn(text, x, own)
    assert found is not None
    (_, start), (_, end) = found.tangent
    assert abs(start - end) > 0.15 * (BOTTOM - TOP)


def test_a_pole_and_a_jump_break_the_curve_and_a_kink_does_not() -> None:
    pole, jump, kink = (
        drawn("1/(x-1)", 3.0, 1.0),
        drawn("sign(x) + x/4", 1.3, 1.0),
        drawn("abs(x-1)", 1.3, -1.0),
    )
    assert pole is not None and jump is not None and kink is not None
    assert len(kink.curve) == 1 and len(jump.curve) == 2
    for found in (pole, jump, kink):
        for piece in found.curve:
            steps = [abs(after[1] - before[1]) for before, after in pairwise(piece)]
            assert max(steps) < HEIGHT, "no line runs over the whole frame"


def test_where_the_function_has_no_value_there_is_no_curve() -> None:
    found = drawn("ln(x)", 0.4)
    assert found is not None and found.y_axis is not None
    assert min(x for piece in found.curve for x, _ in piece) >= found.y_axis - 0.1


@pytest.mark.parametrize(
    ("text", "x", "own", "slope"),
    [("ln(x)", -1.0, 1.0, 1.0), ("sqrt(x)", 0.0, 1.0, 1.0), ("x", 1.0, math.inf, 1.0), ("x", 1.0, 1.0, math.nan),
     ("1/x", 0.0, 1.0, 1.0)],
    ids=["no value", "no value on one side", "a slope too large", "no slope", "a pole"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_not(text: str, x: float, own: float, slope: float) -> None:
    assert drawn(text, x, own, slope) is None


def test_without_a_slope_of_one_s_own_there_is_only_the_tangent() -> None:
    found = drawn("x^2", 1.3, None)
    assert found is not None and found.own_line is None


@pytest.mark.parametrize(("text", "x", "own"), CURVES)
def test_the_numbers_along_the_frame_are_few_and_round(text: str, x: float, own: float) -> None:
    found = drawn(text, x, own)
    assert found is not None
    for ticks in (found.across, found.upward):
        assert 1 <= len(ticks) <= 7
        assert all(len(tick.text) <= 8 for tick in ticks), [tick.text for tick in ticks]
        assert len({tick.text for tick in ticks}) == len(ticks)
    assert found == drawn(text, x, own), "the same drawing every time"
