"""Mistakes with vectors, matrices and batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.substitution import with_children
from grader.equivalence.values import Value
from grader.errors import ReferenceFault
from grader.graphs.arrays import by_entry, entries_of, hadamard, is_array, scaled, shape_of
from grader.graphs.build import Operation, value_of
from grader.graphs.cells import Cell, GradientCell, Reader, ValueCell
from grader.graphs.malrules.shape import GraphRule, Wrong, activation
from grader.graphs.primitives import softmax
from grader.graphs.values import ONE
from grader.language.tree import Call, Name, Node, Product, walk

MEANS = ("mean", "cross_entropy")


def _turned(cell: Cell, sheet: Reader) -> Iterator[Value]:
    right = cell.method(sheet)
    if len(shape_of(right)) == 2:
        yield right.T


def _partners(cell: GradientCell, sheet: Reader) -> Iterator[tuple[Value, Value]]:
    """(upstream gradient, value of another parent) for each user on arrays."""
    for user in sheet.graph.users[cell.node]:
        operation = sheet.graph.operations[user]
        for parent in operation.parents:
            if operation.on_arrays and parent != cell.node:
                yield sheet.read(GradientCell(user)), sheet.read(ValueCell(parent))


def _entry_by_entry(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    for upstream, value in _partners(cell, sheet):
        if shape_of(upstream) == shape_of(value) != ():
            yield hadamard(upstream, value)


def _other_order(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    """The two factors in every order, turned or not, where the shapes fit."""
    for upstream, value in _partners(cell, sheet):
        if is_array(upstream) and is_array(value) and 2 in (upstream.ndim, value.ndim):
            for first, second in ((upstream, value), (value, upstream)):
                for left, right in ((first, second), (first.T, second), (first, second.T)):
                    if left.shape[-1] == right.shape[0]:
                        yield left.dot(right)


def _rewritten(change: Callable[[Product], Node]) -> Wrong:
    """A value with the products of its operation rewritten, where the shapes still fit."""

    def rule(cell: ValueCell, sheet: Reader) -> Iterator[Value]:
        operation = sheet.graph.operations[cell.node]
        tree = _products_changed(operation.tree, change)
        if operation.on_arrays and tree != operation.tree:
            at = {parent: sheet.read(ValueCell(parent)) for parent in operation.parents}
            try:
                yield value_of(Operation(operation.node, tree, operation.parents, {}, on_arrays=True), at)
            except ReferenceFault:
                return

    return rule


def _products_changed(tree: Node, change: Callable[[Product], Node]) -> Node:
    tree = with_children(tree, lambda part: _products_changed(part, change))
    return change(tree) if isinstance(tree, Product) and len(tree.factors) == 2 else tree


def _rows_kept(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    """The gradient of all rows for that of the bias they share."""
    for user in sheet.graph.users[cell.node]:
        upstream = sheet.read(GradientCell(user))
        if len(shape_of(upstream)) == 2 and len(sheet.graph.shapes[cell.node]) == 1:
            yield upstream


def _diagonal(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    """s(1 - s) for the whole Jacobian of softmax."""
    for user in sheet.graph.users[cell.node]:
        if activation(sheet.graph.operations[user]) == "softmax":
            upstream, shares = sheet.read(GradientCell(user)), sheet.read(ValueCell(user))
            yield by_entry(lambda pull, share: pull * share * (ONE - share), upstream, shares)


def _slope_by_share(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    """-y/p, the slope of a cross-entropy by p, for the slope by the logits; with and without the mean over rows."""
    for user in sheet.graph.users[cell.node]:
        tree = sheet.graph.operations[user].tree
        if (
            isinstance(tree, Call)
            and tree.function == "cross_entropy"
            and isinstance(tree.arguments[1], Name)
        ):
            shares = softmax(sheet.read(ValueCell(cell.node)))
            targets = sheet.read(ValueCell(tree.arguments[1].name))
            wrong = by_entry(lambda aim, share: -aim / share, targets, shares)
            yield from (wrong, scaled(wrong, ONE / len(wrong)))


def _unaveraged(cell: GradientCell, sheet: Reader) -> Iterator[Value]:
    """The sum for the mean: as many times too much as there are rows, or entries."""
    for user in sheet.graph.users[cell.node]:
        operation = sheet.graph.operations[user]
        means = [
            part for _, part in walk(operation.tree) if isinstance(part, Call) and part.function in MEANS
        ]
        if means and is_array(sheet.read(ValueCell(cell.node))):
            own = sheet.read(ValueCell(cell.node))
            count = len(entries_of(own)) if means[0].function == "mean" else len(own) if own.ndim == 2 else 1
            yield scaled(cell.method(sheet), ONE * count)


ARRAYS = (
    GraphRule("mat_elementwise", ValueCell, _rewritten(lambda pair: Call("hadamard", pair.factors))),
    GraphRule("mat_order", ValueCell, _rewritten(lambda pair: Product(pair.factors[::-1]))),
    GraphRule("db_nosum", GradientCell, _rows_kept),
    GraphRule("sm_jac_diag", GradientCell, _diagonal),
    GraphRule("ce_pminusy", GradientCell, _slope_by_share),
    GraphRule("mean_sum", GradientCell, _unaveraged),
    GraphRule("mat_transpose", GradientCell, _turned),
    GraphRule("mat_elementwise", GradientCell, _entry_by_entry),
    GraphRule("mat_order", GradientCell, _other_order),
)
