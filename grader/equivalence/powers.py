"""Quotients and powers, three-valued (the rules for real powers are in `power`)."""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from grader.equivalence.values import EXACT_BITS, UNDEFINED, UNKNOWN, Hole, Value, ball, hole_among


def divide(top: Value, bottom: Value) -> Value:
    """`top / bottom`; UNDEFINED for an exact zero below, UNKNOWN where the ball straddles zero."""
    if type(bottom) is fmpq:
        return top / bottom if bottom and type(top) is not Hole else _bad_quotient(top, bottom)
    if type(top) is not Hole and type(bottom) is arb:
        result = top / bottom
        if result.is_finite():
            return result
    return _bad_quotient(top, bottom)


def _bad_quotient(top: Value, bottom: Value) -> Value:
    hole = hole_among(top, bottom)
    if hole is not None:
        return hole
    return UNDEFINED if bottom == 0 else UNKNOWN


def integer_power(base: Value, exponent: int) -> Value:
    """`base` to a whole `exponent`; 0^0 is 1 (the convention of polynomials), 0^-n is UNDEFINED."""
    if type(base) is Hole:
        return base
    if type(base) is fmpq:
        if not base and exponent < 0:
            return UNDEFINED
        if base.height_bits() * abs(exponent) <= EXACT_BITS:
            return base**exponent
        base = arb(base)
    result = base**exponent
    return result if result.is_finite() else UNKNOWN


def root(base: Value, degree: int, cut: bool) -> Value:
    """The real `degree`-th root. Even degrees need base >= 0; `cut` forgives a ball that straddles 0."""
    if type(base) is Hole:
        return base
    if base == 0:
        return fmpq(0)
    wide = ball(base)
    if degree % 2:
        return _odd_root(wide, degree)
    if wide < 0:
        return UNDEFINED
    if not wide >= 0:
        if not cut:
            return UNKNOWN
        wide = wide.nonnegative_part()
        return ball(0).union(wide.upper().root(degree)) if wide.is_finite() else UNKNOWN
    result = wide.sqrt() if degree == 2 else wide.root(degree)
    return result if result.is_finite() else UNKNOWN


def _odd_root(wide: Any, degree: int) -> Value:
    if wide > 0:
        result = wide.root(degree)
    elif wide < 0:
        result = -((-wide).root(degree))
    elif wide.is_finite():
        upper, lower = wide.abs_upper().root(degree), -(wide.abs_upper().root(degree))
        result = lower.union(upper)
    else:
        return UNKNOWN
    return result if result.is_finite() else UNKNOWN


def power(base: Value, exponent: Value, constant: bool, cut: bool) -> Value:
    """`base^exponent` in the reals.

    A whole exponent is repeated multiplication. `constant` says that the exponent has no variables: then p/q
    with odd q is the real root, (-8)^(1/3) = -2. Any other exponent needs a base > 0 (>= 0 when positive).
    """
    if type(exponent) is fmpq:
        if exponent.q == 1:
            return integer_power(base, int(exponent.p))
        if constant and exponent.q % 2 and exponent.q < 1000 and abs(exponent.p) < 10**6:
            return integer_power(root(base, int(exponent.q), cut), int(exponent.p))
    hole = hole_among(base, exponent)
    if hole is not None:
        return hole
    if type(exponent) is fmpq and exponent.q == 2 and abs(exponent.p) < 10**6:
        return integer_power(root(base, 2, cut), int(exponent.p))
    return _positive_power(ball(base), exponent)


def _positive_power(base: Any, exponent: Value) -> Value:
    if base > 0:
        result = (base.log() * exponent).exp()
        return result if result.is_finite() else UNKNOWN
    if base < 0:
        return UNDEFINED
    if base == 0 and (exponent > 0 or exponent < 0):
        return fmpq(0) if exponent > 0 else UNDEFINED
    return UNKNOWN
