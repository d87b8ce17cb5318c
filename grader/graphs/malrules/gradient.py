"""Mistakes in gradients: along one path, and where paths meet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from grader.equivalence.values import Value
from grader.graphs.arrays import hadamard, plus, shape_of
from grader.graphs.cells import GradientCell, LocalCell, Reader, ValueCell, has_local
from grader.graphs.malrules.local import LOCAL
from grader.graphs.malrules.shape import GraphRule, Wrong, opposite


def _links(cell: GradientCell, sheet: Reader) -> list[tuple[Value, Value]]:
    """(upstream gradient, local derivative) of each way on that has one."""
    users = [user for user in sheet.graph.users[cell.node] if has_local(sheet.graph.operations[user])]
    return [(sheet.read(GradientCell(user)), sheet.read(LocalCell(user, cell.node))) for user in users]


def _single_way(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    ways = cell.ways(sheet)
    if len(ways) > 1:
        yield from ways[::-1]


def _ways_multiplied(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    ways = cell.ways(sheet)
    if len(ways) > 1:
        yield reduce(hadamard, ways)


def _local_only(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    links = _links(cell, sheet)
    if links:
        yield reduce(plus, (local for _, local in links))


def _added(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    links = _links(cell, sheet)
    if links:
        yield reduce(plus, (plus(upstream, local) for upstream, local in links))


def _seed(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    if cell.node == sheet.graph.loss:
        yield sheet.read(ValueCell(cell.node))


def _over_the_edge(local: GraphRule) -> Wrong:
    """A mistake in the local derivative, made in the head: no cell was asked for it."""

    def rule(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
        users = sheet.graph.users[cell.node]
        if len(users) == 1 and has_local(sheet.graph.operations[users[0]]):
            upstream = sheet.read(GradientCell(users[0]))
            for wrong in local.wrong(LocalCell(users[0], cell.node), sheet):
                if shape_of(wrong) == shape_of(upstream):
                    yield hadamard(upstream, wrong)

    return rule


GRADIENT = (
    GraphRule("bp_seed", GradientCell, _seed),
    GraphRule("bp_fan_last", GradientCell, _single_way),
    GraphRule("bp_fan_prod", GradientCell, _ways_multiplied),
    GraphRule("bp_noup", GradientCell, _local_only),
    GraphRule("bp_add", GradientCell, _added),
    GraphRule("bp_sign", GradientCell, opposite),
    *(
        GraphRule(local.code, GradientCell, _over_the_edge(local))
        for local in LOCAL
        if local.code != "bp_sign"
    ),
)
