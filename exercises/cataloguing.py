"""The catalogue of a variant: the author's known mistakes first, then the wrong answers that the grader derives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations

from exercises.malrules import groups
from grader.checkers.shape import reference_tree
from grader.diagnosis import Catalogue, catalogue_of
from grader.diagnosis.marks import Marker, references_of
from grader.errors import ReferenceFault
from grader.grading import prepare_part
from grader.question import Mistake, Part, Question


@dataclass(frozen=True, slots=True, order=True)
class Coincidence:
    """Wrong rules that the answers to a part cannot tell apart: one from the right rule, or two from one another. Of
    two the first is asked about. They are followed wherever they apply."""

    part: str
    codes: tuple[str, ...]

    def __str__(self) -> str:
        if len(self.codes) == 1:
            return f"the wrong rule {self.codes[0]} leads to the right answer to `{self.part}`"
        return f"the wrong rules {' and '.join(self.codes)} lead to the same answer to `{self.part}`"


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A question with its catalogues. `cut` names the parts whose catalogue would have been longer."""

    question: Question
    coincidences: frozenset[Coincidence]
    cut: tuple[str, ...]


def catalogued(question: Question) -> Catalogued:
    """`question`, whose parts hold the author's own mistakes, with all that the grader knows behind them."""
    made = [_derived(part, question.seed) for part in question.parts]
    pairs = list(zip(question.parts, made, strict=True))
    return Catalogued(
        question=replace(question, parts=tuple(_joined(*pair, question.seed) for pair in pairs)),
        coincidences=frozenset(each for part, found in pairs for each in _coincidences(part, found)),
        cut=tuple(part.name for part, found in pairs if found.cut),
    )


def _derived(part: Part, seed: int) -> Catalogue:
    """The grader's own; none where the task leads nowhere, though the answer may be given in another way."""
    with suppress(ReferenceFault):
        return catalogue_of(part, seed)
    return Catalogue()


def _joined(part: Part, found: Catalogue, seed: int) -> Part:
    """Of equal answers the author's is kept, with the place that the derived one knows of it."""
    if not part.catalogue:
        return replace(part, catalogue=found.mistakes)
    twins = {mistake.marks: mistake for mistake in found.mistakes}
    own = [_placed(mistake, twins.get(mistake.marks)) for mistake in _marked(part, seed)]
    taken = {mistake.marks for mistake in own}
    return replace(part, catalogue=(*own, *(each for each in found.mistakes if each.marks not in taken)))


def _marked(part: Part, seed: int) -> Iterator[Mistake]:
    """The author's mistakes with their marks."""
    prepared = prepare_part(replace(part, catalogue=(), task=None), seed)
    marker = Marker(references_of(prepared.target[0]))
    for mistake in part.catalogue:
        tree = reference_tree(part.name, mistake.answer, prepared.names)
        yield replace(mistake, group=groups().get(mistake.code), marks=marker.marks(tree) or ())


def _placed(own: Mistake, twin: Mistake | None) -> Mistake:
    """The place is told where the author means the same rule."""
    if twin is None or own.group is None or own.group != twin.group:
        return own
    return replace(own, node=twin.node)


def _coincidences(part: Part, found: Catalogue) -> Iterator[Coincidence]:
    """Of more than two rules that lead to one answer each pair counts: the others may come and go with the numbers.

    Rules that lead to the same number are let be: of so many, two meet in nearly every draw.
    """
    for code, _ in found.silent:
        yield Coincidence(part.name, (code,))
    order = list(groups())
    for keys in found.collisions if part.kind != "number" else ():
        codes = sorted({code for code, _ in keys}, key=order.index)
        for first, second in combinations(codes, 2):
            if groups()[first] != groups()[second]:
                yield Coincidence(part.name, (first, second))
