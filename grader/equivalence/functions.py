"""The fixed functions on values, three-valued: each row names its domain and its ball function.

A total function maps every ball to a ball. A partial one first asks where the ball lies: inside the domain,
outside (UNDEFINED) or straddling (UNKNOWN, or cut to a closed domain when `cut` is set).
GELU is the exact form x/2 (1 + erf(x/sqrt 2)) of Hendrycks and Gimpel; acot is atan(1/x), range (-pi/2, pi/2].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb, fmpq

from grader.equivalence.powers import divide, root
from grader.equivalence.values import UNDEFINED, UNKNOWN, ZERO, Hole, Value, ball, exact, hole_among

Function = Callable[[Value], Value]
MAX_FACTORIAL = 100


def _never(value: Value) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Partial:
    """A function with a domain: `outside` proves that a ball lies off it; `ends` are those of a closed domain on
    which it is monotone: a straddling ball is cut to them (None: no end)."""

    apply: Function
    outside: Callable[[Value], bool]
    ends: tuple[int | None, int | None] | None = None


def _sigmoid(value: Value) -> Value:
    return 1 / (1 + (-value).exp())


def _gelu(value: Value) -> Value:
    return value / 2 * (1 + (value / arb(2).sqrt()).erf())


TOTAL: dict[str, Function] = {
    "sin": arb.sin, "cos": arb.cos, "sinh": arb.sinh, "cosh": arb.cosh, "tanh": arb.tanh, "exp": arb.exp,
    "sech": arb.sech, "atan": arb.atan, "asinh": arb.asinh, "erf": arb.erf,
    "sigmoid": _sigmoid, "softplus": lambda v: v.exp().log1p(), "swish": lambda v: v * _sigmoid(v),
    "silu": lambda v: v * _sigmoid(v), "gelu": _gelu,
}  # fmt: skip


def _off_unit(value: Value) -> bool:
    return bool(value > 1 or value < -1)


def _inverse(function: Function) -> Function:
    return lambda value: function(1 / value)


PARTIAL: dict[str, Partial] = {
    "tan": Partial(arb.tan, _never),
    "sec": Partial(arb.sec, _never),
    "cot": Partial(arb.cot, lambda v: bool(v == 0)),
    "csc": Partial(arb.csc, lambda v: bool(v == 0)),
    "coth": Partial(arb.coth, lambda v: bool(v == 0)),
    "csch": Partial(arb.csch, lambda v: bool(v == 0)),
    "ln": Partial(arb.log, lambda v: bool(v <= 0)),
    "asin": Partial(arb.asin, _off_unit, (-1, 1)),
    "acos": Partial(arb.acos, _off_unit, (-1, 1)),
    "acosh": Partial(arb.acosh, lambda v: bool(v < 1), (1, None)),
    "atanh": Partial(arb.atanh, lambda v: bool(v >= 1 or v <= -1)),
    "acoth": Partial(_inverse(arb.atanh), lambda v: bool(v >= -1) and bool(v <= 1)),
    "asec": Partial(_inverse(arb.acos), lambda v: bool(v > -1) and bool(v < 1)),
    "acsc": Partial(_inverse(arb.asin), lambda v: bool(v > -1) and bool(v < 1)),
    "asech": Partial(_inverse(arb.acosh), lambda v: bool(v > 1 or v <= 0)),
    "acsch": Partial(_inverse(arb.asinh), lambda v: bool(v == 0)),
}
PARTIAL["log"] = PARTIAL["ln"]


def _partial(function: Partial, value: Value, cut: bool) -> Value:
    if type(value) is not arb:
        if type(value) is Hole:
            return value
        value = arb(value)
    result = function.apply(value)
    if result.is_finite():
        return result
    if function.outside(value):
        return UNDEFINED
    if cut and function.ends is not None and value.is_finite():
        result = _cut(function, value, *function.ends)
    return result if result.is_finite() else UNKNOWN


def _cut(function: Partial, value: Value, low: int | None, high: int | None) -> Value:
    """A monotone function over the part of a ball inside its closed domain."""
    lower = value.lower() if low is None else value.lower().max(arb(low))
    upper = value.upper() if high is None else value.upper().min(arb(high))
    return function.apply(lower).union(function.apply(upper))


def _sign(value: Value) -> Value:
    if value > 0:
        return fmpq(1)
    if value < 0:
        return fmpq(-1)
    return ZERO if value == 0 else UNKNOWN


def _larger(left: Value, right: Value) -> Value:
    if type(left) is fmpq and type(right) is fmpq:
        return max(left, right)
    return ball(left).max(ball(right))


def _floor(value: Value) -> Value:
    if type(value) is fmpq:
        return fmpq(value.floor())
    whole = value.floor()
    return fmpq(whole.unique_fmpz()) if whole.is_exact() else UNKNOWN


def _factorial(value: Value) -> Value:
    if type(value) is not fmpq:
        return UNKNOWN
    if value.q != 1 or value < 0 or value > MAX_FACTORIAL:
        return UNDEFINED
    result = 1
    for factor in range(2, int(value.p) + 1):
        result *= factor
    return exact(result)


def _acot(value: Value) -> Value:
    if value == 0:
        return arb.pi() / 2
    inverse = divide(fmpq(1), value)
    return inverse if type(inverse) is Hole else ball(inverse).atan()


EXACT: dict[str, Function] = {
    "abs": abs, "sign": _sign, "relu": lambda v: _larger(v, ZERO), "floor": _floor,
    "factorial": _factorial, "acot": _acot,
}  # fmt: skip


def _log_base(value: Value, base: Value, cut: bool) -> Value:
    return divide(_partial(PARTIAL["ln"], value, cut), _partial(PARTIAL["ln"], base, cut))


def _leaky(value: Value, slope: Value) -> Value:
    positive = _larger(value, ZERO)
    return positive + slope * (value - positive)


def _root(value: Value, degree: Value, cut: bool) -> Value:
    hole = hole_among(value, degree)
    if hole is not None:
        return hole
    if type(degree) is not fmpq or degree.q != 1 or not 0 < abs(degree.p) <= 1000:
        return UNDEFINED
    result = root(value, abs(int(degree.p)), cut)
    return result if degree > 0 else divide(fmpq(1), result)


def _several(function: str, values: Sequence[Value], cut: bool) -> Value:
    hole = hole_among(*values)
    if hole is not None:
        return hole
    first, *rest = values
    if function in ("max", "min"):
        sign = 1 if function == "max" else -1
        best = sign * first
        for value in rest:
            best = _larger(best, sign * value)
        return sign * best
    if function == "leaky_relu":
        return _leaky(first, rest[0] if rest else fmpq(1, 100))
    if function in ("log", "ln") and rest:
        return _log_base(first, rest[0], cut)
    if function == "root" and rest:
        return _root(first, rest[0], cut)
    return UNDEFINED


def apply(function: str, arguments: Sequence[list[Value]], cut: bool) -> list[Value]:
    """`function` at each point. `arguments` holds one column of values (one per point) for each argument.

    A function that is not in the table has no value: the parser does not let one through.
    """
    column = arguments[0] if arguments else []
    if len(arguments) == 1:
        total = TOTAL.get(function)
        if total is not None:
            return [total(v) if type(v) is arb else v if type(v) is Hole else total(arb(v)) for v in column]
        partial = PARTIAL.get(function)
        if partial is not None:
            return [_partial(partial, value, cut) for value in column]
        if function in ("sqrt", "cbrt"):
            return [root(value, 2 if function == "sqrt" else 3, cut) for value in column]
        simple = EXACT.get(function)
        if simple is not None:
            return [value if type(value) is Hole else simple(value) for value in column]
    return [_several(function, row, cut) for row in zip(*arguments, strict=True)]
