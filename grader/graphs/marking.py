"""Marks each cell twice: against the key, and against its method on the student's own entries.

| equals key | own method holds | verdict        | marks |
|------------|------------------|----------------|-------|
| yes        | either           | right          | full  |
| no         | yes              | follow_through | full  |
| no         | no               | wrong          | none  |

So a cell is wrong only where the work went wrong, and an early slip does not cost everything after it. A cell
left blank or unreadable is supplied from the key for the cells after it; one that was not asked follows from
the student's entries by its method.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from grader.graphs.arrays import entries_of, is_array, shape_of
from grader.graphs.build import Graph, GraphFault, build
from grader.graphs.cells import BLOCKS, Block, Cell, GradientCell, ShapeCell, ValueCell, asked_cells
from grader.graphs.engine import Pass, pulled, run
from grader.graphs.values import UNDEFINED, Value, agree, agreeing, is_zero
from grader.question import GraphSpec
from grader.results import CellVerdict

NOTHING, ALL = Fraction(0), Fraction(1)
UNREAD = object()
"""The entry of a cell whose text could not be read."""


@dataclass(slots=True)
class Sheet:
    """The student's sheet: what stands in each cell, for methods to read."""

    graph: Graph
    written: Mapping[str, Value]
    by_output: bool = False
    worked_out: dict[str, Value] = field(default_factory=dict)
    pulled_back: dict[str, Mapping[str, Value]] = field(default_factory=dict)

    def read(self, cell: Cell) -> Value:
        """What is written in a cell, else what its method gives."""
        name = cell.name
        if name in self.written:
            return self.written[name]
        if name not in self.worked_out:
            self.worked_out[name] = cell.method(self)
        return self.worked_out[name]

    def shares(self, user: str) -> Mapping[str, Value]:
        """What the parents of a node on arrays get of the gradient that stands at it."""
        if user not in self.pulled_back:
            operation = self.graph.operations[user]
            values = {parent: self.read(ValueCell(parent)) for parent in operation.parents}
            self.pulled_back[user] = pulled(operation, values, self.read(GradientCell(user)))
        return self.pulled_back[user]


@dataclass(frozen=True, slots=True)
class Mark:
    """The judgement on one cell.

    `key` is the right value; `method` is what the own entries lead to, where the entry is not right. `earned` is the
    share of the cell's marks, 0 to 1: of an array the share of its entries, which are judged in `entries` (row by row).
    """

    cell: Cell
    verdict: CellVerdict
    key: Value
    method: Value | None
    earned: Fraction
    entries: tuple[CellVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Marking:
    """All marks in working order, the first wrong cell, and the share of the marks of each asked block."""

    marks: tuple[Mark, ...]
    first_fault: str | None
    shares: dict[Block, Fraction]
    score: Fraction


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """A graph question made ready: the asked cells in working order, all right values, marks per block."""

    graph: Graph
    cells: tuple[Cell, ...]
    numbers: Pass
    weights: Mapping[str, int]


def answer_key(spec: GraphSpec) -> AnswerKey:
    """The key of a spec. Raises GraphFault for a graph that is wrong or has no value somewhere."""
    cells = asked_cells(spec)
    if any(spec.marks.get(cell.block, 1) < 1 for cell in cells) or set(spec.marks) - set(BLOCKS):
        raise GraphFault("", f"an asked block ({', '.join(BLOCKS)}) has at least 1 mark", None, "marks")
    graph = build(spec)
    return AnswerKey(graph, cells, run(graph), spec.marks)


def mark(key: AnswerKey, entries: Mapping[str, Value | object]) -> Marking:
    """Marks the entries: cell name -> value, or UNREAD. A cell without an entry is blank."""
    typed = {
        cell.name: entries[cell.name] for cell in key.cells if entries.get(cell.name, UNREAD) is not UNREAD
    }
    sheets = tuple(own_sheet(key, typed, by_output) for by_output in (False, True))
    judged = [_judge(cell, entries, sheets, key.numbers) for cell in key.cells]
    marks = tuple(_without_free_zeros(judged, typed))
    first = next((mark.cell.name for mark in marks if mark.verdict is CellVerdict.WRONG), None)
    shares = _shares(marks)
    return Marking(marks, first, shares, _score(shares, key.weights))


def own_sheet(key: AnswerKey, typed: Mapping[str, Value], by_output: bool = False) -> Sheet:
    """The student's sheet; what is blank, or has another shape than it should, is supplied from the key."""
    right = {cell.name: cell.key(key.numbers) for cell in key.cells}
    fitting = {name: value for name, value in typed.items() if shape_of(value) == shape_of(right[name])}
    return Sheet(key.graph, right | fitting, by_output)


def _judge(cell: Cell, entries: Mapping[str, object], sheets: tuple[Sheet, ...], numbers: Pass) -> Mark:
    key = cell.key(numbers)
    if cell.name not in entries:
        return Mark(cell, CellVerdict.BLANK, key, None, NOTHING)
    typed = entries[cell.name]
    if typed is UNREAD:
        return Mark(cell, CellVerdict.UNREADABLE, key, None, NOTHING)
    if agree(typed, key):
        return Mark(cell, CellVerdict.RIGHT, key, None, ALL, _all_of(typed, CellVerdict.RIGHT))
    methods = [method_of(cell, sheet) for sheet in sheets]
    for method in methods:
        if agree(typed, method):
            return Mark(
                cell, CellVerdict.FOLLOW_THROUGH, key, method, ALL, _all_of(typed, CellVerdict.FOLLOW_THROUGH)
            )
    return _wrong(cell, typed, key, methods[0])


def method_of(cell: Cell, sheet: Sheet) -> Value:
    """What the own entries lead to; UNDEFINED where they lead nowhere (the slope of a ReLU at 0)."""
    try:
        return cell.method(sheet)
    except GraphFault:
        return UNDEFINED


def _wrong(cell: Cell, typed: Value, key: Value, method: Value) -> Mark:
    """A wrong cell; an array of the right shape earns the share of its entries that are right."""
    if not is_array(key) or shape_of(typed) != shape_of(key) or isinstance(cell, ShapeCell):
        return Mark(cell, CellVerdict.WRONG, key, method, NOTHING)
    right = agreeing(typed, key)
    followed = agreeing(typed, method) if shape_of(method) == shape_of(key) else [False] * len(right)
    entries = tuple(
        CellVerdict.RIGHT if own else CellVerdict.FOLLOW_THROUGH if way else CellVerdict.WRONG
        for own, way in zip(right, followed, strict=True)
    )
    earned = Fraction(sum(entry is not CellVerdict.WRONG for entry in entries), len(entries))
    return Mark(cell, CellVerdict.WRONG, key, method, earned, entries)


def _all_of(value: Value, verdict: CellVerdict) -> tuple[CellVerdict, ...]:
    return (verdict,) * len(entries_of(value)) if is_array(value) else ()


def _without_free_zeros(marks: list[Mark], typed: Mapping[str, Value]) -> list[Mark]:
    """A wrong entry must not make everything after it an easy 0.

    A zero that follows from a slip (a ReLU that the slip switched off) earns its mark in the first block
    where such zeros appear, and none once a wrong 0 was written. The verdict stays: the fault is elsewhere.
    """
    wrong_zero = False
    block_of_zeros: Block | None = None
    result = []
    for one in marks:
        zero = one.cell.name in typed and is_zero(typed[one.cell.name])
        wrong_zero = wrong_zero or (zero and one.verdict is CellVerdict.WRONG)
        if zero and one.verdict is CellVerdict.FOLLOW_THROUGH:
            block_of_zeros = block_of_zeros or one.cell.block
            if wrong_zero or one.cell.block != block_of_zeros:
                one = replace(one, earned=NOTHING)
        result.append(one)
    return result


def _shares(marks: tuple[Mark, ...]) -> dict[Block, Fraction]:
    shares: dict[Block, Fraction] = {}
    for block in BLOCKS:
        earned = [mark.earned for mark in marks if mark.cell.block == block]
        if earned:
            shares[block] = sum(earned, NOTHING) / len(earned)
    return shares


def _score(shares: Mapping[Block, Fraction], weights: Mapping[str, int]) -> Fraction:
    """The mean of the blocks' shares, weighted by their marks; blocks that were not asked do not count."""
    whole = sum(weights.get(block, 1) for block in shares)
    return sum((share * weights.get(block, 1) for block, share in shares.items()), Fraction()) / whole
