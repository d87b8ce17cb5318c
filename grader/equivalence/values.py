"""The values of three-valued evaluation: exact rational, ball, or a hole.

A value is an `fmpq` until the first irrational function, then an `arb` (a ball: midpoint and radius). A *hole*
stands where there is no value: UNDEFINED is proved (the ball lies wholly outside the domain, or an exact 1/0),
UNKNOWN is not (the ball straddles, or overflowed). Holes absorb every arithmetic operation, so that the
loops over points need no test for them.

The working precision of python-flint is one global of the process; `LOCK` guards it.
"""

from __future__ import annotations

from fractions import Fraction
from threading import RLock
from typing import Any

from flint import arb, ctx, fmpq

from grader.language.kept import Kept

LOCK = RLock()
EXACT_BITS = 4096
"""An exact rational that grows beyond this goes on as a ball."""
LONGEST_RATIONAL = 1000
"""Characters of a rational that an author writes."""
CUT_BITS = 1024
"""From this precision on, a ball that straddles the end of a closed domain is cut to it."""


class Hole:
    """No value here. `proved` tells undefined from unknown; unknown is the stronger of the two."""

    __slots__ = ("proved",)

    def __init__(self, proved: bool) -> None:
        self.proved = proved

    def _meet(self, other: object) -> Hole:
        return UNKNOWN if other is UNKNOWN else self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _meet

    def __neg__(self) -> Hole:
        return self

    def __repr__(self) -> str:
        return "UNDEFINED" if self.proved else "UNKNOWN"


UNDEFINED = Hole(proved=True)
UNKNOWN = Hole(proved=False)

Value = Any  # fmpq | arb | Hole: python-flint carries no types
ZERO = fmpq(0)


def hole_among(*values: Value) -> Hole | None:
    """The hole among `values`, UNKNOWN before UNDEFINED; None if all are numbers."""
    found: Hole | None = None
    for value in values:
        if type(value) is Hole:
            found = value if found is None else found._meet(value)
    return found


_EXACT: Kept[tuple[int, int], Any] = Kept(lambda number: fmpq(*number), 500)


def exact(number: Fraction | int) -> Any:
    """The `fmpq` of a Python rational."""
    return _EXACT[number.numerator, number.denominator]


def rational(text: str) -> Any:
    """The `fmpq` of "7/4", "-0.25" or "1e-3". Raises ValueError (also for a zero denominator, and for a text or a power
    of ten too long to be meant)."""
    _, _, power = text.lower().partition("e")
    if len(text) > LONGEST_RATIONAL or len(power.strip().lstrip("+-")) > 3:
        raise ValueError(text[:LONGEST_RATIONAL])
    try:
        return exact(Fraction(text.replace(" ", "")))
    except ZeroDivisionError as error:
        raise ValueError(text) from error


def ball(value: Value) -> Any:
    """The `arb` of an exact or ball value at the working precision."""
    return value if type(value) is arb else arb(value)


def shrink(value: Value) -> Value:
    """The same value, as a ball if its exact form has outgrown EXACT_BITS."""
    if type(value) is fmpq and value.height_bits() > EXACT_BITS:
        return arb(value)
    return value


class Precision:
    """`with Precision(bits):` sets python-flint's working precision and restores it. Re-entrant, one thread at a time."""

    __slots__ = ("before", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        LOCK.acquire()
        self.before = ctx.prec
        if self.before != self.bits:  # within another one, as a rule, it is right; setting it takes time
            ctx.prec = self.bits

    def __exit__(self, *_: object) -> None:
        if self.before != self.bits:
            ctx.prec = self.before
        LOCK.release()
