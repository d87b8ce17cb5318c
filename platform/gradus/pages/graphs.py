"""The drawing of a computation graph as numbers that an SVG template can place, and its names as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.graphs.tape import ARRAY_FUNCTIONS
from grader.language import AUTHOR, Names, Unreadable, parse, to_latex, to_text
from grader.language.tree import Name, Node
from gradus.library.presentation import ShownCell, ShownGraph

HALF_WIDTH = 40
HALF_HEIGHT = 22
AROUND = 36
"""Room left and right of the layout, for the operation under an outermost box."""
LONGEST = 20
"""Letters of an operation that fit under a box; a longer one stands only in the list under the drawing."""

Pieces = tuple[tuple[str, bool], ...]
"""Text cut where its height changes: each piece, and whether it stands below the line (an index)."""

_INDEX = re.compile(r"(?<=[A-Za-zα-ω])(\d+)")
_PLAIN = re.compile(r"[\w\s+.−]+|[σ]\([\w]+\)|ReLU\([\w]+\)")
_SPOKEN = (("sigmoid", "σ"), ("relu", "ReLU"), ("-", "\u2212"))


@dataclass(frozen=True, slots=True)
class Box:
    """One node: its centre, what stands in it (its name, an input's value) and under it (a short operation)."""

    x: float
    y: float
    label: Pieces
    below: Pieces
    kind: str

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - HALF_WIDTH

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - HALF_HEIGHT


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, edges as SVG path data, and the size of the drawing; `say` is the graph in words.

    `operations` holds what each node computes, as LaTeX.
    """

    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    left: float
    width: float
    height: float
    say: str
    operations: tuple[str, ...]


def picture(graph: ShownGraph) -> Picture | None:
    """The picture of a graph with a layout; None without."""
    layout = graph.get("layout")
    if not layout:
        return None
    trees = _trees(graph)
    boxes = []
    for node in layout["nodes"]:
        name = node["name"]
        given = graph["inputs"].get(name)
        kind = "input" if given is not None else "loss" if name == graph["loss"] else "inner"
        label = name if given is None else f"{name} = {given}"
        boxes.append(Box(node["x"], node["y"], _pieces(label), _short(trees.get(name)), kind))
    paths = tuple(_path(edge["points"]) for edge in layout["edges"])
    said = [*graph["inputs"].items(), *graph["nodes"]]
    say = ", ".join(f"{name} = {text}" for name, text in said)
    operations = tuple(f"{to_latex(Name(name))}={_latex(tree)}" for name, tree in trees.items())
    return Picture(
        tuple(boxes), paths, -AROUND, layout["width"] + 2 * AROUND, layout["height"], say, operations
    )


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


def _trees(graph: ShownGraph) -> dict[str, Node]:
    """Node -> its operation. One that cannot be read any more (an older engine wrote it) is left out."""
    variables = (*graph["inputs"], *(name for name, _ in graph["nodes"]))
    names = Names(variables=variables, functions=(*ARRAY_FUNCTIONS, "square"))
    trees = {}
    for name, text in graph["nodes"]:
        try:
            trees[name] = parse(text, names, AUTHOR)
        except Unreadable:
            continue
    return trees


def _latex(tree: Node) -> str:
    """As prompts write it: the logistic function is σ."""
    return to_latex(tree).replace("\\operatorname{sigmoid}", "\\sigma ")


def _short(tree: Node | None) -> Pieces:
    """An operation that reads well as a line of plain text and fits under its box; else nothing."""
    text = "" if tree is None else to_text(tree)
    for typed, shown in _SPOKEN:
        text = text.replace(typed, shown)
    return _pieces(text) if len(text) <= LONGEST and _PLAIN.fullmatch(text) else ()


def _pieces(text: str) -> Pieces:
    return tuple(_cut(text.replace("-", "\u2212")))


def _cut(text: str) -> Iterator[tuple[str, bool]]:
    """`w1 x1` -> w, 1 below, x, 1 below."""
    for place, piece in enumerate(_INDEX.split(text)):
        if piece:
            yield piece, place % 2 == 1


def _path(points: list[list[float]]) -> str:
    """A smooth line from the right of one box to the left of another, level at every point it passes."""
    (x, y), *rest = points
    x += HALF_WIDTH
    data = f"M{x:g} {y:g}"
    for number, (next_x, next_y) in enumerate(rest, 1):
        end_x = next_x - HALF_WIDTH if number == len(rest) else next_x
        middle = (x + end_x) / 2
        data += f"C{middle:g} {y:g} {middle:g} {next_y:g} {end_x:g} {next_y:g}"
        x, y = end_x, next_y
    return data
