"""Simulated students: they fill a graph in working order on their own entries, honestly but for one mistake."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import fmpq

from grader.errors import ReferenceFault
from grader.graphs import AnswerKey, Cell, Pass, answer_key, to_float
from grader.graphs.arrays import by_entry, entries_of, shape_of
from grader.graphs.cells import ShapeCell
from grader.graphs.malrules import GRAPH_RULES, GraphRule
from grader.graphs.marking import Sheet
from grader.graphs.values import agree, is_number
from grader.question import GraphSpec

Draw = Callable[[random.Random], str]


def quarter(draw: random.Random) -> str:
    """A number of quarters or thirds that is neither 0, 1 nor -1."""
    return f"{draw.choice((-1, 1)) * draw.choice((2, 3, 5, 6, 7, 9, 10))}/{draw.choice((4, 3))}"


def whole(draw: random.Random) -> str:
    """A small whole number, neither 0, 1 nor -1."""
    return str(draw.choice((-1, 1)) * draw.randint(2, 6))


def vector(of: Draw, size: int) -> Draw:
    """A vector of drawn numbers."""
    return lambda draw: "(" + ", ".join(of(draw) for _ in range(size)) + ")"


def matrix(of: Draw, rows: int, columns: int) -> Draw:
    """A matrix of drawn numbers."""
    return lambda draw: (
        "["
        + ", ".join(vector(of, columns)(draw).replace("(", "[").replace(")", "]") for _ in range(rows))
        + "]"
    )


def one_hot(rows: int, columns: int) -> Draw:
    """Rows with one 1."""

    def drawn(draw: random.Random) -> str:
        places = [draw.randrange(columns) for _ in range(rows)]
        return str([[int(column == place) for column in range(columns)] for place in places])

    return drawn


@dataclass(frozen=True)
class Family:
    """Graphs of one form: how each input is drawn, the nodes, and the asked cells."""

    name: str
    inputs: dict[str, Draw]
    nodes: list[tuple[str, str]]
    ask: tuple[str, ...]

    def drawn(self, draw: random.Random) -> AnswerKey:
        """One graph of the family at which everything has a value."""
        while True:
            inputs = {name: of(draw) for name, of in self.inputs.items()}
            try:
                key = answer_key(GraphSpec(inputs, tuple(self.nodes), self.nodes[-1][0], self.ask))
            except ReferenceFault:
                continue
            if all(map(visible, key.cells, [key.numbers] * len(key.cells))):
                return key


def visible(cell: Cell, numbers: Pass) -> bool:
    """Is nothing in the cell so small that three decimals lose it? Real problems are drawn so, too."""
    return all(entry == 0 or abs(to_float(entry)) >= 0.01 for entry in entries_of(cell.key(numbers)))


def two_two_one(function: str, of: Draw) -> Family:
    """Two inputs, two hidden units, one output, squared loss."""
    names = ("x1", "x2", "a1", "a2", "a3", "a4", "b1", "b2", "u1", "u2", "y")
    nodes = [("z1", "a1*x1 + a2*x2 + b1"), ("z2", "a3*x1 + a4*x2 + b2"), ("h1", f"{function}(z1)"), ("h2", f"{function}(z2)"),
             ("p", "u1*h1 + u2*h2"), ("L", "(p - y)^2/2")]  # fmt: skip
    ask = ("v:z1", "v:z2", "v:h1", "v:h2", "v:p", "v:L", "l:h1/z1", "l:h2/z2", "l:p/h1", "l:L/p",
           "g:L", "g:p", "g:h1", "g:h2", "g:z1", "g:z2", "g:a1", "g:a2", "g:a3", "g:a4", "g:b1", "g:u1", "g:u2")  # fmt: skip
    return Family(f"2-2-1 {function}", dict.fromkeys(names, of), nodes, ask)


FAMILIES = (
    two_two_one("sigmoid", quarter),
    two_two_one("tanh", quarter),
    two_two_one("relu", whole),
    Family("fan-out", {"x": whole, "b": whole}, [("u", "x + b"), ("v", "x*b"), ("J", "u*v")],
           ("v:u", "v:v", "v:J", "l:u/x", "l:v/x", "l:v/b", "l:J/u", "g:u", "g:v", "g:x", "g:b")),
    Family("logistic", {"x": quarter, "w": quarter, "b": quarter, "y": lambda draw: draw.choice("01")},
           [("z", "w*x + b"), ("p", "sigmoid(z)"), ("L", "-(y*ln(p) + (1 - y)*ln(1 - p))")],
           ("v:z", "v:p", "v:L", "l:p/z", "l:L/p", "g:p", "g:z", "g:w", "g:b")),
    Family("softmax", {"z": vector(quarter, 3), "y": lambda draw: draw.choice(("(1, 0, 0)", "(0, 1, 0)", "(0, 0, 1)")), "w": quarter},
           [("s", "w*z"), ("p", "softmax(s)"), ("m", "dot(p, z)"), ("C", "cross_entropy(s, y)"), ("L", "C + m")],
           ("v:s", "v:p", "v:m", "v:C", "v:L", "g:C", "g:m", "g:p", "g:s", "g:w")),
    Family("shared weight", {"w": quarter, "x": quarter, "y": quarter},
           [("a", "w*x"), ("h", "tanh(a)"), ("o", "w*h"), ("L", "(o - y)^2/2")],
           ("v:a", "v:h", "v:o", "v:L", "l:a/w", "l:h/a", "l:o/w", "l:o/h", "g:o", "g:h", "g:a", "g:w")),
    Family("batch", {"X": matrix(whole, 3, 2), "W": matrix(whole, 2, 2), "b": vector(whole, 2), "U": matrix(quarter, 2, 2), "Y": one_hot(3, 2)},
           [("Z", "X W + b"), ("H", "relu(Z)/4"), ("O", "H U"), ("L", "cross_entropy(O, Y)")],
           ("v:Z", "v:H", "v:O", "v:L", "l:H/Z", "g:O", "g:H", "g:Z", "g:U", "g:W", "g:b")),
)  # fmt: skip


@dataclass
class Student(Sheet):
    """A sheet that is being filled: `written` grows cell by cell."""

    written: dict[str, Any] = field(default_factory=dict)

    def fresh(self) -> None:
        """Forget what was worked out before the last entry."""
        self.worked_out, self.pulled_back = {}, {}


@dataclass(frozen=True)
class Run:
    """What a student wrote, the cells at which the mistake was made, and the mistake."""

    key: AnswerKey
    entries: Mapping[str, Any]
    faulty: tuple[str, ...]
    rule: GraphRule | None


def rounded(value: Any, decimals: int) -> Any:
    """A value as written down: whole numbers exactly, anything else rounded."""

    def one(entry: Any) -> Any:
        if type(entry) is fmpq and entry.q == 1:
            return entry
        return fmpq(round(to_float(entry) * 10**decimals), 10**decimals)

    return by_entry(one, value)


def runs(family: Family, draw: random.Random, count: int, decimals: int = 4) -> Iterator[Run]:
    """`count` runs with a mistake that changes something."""
    rules = list(GRAPH_RULES)
    while count:
        run = filled(family.drawn(draw), draw.choice(rules), draw, decimals)
        if run is not None and run.faulty:
            count -= 1
            yield run


def filled(key: AnswerKey, rule: GraphRule | None, draw: random.Random, decimals: int) -> Run | None:
    """One run: the mistake is made wherever it applies, or at one such cell; None where work leads nowhere."""
    # A sign that is lost over and over comes back every other time: then the entry is right.
    once = draw.random() < 0.5 or (rule is not None and rule.code == "bp_sign")
    sheet = Student(key.graph, by_output=draw.random() < 0.5)
    faulty: list[str] = []
    for cell in key.cells:
        sheet.fresh()
        try:
            honest = cell.method(sheet)
            wrong = None if rule is None or (once and faulty) else struck(rule, cell, sheet, honest, draw)
        except (ReferenceFault, ZeroDivisionError):
            return None
        if not is_number(honest):
            return None
        value = rounded(honest if wrong is None else wrong, decimals)
        if wrong is not None:
            faulty.append(cell.name)
        sheet.written[cell.name] = value
    return Run(key, dict(sheet.written), tuple(faulty), rule)


def struck(rule: GraphRule, cell: Cell, sheet: Sheet, honest: Any, draw: random.Random) -> Any | None:
    """What the mistake gives here, if it applies and is more than a difference of rounding."""
    if not isinstance(cell, rule.kind) or isinstance(cell, ShapeCell):
        return None
    found = [
        value
        for value in rule.wrong(cell, sheet)
        if is_number(value) and shape_of(value) == shape_of(honest) and clear(value, honest)
    ]
    return draw.choice(found) if found else None


def clear(wrong: Any, honest: Any) -> bool:
    """Off by more than three times what is forgiven, as draws of real problems are: else it is no other answer."""
    return not agree(by_entry(lambda one, other: other + (one - other) / 3, wrong, honest), honest)
