"""The cells of a graph as formulas."""

from __future__ import annotations

from grader.language import to_latex
from grader.language.tree import Name
from gradus.library.presentation import ShownCell


def cell_latex(cell: ShownCell, loss: str) -> str:
    """What a cell asks for: a value's name, its shape, a local derivative, or the derivative of the loss."""
    node = to_latex(Name(cell["node"]))
    if cell["block"] == "forward":
        return node
    if cell["block"] == "shape":
        return f"\\operatorname{{shape}}({node})"
    top, by = (
        (node, to_latex(Name(cell["other"]))) if cell["block"] == "local" else (to_latex(Name(loss)), node)
    )
    return f"\\frac{{\\partial {top}}}{{\\partial {by}}}"


def edge_latex(cell: ShownCell) -> str:
    """The edge that a local derivative stands on; empty for any other cell."""
    if cell["block"] != "local":
        return ""
    return f"{to_latex(Name(cell['other']))}\\to {to_latex(Name(cell['node']))}"
