"""What the checks are compared with: two floors that decide little or nothing, and sympy's two ways to decide."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

Case = dict[str, Any]
POINTS = 16
FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(np, name) for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sinh", "cosh", "sign")
} | {
    "sec": lambda x: 1 / np.cos(x), "csc": lambda x: 1 / np.sin(x), "cot": lambda x: 1 / np.tan(x), "ln": np.log,
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "Abs": np.abs, "Max": np.maximum, "Min": np.minimum,
    "relu": lambda x: np.maximum(x, 0), "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
}  # fmt: skip
CONSTANTS = {"pi": np.pi, "e": np.e, "E": np.e}
OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.true_divide, ast.Pow: np.float_power,
    ast.USub: np.negative, ast.UAdd: np.positive,
}  # fmt: skip


def verdict(equal: bool) -> str:
    """As the cases word it."""
    return "correct" if equal else "incorrect"


def parsing(case: Case) -> Callable[[], None]:
    """Python's own parser on both strings: reading only, no decision."""

    def run() -> None:
        ast.parse(case["answer"], mode="eval")
        ast.parse(case["response"], mode="eval")

    return run


def sampling(case: Case) -> Callable[[], str]:
    """Both strings read by Python's parser, walked over a table of operations, and compared by numpy at 16 random
    points: quick, and not rigorous."""
    generator = np.random.default_rng(0)
    columns = {
        name: generator.uniform(*case["domain"].get(name, (-3, 3)), POINTS) for name in case["variables"]
    }

    def run() -> str:
        with np.errstate(all="ignore"):
            answer, response = (
                walked(ast.parse(case[side], mode="eval").body, columns) for side in ("answer", "response")
            )
            close = np.isclose(answer, response, rtol=1e-9, atol=1e-12) | (
                np.isnan(answer) & np.isnan(response)
            )
        return verdict(bool(np.all(close)))

    return run


def walked(node: ast.expr, columns: dict[str, Any]) -> Any:
    """The value of an expression at all points. Raises NameError for whatever is not in the tables."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name) if name in columns or name in CONSTANTS:
            return columns[name] if name in columns else CONSTANTS[name]
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            return OPERATORS[type(sign)](walked(left, columns), walked(right, columns))
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in OPERATORS:
            return OPERATORS[type(sign)](walked(operand, columns))
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
            return FUNCTIONS[name](*(walked(each, columns) for each in arguments))
        case _:
            raise NameError(ast.unparse(node))


def simplifying(left: Any, right: Any) -> Callable[[], str]:
    """`simplify(a - b) == 0`, both sides already read."""
    import sympy  # noqa: PLC0415  # its import must not count in the figures before it

    return lambda: verdict(bool(sympy.simplify(left - right) == 0))


def equalling(left: Any, right: Any) -> Callable[[], str]:
    """`a.equals(b)`, both sides already read; None counts as not equal."""
    return lambda: verdict(left.equals(right) is True)
