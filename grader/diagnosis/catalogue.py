"""The catalogue of a part: its wrong answers with their names, made once with the variant and stored in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from flint import fmpq

from grader.calculus.catalogue import Candidate, Candidates, candidates
from grader.calculus.tidy import number
from grader.checkers.scalars import make_reference
from grader.checkers.shape import PreparedPart
from grader.diagnosis.marks import Marker, arrangement, flat, references_of
from grader.diagnosis.naming import Key, collisions, key_of, likeliest, name_of
from grader.diagnosis.task import task_tree
from grader.equivalence import Reference, compare
from grader.equivalence.reference import is_number
from grader.equivalence.values import Value
from grader.errors import ReferenceFault
from grader.grading import prepare_part
from grader.language import to_text
from grader.language.tree import Matrix, Node, Vector, names_in
from grader.question import Mistake, Part

KINDS = frozenset(("expression", "number", "vector", "matrix"))
MAX_MISTAKES = 60
"""So many wrong answers of one part are stored; rules followed everywhere come before those at one place."""
MAX_TEXT = 400
"""Characters of a wrong answer: nobody types a longer one."""

Marks = tuple[str, ...]
Class = list[Candidate]
"""Candidates whose answers are equal."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The wrong answers of a part, and what the one who draws its numbers must know.

    `silent` are rules followed everywhere that leave the right answer unchanged. `collisions` are sets of rules of
    different groups, followed everywhere, that lead to one wrong answer; its name is that of the first in the tables.
    `cut` says that there would have been more wrong answers, had the work or their number not been bounded.
    """

    mistakes: tuple[Mistake, ...] = ()
    silent: frozenset[Key] = frozenset()
    collisions: frozenset[frozenset[Key]] = frozenset()
    cut: bool = False


def catalogue_of(part: Part, seed: int) -> Catalogue:
    """Every wrong answer that one wrong rule leads to, named; none for a part without a task.

    Raises ReferenceFault (NotDifferentiable among them) for a task or an answer that cannot be worked out.
    """
    task = task_tree(part) if part.kind in KINDS else None
    if task is None:
        return Catalogue()
    prepared = prepare_part(replace(part, catalogue=(), task=None), seed)
    return _Maker(prepared, candidates(task, part.without)).catalogue()


class _Maker:
    """Sorts candidates into classes of equal answers."""

    def __init__(self, prepared: PreparedPart, found: Candidates) -> None:
        self.part, self.seed, self.found = prepared.part, prepared.seed, found
        self.references = references_of(prepared.target[0])
        self.accepted = tuple(map(references_of, prepared.target))
        self.marker = Marker(self.references, remembers=True)
        self.exact = all(reference.limits.is_exact for reference in self.references)
        self.doubtful = any(
            reference.survey.kinks or any(each.integer for each in reference.ranges)
            for reference in self.references
        )

    def catalogue(self) -> Catalogue:
        """The classes of the candidates, each under one name; those of rules followed everywhere first.

        Empty where the task is not what the part's answer answers: then nothing can be said of it.
        """
        if self._marks(self.found.right) != self.marker.right:
            return Catalogue()
        silent: Class = []
        wrong: list[tuple[Marks, Class]] = []
        for marks, members in self._classes():
            if self._is_right(marks, members[0].answer):
                silent += members
            else:
                wrong.append((marks, members))
        wrong.sort(key=lambda one: not one[1][0].everywhere)  # stable: the tables' order within
        mistakes = list(filter(None, (self._mistake(marks, members) for marks, members in wrong)))
        return Catalogue(
            tuple(mistakes[:MAX_MISTAKES]),
            frozenset(key_of(one) for one in silent if one.everywhere),
            frozenset(collisions(self._alike([members for _, members in wrong]))),
            self.found.cut or len(mistakes) > MAX_MISTAKES,
        )

    def _marks(self, answer: Node) -> Marks | None:
        return self.marker.marks(answer) if arrangement(answer) == arrangement(self.found.right) else None

    def _classes(self) -> Iterator[tuple[Marks, Class]]:
        """Equal marks mean equal answers, but for functions with kinks and of integers: those are compared."""
        found: dict[Marks, Class] = {}
        for candidate in self.found.items:
            marks = self._marks(candidate.answer)
            if marks is not None:
                found.setdefault(marks, []).append(candidate)
        for marks, members in found.items():
            while self.doubtful and len(members) > 1:
                equal = self._equal_to_first(members)
                yield marks, likeliest(equal)
                members = [one for one in members if not any(one is other for other in equal)]
            if members:
                yield marks, likeliest(members)

    def _equal_to_first(self, members: Class) -> Class:
        try:
            first = [make_reference(self.part, one, self.seed, exact=True) for one in flat(members[0].answer)]
        except ReferenceFault:
            return members[:1]
        return [members[0], *(one for one in members[1:] if _equals(first, one.answer))]

    def _is_right(self, marks: Marks, answer: Node) -> bool:
        """Would a response with this answer be right?"""
        if len(self.accepted) == 1 and self.exact:
            return marks == self.marker.right and (not self.doubtful or _equals(self.references, answer))
        return any(_equals(references, answer) for references in self.accepted)

    def _mistake(self, marks: Marks, members: Class) -> Mistake | None:
        code, group, node = name_of(members)
        answer = members[0].answer
        text = to_text(answer if self.part.kind == "expression" else self._short(answer))
        return Mistake(code, text, node, None, group, marks) if len(text) <= MAX_TEXT else None

    def _short(self, answer: Node) -> Node:
        """With each entry that is a rational number written as one."""
        entries = iter([self._number(at, entry) for at, entry in enumerate(flat(answer))])
        match answer:
            case Vector():
                return Vector(tuple(entries))
            case Matrix(rows=rows):
                return Matrix(tuple(tuple(next(entries) for _ in row) for row in rows))
            case _:
                return next(entries)

    def _number(self, at: int, entry: Node) -> Node:
        value: Value = None if names_in(entry) else self.marker.values(at, entry)[0]
        return number(Fraction(int(value.p), int(value.q))) if type(value) is fmpq else entry

    def _alike(self, classes: Sequence[Class]) -> Iterator[Class]:
        """The classes, and pairs of them whose answers a tolerance cannot tell apart."""
        yield from classes
        if not self.exact:
            followed = [members for members in classes if members[0].everywhere]
            for left, right in combinations(followed, 2):
                if self._is_near(left[0].answer, right[0].answer):
                    yield left + right

    def _is_near(self, left: Node, right: Node) -> bool:
        for at, (one, other) in enumerate(zip(flat(left), flat(right), strict=True)):
            limits = self.references[at].limits
            for value, near in zip(self.marker.values(at, one), self.marker.values(at, other), strict=True):
                if not (
                    is_number(value) and is_number(near) and abs(value - near) <= limits.at(value, value)
                ):
                    return False
        return True


def _equals(references: Sequence[Reference], answer: Node) -> bool:
    return all(compare(one, entry).equal for one, entry in zip(references, flat(answer), strict=True))
