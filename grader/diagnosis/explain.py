"""Why a response is wrong: looked up in the part's catalogue, then among pairs of wrong rules.

A name is only given where a rigorous comparison confirms it (or nearness within the part's tolerance, if nothing else
is as near), and never to what is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from grader.checkers.shape import PreparedPart, reference_tree
from grader.diagnosis.marks import Marker, references_of
from grader.diagnosis.naming import Label
from grader.diagnosis.pairs import pairs_of
from grader.diagnosis.shelf import Item, Shelf
from grader.diagnosis.task import task_tree
from grader.errors import ReferenceFault
from grader.language.tree import Node, names_in
from grader.question import Mistake, Tolerance
from grader.results import Diagnosis


class Explainer:
    """The known wrong answers to one prepared part; made when the first wrong response comes."""

    def __init__(self, prepared: PreparedPart) -> None:
        self._prepared, self._part = prepared, prepared.part
        self._marker = Marker(references_of(prepared.target[0]))
        items = tuple(filter(None, map(self._item, self._part.catalogue)))
        self._singles = Shelf(prepared, self._marker, items)
        self._known = frozenset((self._marker.right, *(item.marks for item in items)))

    def _item(self, mistake: Mistake) -> Item | None:
        """One stored mistake. One of the author's that cannot be used is passed over: the linter reports it."""
        label = Label(mistake.code, mistake.group, mistake.node)
        if len(mistake.marks) == len(self._marker.references):
            return Item((label,), mistake.answer, mistake.marks)
        try:
            answer = reference_tree(self._part.name, mistake.answer, self._prepared.names)
        except ReferenceFault:
            return None
        marks = self._marker.marks(answer)
        return None if marks is None else Item((label,), answer, marks)

    @cached_property
    def _pairs(self) -> Shelf:
        """What two rules at once lead to. Numbers are left out, and nobody looks here for a constant that was typed:
        of so many, some would be any number by chance."""
        functions = all(reference.ranges for reference in self._marker.references)
        task = task_tree(self._part) if functions and self._part.tolerance == Tolerance() else None
        marker = Marker(self._marker.references, remembers=True)
        items = () if task is None else pairs_of(task, marker, self._known, self._part.without)
        return Shelf(self._prepared, self._marker, items)

    def scalar(self, entry: Node) -> tuple[Diagnosis, ...]:
        """Why a wrong scalar is wrong."""
        found = self._singles.whole((entry,))
        if found is None and names_in(entry):
            found = self._pairs.whole((entry,))
        return () if found is None else _diagnoses(found)

    def whole(self, entries: Sequence[Node], right: Sequence[bool]) -> tuple[Diagnosis, ...]:
        """Why a vector or matrix is wrong, if one known wrong answer is it altogether. Where a rule leaves entries
        right, only the wrong ones are named, and the others keep their credit."""
        found = self._singles.whole(entries)
        if found is None:
            return ()
        if found.labels[0].group is None or not any(right):
            return _diagnoses(found)
        wrong = [at for at, is_right in enumerate(right) if not is_right]
        return tuple(one for at in wrong for one in _diagnoses(found, at))

    def entries(self, entries: Sequence[Node], right: Sequence[bool]) -> tuple[Diagnosis, ...]:
        """Why each wrong entry of a vector or matrix is wrong, as far as that is known."""
        wrong = [(at, entry) for at, entry in enumerate(entries) if not right[at]]
        found: list[Diagnosis] = []
        for at, entry in wrong:
            item = self._singles.entry(at, entry)
            if item is None and names_in(entry):
                item = self._pairs.entry(at, entry)
            found += () if item is None else _diagnoses(item, at)
        return tuple(found)


def _diagnoses(item: Item, entry: int | None = None) -> tuple[Diagnosis, ...]:
    return tuple(Diagnosis(label.code, label.node, entry=entry) for label in item.labels)


def explainer_of(prepared: PreparedPart) -> Explainer | None:
    """The explainer of a prepared part, kept with it; None for a part of which nothing is known."""
    if not prepared.part.catalogue and prepared.part.task is None:
        return None
    if prepared.explainer is None:
        prepared.explainer = Explainer(prepared)
    kept: Explainer = prepared.explainer
    return kept
