"""A curve near one point with its tangent, and the line with another slope through the same point, as numbers.

The window is chosen from the curve: as wide as it can be while the tangent still shows as a tangent. Whatever
leaves the frame is cut off, so that the picture keeps its size however steep a line is. The same curve, point and
slopes always give the same drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.figures.curve import Curve, Values

WIDTH, HEIGHT = 380.0, 244.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 366.0, 6.0, 218.0
"""The frame within the drawing; the rest is for the numbers along it. y points downwards."""
HALF_WIDTHS = (3.0, 2.0, 1.5, 1.0, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02)
PLACES = 241
TURNS_ALLOWED = 2
LEAST_RISE = 0.25
"""How much of half the frame the tangent rises at least, where a window allows it."""

LARGE, DECIMALS = 1e5, 3
"""Numbers along the frame from here on, or with more decimals, are written with a power of ten."""

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number beside the frame: where it stands along its axis, and its text (`2e+05` where it is large)."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class TangentDrawing:
    """All in drawing units but `slope` and `own`. `own_line` is None where there is no slope to draw.

    `curve` holds the pieces of the curve: it breaks at poles and where the function has no value.
    """

    point: Spot
    curve: tuple[tuple[Spot, ...], ...]
    tangent: tuple[Spot, Spot]
    own_line: tuple[Spot, Spot] | None
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    x_axis: float | None
    y_axis: float | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """A window on the curve, in the curve's own units."""

    left: float
    right: float
    low: float
    high: float

    def place(self, x: float, y: float) -> Spot:
        """Where a point of the curve stands in the drawing; at most a frame's height off it."""
        across = LEFT + (x - self.left) / (self.right - self.left) * (RIGHT - LEFT)
        down = BOTTOM - (y - self.low) / (self.high - self.low) * (BOTTOM - TOP)
        return round(across, 1), round(min(max(down, TOP - HEIGHT), BOTTOM + HEIGHT), 1)

    def line(self, x: float, y: float, slope: float) -> tuple[Spot, Spot]:
        """The piece within the frame of the line with `slope` through (x, y), which lies inside."""
        ends = []
        for edge, side in ((self.left, -1), (self.right, 1)):
            reach = abs(edge - x)
            room = self.high - y if slope * side > 0 else y - self.low
            if abs(slope) * reach > room:
                reach = room / abs(slope)
            ends.append(self.place(x + side * reach, y + side * reach * slope))
        return ends[0], ends[1]


def draw_tangent(curve: Curve, x: float, slope: float, own: float | None) -> TangentDrawing | None:
    """The drawing around `x`, where the curve has the slope `slope`; `own` is the slope of the other line.

    None where the curve has no value at `x`, or none around it. Raises NoCurve like the curve itself.
    """
    y = float(curve(np.array([x]))[0])
    if not all(map(math.isfinite, (x, y, slope))) or (own is not None and not math.isfinite(own)):
        return None
    half = _half_width(curve, x, y, slope, own)
    if half is None:
        return None
    places = _places(x, half)
    heights = curve(places)
    frame = _Frame(x - half, x + half, *_span(heights, y, abs(slope) * half, abs(own or 0) * half))
    return TangentDrawing(
        point=frame.place(x, y),
        curve=tuple(_pieces(places, heights, frame)),
        tangent=frame.line(x, y, slope),
        own_line=None if own is None else frame.line(x, y, own),
        across=_ticks(frame.left, frame.right, 4, lambda value: frame.place(value, y)[0]),
        upward=_ticks(frame.low, frame.high, 3, lambda value: frame.place(x, value)[1]),
        x_axis=frame.place(x, 0)[1] if frame.low < 0 < frame.high else None,
        y_axis=frame.place(0, y)[0] if frame.left < 0 < frame.right else None,
    )


def _places(x: float, half: float) -> Values:
    return np.linspace(x - half, x + half, PLACES)


def _half_width(curve: Curve, x: float, y: float, slope: float, own: float | None) -> float | None:
    """The widest window in which the tangent rises visibly; else the other line; else any that is calm."""
    calm: list[tuple[float, float]] = []
    for half in HALF_WIDTHS:
        heights = curve(_places(x, half))
        finite = np.isfinite(heights)
        near = finite[PLACES // 2 - PLACES // 8 : PLACES // 2 + PLACES // 8 + 1]
        if finite.mean() < 0.6 or not near.all() or _turns(heights[finite]) > TURNS_ALLOWED:
            continue
        calm.append((half, float(np.max(np.abs(heights[finite] - y)))))
    for steepness in (abs(slope), abs(own or 0)):
        for half, reach in calm:
            if steepness * half >= LEAST_RISE * reach and reach > 0:
                return half
    return calm[len(calm) // 2][0] if calm else None


def _turns(heights: Values) -> int:
    """How often the curve turns from rising to falling or back."""
    rises = np.sign(np.diff(heights))
    rises = rises[rises != 0]
    return int(np.count_nonzero(np.diff(rises)))


def _span(heights: Values, y: float, rise: float, own_rise: float) -> tuple[float, float]:
    """The lowest and the highest value to show: those of the curve, as far as its steepest ends allow.

    `rise` is how far the tangent gets from the point to the edge, `own_rise` the other line, which counts only
    where the curve is level.
    """
    finite = heights[np.isfinite(heights)]
    cap = max(rise / LEAST_RISE, 1.5 * float(np.ptp(np.percentile(finite, (10, 90)))))
    low, high = max(float(finite.min()), y - cap), min(float(finite.max()), y + cap)
    span = max(high - low, rise)
    if span <= 1e-9 * max(1.0, abs(y)):
        span = own_rise or 1.0
    low, high = min(low, y - 0.3 * span), max(high, y + 0.3 * span)
    return low - 0.08 * span, high + 0.08 * span


def _pieces(places: Values, heights: Values, frame: _Frame) -> list[tuple[Spot, ...]]:
    """The curve in pieces without gaps."""
    pieces: list[list[Spot]] = [[]]
    breaks = _breaks(heights, frame)
    for index, (x, y) in enumerate(zip(places, heights, strict=True)):
        if not math.isfinite(y) or (index and breaks[index - 1]):
            pieces.append([])
        if math.isfinite(y):
            pieces[-1].append(frame.place(float(x), float(y)))
    return [tuple(piece) for piece in pieces if len(piece) > 1]


def _breaks(heights: Values, frame: _Frame) -> list[bool]:
    """Between which neighbours the curve jumps: over the whole frame, or far more than on both sides of it."""
    steps = np.diff(heights)
    found = []
    for index, step in enumerate(steps):
        before = steps[index - 1] if index else 0.0
        after = steps[index + 1] if index + 1 < len(steps) else 0.0
        beside = np.nanmax(np.abs([before, after, 0.0]))
        over = max(heights[index], heights[index + 1]) > frame.high
        under = min(heights[index], heights[index + 1]) < frame.low
        found.append(bool((over and under) or abs(step) > max(0.15 * (frame.high - frame.low), 8 * beside)))
    return found


def _ticks(low: float, high: float, wanted: int, place: Callable[[float], float]) -> tuple[Tick, ...]:
    """Round numbers between `low` and `high`, about `wanted` of them."""
    raw = (high - low) / wanted
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw * 0.8)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    form = ".3g" if max(abs(low), abs(high)) >= LARGE or decimals > DECIMALS else f".{decimals}f"
    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    return tuple(Tick(place(number * step), f"{number * step:{form}}") for number in numbers)
