"""Mistakes in local derivatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from grader.calculus.derivation import derive
from grader.calculus.malrules import MALRULES
from grader.calculus.walking import Slip
from grader.equivalence.values import Value
from grader.errors import ReferenceFault
from grader.graphs.arrays import by_entry, is_array
from grader.graphs.cells import LocalCell, Reader, ValueCell
from grader.graphs.malrules.shape import GraphRule, Wrong, activation, opposite
from grader.graphs.values import ONE, evaluate
from grader.language.tree import Call, Node, Product, names_in, walk


def _slope_of(function: str, wrong: Callable[[Value, Value], Value]) -> Wrong:
    """A wrong slope of one activation, from an entry before and after it."""

    def rule(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
        if activation(sheet.graph.operations[cell.node]) == function:
            yield by_entry(wrong, *_around(cell, sheet))

    return rule


def _around(cell: LocalCell, sheet: Reader) -> tuple[Value, Value]:
    return sheet.read(ValueCell(cell.parent)), sheet.read(ValueCell(cell.node))


def _one(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
    """The activation's slope taken as 1."""
    if activation(sheet.graph.operations[cell.node]):
        yield by_entry(lambda _: ONE, sheet.read(ValueCell(cell.parent)))


def _after(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
    """The slope taken at the value after the activation; or s(1 - s) and the like with the value before it."""
    operation = sheet.graph.operations[cell.node]
    if not activation(operation):
        return
    inside, output = _around(cell, sheet)
    if operation.entrywise is not None:
        yield operation.entrywise.at(output)
        yield operation.entrywise.at(inside, inside)
    elif cell.parent in operation.partials:
        partial = operation.partials[cell.parent]
        yield evaluate(partial.tree, {cell.parent: output})
        if partial.by_output is not None:
            yield evaluate(partial.by_output, {cell.parent: inside, cell.node: inside})


def _relu_one(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
    """The value of a ReLU for its slope."""
    if activation(sheet.graph.operations[cell.node]) == "relu":
        yield sheet.read(ValueCell(cell.node))


def _own_value(alone: bool) -> Wrong:
    """A factor's own value for its partner's: of a product `alone`, or with more around it."""

    def rule(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
        tree = sheet.graph.operations[cell.node].tree
        products = [
            part for _, part in walk(tree) if isinstance(part, Product) and cell.parent in names_in(part)
        ]
        if products and (products[0] == tree) is alone and not is_array(sheet.read(ValueCell(cell.parent))):
            yield sheet.read(ValueCell(cell.parent))

    return rule


def _slope_by_logit(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
    """p - y, which is the slope of a cross-entropy by the logit, for the slope by p."""
    operation = sheet.graph.operations[cell.node]
    others = [parent for parent in operation.parents if parent != cell.parent]
    logarithm = any(isinstance(part, Call) and part.function == "ln" for _, part in walk(operation.tree))
    if logarithm and len(others) == 1 and not operation.on_arrays:
        yield sheet.read(ValueCell(cell.parent)) - sheet.read(ValueCell(others[0]))


def _differentiated(code: str) -> Wrong:
    """A slip in the differentiation of the operation itself."""

    def rule(cell: LocalCell, sheet: Reader) -> Iterator[Value]:
        operation = sheet.graph.operations[cell.node]
        if not operation.on_arrays:
            at = {parent: sheet.read(ValueCell(parent)) for parent in operation.parents}
            wrong = wrong_partials(operation.tree, cell.parent).get(code)
            if wrong is not None:
                yield evaluate(wrong, at)

    return rule


@lru_cache(maxsize=512)
def wrong_partials(tree: Node, parent: str) -> Mapping[str, Node]:
    """Rule of `grader.calculus.malrules` -> the derivative that it leads to, followed wherever it applies."""
    found: dict[str, Node] = {}
    right = derive(tree, parent).result
    for rule in MALRULES:
        try:
            wrong = derive(tree, parent, [Slip(rule)]).result
        except ReferenceFault:
            continue
        if wrong != right:
            found[rule.code] = wrong
    return found


LOCAL = (
    GraphRule("relu_keep", LocalCell, _relu_one),
    GraphRule("bp_noact", LocalCell, _one),
    GraphRule("sig_plus", LocalCell, _slope_of("sigmoid", lambda z, s: s * (ONE + s))),
    GraphRule("tanh_nosq", LocalCell, _slope_of("tanh", lambda z, t: ONE - t)),
    GraphRule("tanh_plus", LocalCell, _slope_of("tanh", lambda z, t: ONE + t * t)),
    GraphRule("bp_post", LocalCell, _after),
    GraphRule("bp_mulown", LocalCell, _own_value(alone=True)),
    GraphRule("bp_xw", LocalCell, _own_value(alone=False)),
    GraphRule("ce_pminusy", LocalCell, _slope_by_logit),
    GraphRule("bp_sign", LocalCell, opposite),
    *(GraphRule(rule.code, LocalCell, _differentiated(rule.code)) for rule in MALRULES),
)
