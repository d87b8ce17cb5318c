"""What the checks are compared with: two floors that decide little or nothing, and sympy's two ways to decide."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

Case = dict[str, Any]
POINTS = 16
NAMESPACE = {
    name: getattr(np, name) for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "pi", "e")
} | {
    "sec": lambda x: 1 / np.cos(x), "csc": lambda x: 1 / np.sin(x), "cot": lambda x: 1 / np.tan(x), "ln": np.log,
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "Abs": np.abs, "sinh": np.sinh, "cosh": np.cosh,
    "sign": np.sign, "Max": np.maximum, "Min": np.minimum, "relu": lambda x: np.maximum(x, 0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "__builtins__": {},
}  # fmt: skip


def parsing(case: Case) -> Callable[[], bool | None]:
    """Python's own parser on both strings: reading only, no decision."""

    def run() -> None:
        ast.parse(case["answer"], mode="eval")
        ast.parse(case["response"], mode="eval")

    return run


def sampling(case: Case) -> Callable[[], bool | None]:
    """Both strings compiled by Python and compared by numpy at 16 random points: quick, and not rigorous. What it
    evaluates are the cases of this project, never what a person typed."""
    generator = np.random.default_rng(0)
    columns = {
        name: generator.uniform(*case["domain"].get(name, (-3, 3)), POINTS) for name in case["variables"]
    }

    def run() -> bool:
        space = NAMESPACE | columns
        with np.errstate(all="ignore"):
            answer, response = (
                eval(compile(case[side], "case", "eval"), space)  # our own cases
                for side in ("answer", "response")
            )
            close = np.isclose(answer, response, rtol=1e-9, atol=1e-12) | (
                np.isnan(answer) & np.isnan(response)
            )
        return bool(np.all(close))

    return run


def simplifying(left: Any, right: Any) -> Callable[[], bool]:
    """`simplify(a - b) == 0`, both sides already read."""
    import sympy  # noqa: PLC0415  # its import must not count in the figures before it

    return lambda: bool(sympy.simplify(left - right) == 0)


def equalling(left: Any, right: Any) -> Callable[[], bool]:
    """`a.equals(b)`, both sides already read; None counts as not equal."""
    return lambda: left.equals(right) is True
