"""Marks: the class that an answer falls in, by its values at the points where a reference is tried first.

Equal answers have equal marks, so that a response is looked up by its mark; that two answers with one mark are equal
is settled by a rigorous comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.checkers.scalars import wrong_class
from grader.equivalence import Reference
from grader.equivalence.evaluate import Columns, Evaluator
from grader.equivalence.reference import is_number
from grader.equivalence.values import Precision, Value
from grader.language.tree import Matrix, Node, Vector, children


class Memory(Evaluator):
    """An evaluator that keeps the values of every node: wrong answers to one task share most of their pieces."""

    __slots__ = ("_kept",)

    def __init__(self, columns: Columns, count: int) -> None:
        super().__init__(columns, count)
        self._kept: dict[
            int, tuple[Node, list[Value]]
        ] = {}  # the node is held, so that its identity stays its own

    def values(self, node: Node) -> list[Value]:
        kept = self._kept.get(id(node))
        if kept is None:
            kept = self._kept[id(node)] = node, super().values(node)
        return kept[1]


class Marker:
    """Marks answers with one entry for each of `references`; with `remembers` for many that share their pieces."""

    def __init__(self, references: Sequence[Reference], remembers: bool = False) -> None:
        self.references = tuple(references)
        self._memories: dict[int, Memory] | None = {} if remembers else None
        self.right = tuple(wrong_class(self._right(reference)) for reference in references)

    def _right(self, reference: Reference) -> list[Value]:
        with Precision(reference.survey.precision):
            return reference.probe().values

    def mark(self, number: int, entry: Node) -> str:
        """The mark of the entry with this number."""
        return wrong_class(self.values(number, entry))

    def values(self, number: int, entry: Node) -> list[Value]:
        """Its values at the first points; none where it calls a declared function that the reference does not."""
        reference = self.references[number]
        hidden = entry if reference.calls is None else reference.calls.hidden_again(entry)
        if hidden is None:
            return []
        with Precision(reference.survey.precision):
            probe = reference.probe()
            return self._evaluator(probe.columns, probe.count).values(hidden)

    def _evaluator(self, columns: Columns, count: int) -> Evaluator:
        if self._memories is None:
            return Evaluator(columns, count)
        if id(columns) not in self._memories:
            self._memories[id(columns)] = Memory(columns, count)
        return self._memories[id(columns)]

    def marks(self, answer: Node) -> tuple[str, ...] | None:
        """The marks of all entries; None for another number of entries, or one that has no value at any point."""
        entries = flat(answer)
        if len(entries) != len(self.references):
            return None
        columns = [self.values(number, entry) for number, entry in enumerate(entries)]
        if not all(any(map(is_number, column)) for column in columns):
            return None
        return tuple(map(wrong_class, columns))


def flat(answer: Node) -> tuple[Node, ...]:
    """The entries of a vector or matrix, row by row; a scalar is its own."""
    return children(answer) if isinstance(answer, Vector | Matrix) else (answer,)


def arrangement(answer: Node) -> tuple[int, ...]:
    """`()` for a scalar, `(n,)` for a vector, `(rows, columns)` for a matrix that is written out as one."""
    if isinstance(answer, Matrix):
        return answer.shape
    return (len(answer.entries),) if isinstance(answer, Vector) else ()


def references_of(target: Any) -> tuple[Reference, ...]:
    """The references of one accepted answer of a scalar, vector or matrix part, entry by entry."""
    if isinstance(target, Reference):
        return (target,)
    return tuple(target) if isinstance(target[0], Reference) else references_of(target[0])
