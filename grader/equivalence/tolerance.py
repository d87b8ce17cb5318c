"""How far a response may be off, computed in exact rationals (balls only where the answer is irrational). Inclusive."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from grader.equivalence.values import Hole, Value, ball, exact, rational
from grader.question import Tolerance

MOST_DIGITS = 1000
"""Decimals or figures that a tolerance may count."""
MOST_POWER = 2000
"""From here on a power of ten is a ball, not a fraction."""
ENOUGH_BITS = 10
"""Of a ball whose first digit is asked for."""


class Limits:
    """The allowed distance at each point. Raises ValueError where a tolerance is not a number >= 0."""

    __slots__ = ("absolute", "decimals", "figures", "is_exact", "relative")

    def __init__(self, tolerance: Tolerance) -> None:
        self.absolute = None if tolerance.absolute is None else _positive(tolerance.absolute)
        self.relative = None if tolerance.relative is None else _positive(tolerance.relative)
        self.decimals, self.figures = tolerance.decimals, tolerance.figures
        if (
            not 0 <= (self.decimals or 0) <= MOST_DIGITS
            or not 1 <= (1 if self.figures is None else self.figures) <= MOST_DIGITS
        ):
            raise ValueError(f"decimals must be 0 to {MOST_DIGITS}, figures 1 to {MOST_DIGITS}")
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
    """Half a unit in the last of `figures` significant digits of `answer`; nan, with which nothing compares, where the
    first digit is not known."""
    if answer == 0:
        return fmpq(1, 2 * 10**figures)
    if type(answer) is arb and answer.rel_accuracy_bits() < ENOUGH_BITS:
        return arb("nan")
    power = (_magnitude(answer) if type(answer) is fmpq else _magnitude_of_ball(answer)) - figures + 1
    if abs(power) < MOST_POWER:
        return exact(Fraction(10) ** power / 2)
    return arb(10) ** power / 2


def _magnitude(answer: Value) -> int:
    """The power of ten of the first significant digit: 2 for 314, -3 for 0.0015."""
    size = abs(Fraction(int(answer.p), int(answer.q)))
    power = len(str(size.numerator)) - len(str(size.denominator))
    return power - (size < Fraction(10) ** power)


def _magnitude_of_ball(answer: Value) -> int:
    """The same by logarithms: the middle of e^(10^30) has too many bits to be written as a fraction. What is within
    the ball's error of a power of ten (sqrt(10)^2) counts as that power."""
    power = abs(answer.mid()).log() / arb(10).log()
    middle = power.mid()
    nearest = (middle + arb(0.5)).floor()
    close = abs(middle - nearest) < arb(2) ** -40
    return int((nearest if close else middle.floor()).mid().fmpq().p)


def root_mean_square(values: list[Value]) -> Value:
    """Of the values that are numbers; 0 if none is."""
    squares = [value * value for value in values if type(value) is not Hole]
    return ball(sum(squares[1:], squares[0]) / len(squares)).sqrt() if squares else fmpq(0)
