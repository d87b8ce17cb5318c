"""How far a response may be off, computed in exact rationals (balls only where the answer is irrational). Inclusive."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import fmpq

from grader.equivalence.values import Hole, Value, ball, exact, rational
from grader.question import Tolerance


class Limits:
    """The allowed distance at each point. Raises ValueError where a tolerance is not a number >= 0."""

    __slots__ = ("absolute", "decimals", "figures", "is_exact", "relative")

    def __init__(self, tolerance: Tolerance) -> None:
        self.absolute = None if tolerance.absolute is None else _positive(tolerance.absolute)
        self.relative = None if tolerance.relative is None else _positive(tolerance.relative)
        self.decimals, self.figures = tolerance.decimals, tolerance.figures
        if (self.decimals or 0) < 0 or (self.figures is not None and self.figures < 1):
            raise ValueError("decimals must be >= 0 and figures >= 1")
        self.is_exact = tolerance == Tolerance()

    def at(self, answer: Value, typical: Value) -> Value:
        """The allowed distance from `answer`, at least as large as each option given allows.

        `typical` is the root mean square of the answer over the points (for a number: the answer itself).
        A relative tolerance of an answer that is 0 throughout is taken as an absolute one.
        """
        limits = [] if self.absolute is None else [self.absolute]
        if self.relative is not None:
            size = _larger(abs(answer), typical)
            limits.append(self.relative if size == 0 else self.relative * size)
        if self.decimals is not None:
            limits.append(exact(Fraction(1, 2 * 10**self.decimals)))
        if self.figures is not None:
            limits.append(_half_figure(answer, self.figures))
        best = limits[0]
        for limit in limits[1:]:
            best = _larger(best, limit)
        return best


def _positive(text: str) -> Any:
    value = rational(text)
    if value < 0:
        raise ValueError(text)
    return value


def _larger(left: Value, right: Value) -> Value:
    if type(left) is fmpq and type(right) is fmpq:
        return max(left, right)
    return ball(left).max(ball(right))


def _half_figure(answer: Value, figures: int) -> Value:
    """Half a unit in the last of `figures` significant digits of `answer`."""
    middle = answer if type(answer) is fmpq else ball(answer).mid().fmpq()
    size = abs(Fraction(int(middle.p), int(middle.q)))
    if not size:
        return fmpq(1, 2 * 10**figures)
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    exponent -= size < Fraction(10) ** exponent
    return exact(Fraction(10) ** (exponent - figures + 1) / 2)


def root_mean_square(values: list[Value]) -> Value:
    """Of the values that are numbers; 0 if none is."""
    squares = [value * value for value in values if type(value) is not Hole]
    return ball(sum(squares[1:], squares[0]) / len(squares)).sqrt() if squares else fmpq(0)
