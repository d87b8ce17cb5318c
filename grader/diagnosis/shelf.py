"""Wrong answers ready to be looked up: by the marks of their entries, or by nearness where a tolerance is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.checkers.scalars import make_reference
from grader.checkers.shape import PreparedPart, reference_tree
from grader.diagnosis.marks import Marker, flat
from grader.diagnosis.naming import Label, name_of
from grader.equivalence import Reference, compare
from grader.equivalence.reference import is_number
from grader.equivalence.values import Precision, Value, ball
from grader.errors import ReferenceFault
from grader.language.tree import Node
from grader.question import Tolerance


@dataclass(slots=True, eq=False)
class Item:
    """A wrong answer with its marks; `labels` are the rules that lead to it together. It is a text until it is
    needed: most of a catalogue never is."""

    labels: tuple[Label, ...]
    answer: Node | str
    marks: tuple[str, ...]


class Shelf:
    """The wrong answers of one part, each with one entry for each of the marker's references."""

    def __init__(self, prepared: PreparedPart, marker: Marker, items: Iterable[Item]) -> None:
        part, self._names = prepared.part, prepared.names
        constant = replace(part, variables=(), integers=(), domain={}) if part.kind == "number" else part
        self._part, self._seed, self._marker = replace(constant, asked=None), prepared.seed, marker
        self._exact = part.tolerance == Tolerance()
        self._items = tuple(items)
        self._prepared: dict[tuple[Item, int], Reference | None] = {}
        self._kept: dict[tuple[Item, int], list[Value]] = {}
        self._by_mark: dict[tuple[int, str], list[Item]] = {}
        for item in self._items:
            for place in enumerate(item.marks):
                self._by_mark.setdefault(place, []).append(item)

    def whole(self, entries: Sequence[Node]) -> Item | None:
        """The wrong answer that a response is, entry by entry; None where there is none, or more than one."""
        fitting: Mapping[Item, float] = dict.fromkeys(self._items, 0.0)
        for at, entry in enumerate(entries):
            here = self._fitting(at, entry, fitting)
            fitting = {item: max(far, fitting[item]) for item, far in here.items()}
        return self._chosen(fitting)

    def entry(self, at: int, entry: Node) -> Item | None:
        """The wrong answer that has this wrong entry; not one that would be right here, or in another place."""
        there = [item for item in self._items if item.marks[at] not in self._marker.right]
        return self._chosen(self._fitting(at, entry, dict.fromkeys(there, 0.0)))

    def _fitting(self, at: int, entry: Node, among: Mapping[Item, float]) -> dict[Item, float]:
        """Which of the items have this entry, and how far off it is at most."""
        if not among:
            return {}
        if not self._exact:
            return self._near(at, entry, among)
        alike = self._by_mark.get((at, self._marker.mark(at, entry)), ())
        return {item: 0.0 for item in alike if item in among and self._equals(item, at, entry)}

    def _equals(self, item: Item, at: int, entry: Node) -> bool:
        """Rigorously; within the part's tolerance, if it has one."""
        if (item, at) not in self._prepared:
            self._prepared[item, at] = self._reference(item, at)
        reference = self._prepared[item, at]
        return reference is not None and compare(reference, entry).equal

    def _reference(self, item: Item, at: int) -> Reference | None:
        try:
            return make_reference(self._part, self._entry(item, at), self._seed)
        except ReferenceFault:
            return None

    def _entry(self, item: Item, at: int) -> Node:
        """One entry of a wrong answer. Raises ReferenceFault for a text that cannot be read."""
        if isinstance(item.answer, str):
            item.answer = reference_tree(self._part.name, item.answer, self._names)
        return flat(item.answer)[at]

    def _near(self, at: int, entry: Node, among: Mapping[Item, float]) -> dict[Item, float]:
        reference, values = self._marker.references[at], self._marker.values(at, entry)
        found: dict[Item, float] = {}
        with Precision(reference.survey.precision):
            right = reference.probe().values
            for item in among:
                wrong = self._values(item, at)
                far = _distance(reference, wrong, values)
                if far is not None and _distance(reference, right, wrong) is None:
                    found[item] = far
        return {item: far for item, far in found.items() if self._equals(item, at, entry)}

    def _values(self, item: Item, at: int) -> list[Value]:
        if (item, at) not in self._kept:
            self._kept[item, at] = self._marker.values(at, self._entry(item, at))
        return self._kept[item, at]

    def _chosen(self, fitting: Mapping[Item, float]) -> Item | None:
        """The nearest; None where others are as near. Of exact ones the first group in the tables' order counts."""
        if not fitting:
            return None
        least = min(fitting.values())
        nearest = [item for item, far in fitting.items() if far <= least]
        first = nearest[0]
        if len(nearest) == 1:
            return first
        if all(len(item.labels) == 1 for item in nearest) and (self._exact or _of_one_group(nearest)):
            label = name_of([item.labels[0] for item in nearest])
            return Item((label,), first.answer, first.marks)
        return None


def _of_one_group(items: Iterable[Item]) -> bool:
    return len({item.labels[0].group or item.labels[0].code for item in items}) == 1


def _distance(reference: Reference, answer: Sequence[Value], values: Sequence[Value]) -> float | None:
    """How far `values` are from those of an answer at most; None where it is more than the tolerance forgives."""
    far = 0.0
    for one, other in zip(answer, values, strict=True):
        if not (is_number(one) and is_number(other)):
            return None
        distance = abs(one - other)
        if not distance <= reference.limits.at(one, one):
            return None
        far = max(far, float(ball(distance).mid()))
    return far
