"""The right values of a graph's cells, as texts that a student could have typed and as LaTeX to reveal."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from grader.graphs import asked_cells, build, run, to_float
from grader.graphs.arrays import is_array
from grader.graphs.values import Value, is_zero
from grader.language import Names, parse, to_latex
from grader.language.tree import Name
from grader.question import GraphSpec

SHORT = 1000
"""A fraction whose numerator and denominator stay below this is shown as a fraction."""
NO_NAMES = Names()


def right_cells(spec: GraphSpec) -> dict[str, str]:
    """Asked cell -> its right value: whole numbers and short fractions exactly, else rounded to `spec.decimals`.

    A vector is `(1, 2)`, a matrix `[[1, 2], [3, 4]]`, a shape the vector of its sizes. Raises
    grader.graphs.GraphFault for a graph that is wrong or has no value.
    """
    numbers = run(build(spec))
    return {cell.name: _text(cell.key(numbers), spec.decimals) for cell in asked_cells(spec)}


def cells_latex(cells: dict[str, str], loss: str) -> str:
    """All cells in one line of LaTeX: values by name, derivatives as fractions."""
    return ",\\quad ".join(f"{cell_name(cell, loss)}={_value(text)}" for cell, text in cells.items())


def cell_name(cell: str, loss: str) -> str:
    """What a cell holds, in LaTeX: z, the shape of W, a derivative."""
    block, _, place = cell.partition(":")
    node, _, other = place.partition("/")
    if block == "v":
        return to_latex(Name(node))
    if block == "s":
        return f"\\operatorname{{shape}}({to_latex(Name(node))})"
    top, by = (node, other) if block == "l" else (loss, node)
    return f"\\frac{{\\partial {to_latex(Name(top))}}}{{\\partial {to_latex(Name(by))}}}"


def _text(value: Any, decimals: int) -> str:
    if not is_array(value):
        return _number(value, decimals)
    if value.ndim == 1:
        return f"({', '.join(_number(entry, decimals) for entry in value)})"
    rows = (f"[{', '.join(_number(entry, decimals) for entry in row)}]" for row in value)
    return f"[{', '.join(rows)}]"


def _number(value: Value, decimals: int) -> str:
    if is_zero(value):
        return "0"
    if type(value) is fmpq and max(abs(int(value.p)), int(value.q)) < SHORT:
        return str(value)
    return f"{to_float(value):.{decimals}f}"


def _value(text: str) -> str:
    if not text.startswith(("(", "[")):
        return _fraction(text)
    # A list of one, such as the shape of a vector, would be read as a number in brackets.
    return to_latex(parse(text, NO_NAMES)) if "," in text else text


def _fraction(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    top, _, bottom = text.removeprefix("-").partition("/")
    return f"{sign}\\frac{{{top}}}{{{bottom}}}" if bottom else text
