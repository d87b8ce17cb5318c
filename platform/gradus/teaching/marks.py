"""What a person gives for a part, and the grade that follows from it. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import grader
from grader.results import PartResult, Verdict
from gradus.submissions.models import FULL_SCORE, Grade, PartGrade

PERCENT = FULL_SCORE // 100

OF_WHAT_WAS_WRONG = frozenset(
    {"witness", "diagnosis", "entries", "cells", "first_fault", "fault", "wrong_class", "followed"}
)
"""Keys of a result that say what was wrong; a part that a person calls right carries none of them. A certificate is
the grader's own, so no part that a person decided carries one: the grade before keeps it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a part is to be. `score` in millionths."""

    verdict: Verdict
    score: int

    @classmethod
    def right(cls) -> Mark:
        """All of it."""
        return cls(Verdict.CORRECT, FULL_SCORE)

    @classmethod
    def wrong(cls) -> Mark:
        """None of it."""
        return cls(Verdict.INCORRECT, 0)

    @classmethod
    def partly(cls, percent: int | Decimal) -> Mark:
        """`percent` (more than 0, less than 100) of it."""
        return cls(Verdict.PARTIAL, int(percent * PERCENT))


@dataclass(frozen=True, slots=True)
class PartBefore:
    """A part as it was judged, or as it comes where nothing was: then `verdict` is empty."""

    name: str
    position: int
    points: int
    verdict: str = ""
    score: int = 0
    certificate: str = ""
    diagnosis: tuple[Any, ...] = ()
    wrong_class: str = ""
    result: Mapping[str, Any] | None = None

    @property
    def open(self) -> bool:
        """Whether a person has to decide it."""
        return self.verdict in ("", Verdict.UNDECIDED)

    def given(self, mark: Mark) -> PartBefore:
        """The part as `mark` makes it. Where the mark says what was said already, nothing changes."""
        if (self.verdict, self.score) == (mark.verdict, mark.score):
            return self
        right = mark.verdict is Verdict.CORRECT
        kept = {
            key: value
            for key, value in (self.result or {}).items()
            if key != "certificate" and not (right and key in OF_WHAT_WAS_WRONG)
        }
        return replace(
            self,
            verdict=str(mark.verdict),
            score=mark.score,
            certificate="",
            diagnosis=() if right else self.diagnosis,
            wrong_class="" if right else self.wrong_class,
            result={**kept, "verdict": str(mark.verdict), "score": mark.score, "decided": "manual"},
        )

    def row(self, grade: Grade) -> PartGrade:
        """The part of `grade`, not saved."""
        return PartGrade(
            grade=grade,
            part=self.name,
            position=self.position,
            points=self.points,
            verdict=self.verdict,
            score=self.score,
            certificate=self.certificate,
            diagnosis=list(self.diagnosis),
            wrong_class=self.wrong_class,
            result=dict(self.result or {}),
        )


def parts_before(question: Mapping[str, Any], rows: Sequence[PartGrade]) -> list[PartBefore]:
    """Every part of a question (grader.question.Question as JSON) with what was judged of it."""
    judged = {row.part: row for row in rows}
    return [
        _before(judged[part["name"]])
        if part["name"] in judged
        else PartBefore(part["name"], position, part.get("points", 1))
        for position, part in enumerate(question["parts"])
    ]


def _before(row: PartGrade) -> PartBefore:
    return PartBefore(
        name=row.part,
        position=row.position,
        points=row.points,
        verdict=row.verdict,
        score=row.score,
        certificate=row.certificate,
        diagnosis=tuple(row.diagnosis),
        wrong_class=row.wrong_class,
        result=row.result,
    )


def judged_by_hand(
    before: Sequence[PartBefore], marks: Mapping[str, Mark]
) -> tuple[str, int, list[PartBefore]]:
    """Verdict and score of the whole, added up as the grader adds them up, and its parts.

    A part without a mark keeps its judgement, which it must have.
    """
    parts = [part.given(marks[part.name]) if part.name in marks else part for part in before]
    results = {part.name: PartResult(Verdict(part.verdict), part.score) for part in parts}
    whole = grader.whole(results, {part.name: part.points for part in parts})
    return str(whole.verdict), whole.score, parts
