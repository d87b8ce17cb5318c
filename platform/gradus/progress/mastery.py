"""Mastery as a fold of evidence: four levels that a student can compute by hand.

    m   <- m + 0.35 (c - m), from 0.3; c is 1 for right at the first check, 0.5 with a hint, 0 otherwise
    n      variants tried

    Started     n >= 1
    Familiar    m >= 0.6
    Proficient  m >= 0.8, n >= 4, from at least 2 problems
    Secure      Proficient, and right again on two later days, after gaps of at least 3 and then 7 days

What was reached is lost only by an answer that lowers m: Proficient and Secure fall to Familiar when m < 0.6,
Familiar to Started when m < 0.6, Secure to Proficient by a wrong answer on a later day.

Review is due 3 days after Proficient, then 7, 21, 60 days, then twice the last gap; a wrong answer goes back to 3.
A right answer counts as a review once the gap is over. Days are calendar days in UTC. The exponential average
with these constants declared 3 of 10 learners with p = 0.5 Proficient, an unfitted Bayesian tracing 9 of 10.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gradus.progress.models import Level

FULL = 1_000_000
"""Values of evidence and the score of a skill are integers in millionths."""

_FINE = 1_000_000
"""m is kept in millionths of a millionth, so that a fold of integers gives the same everywhere."""

RATE_PERCENT = 35
START = 300_000
FAMILIAR = 600_000
PROFICIENT = 800_000
PROFICIENT_VARIANTS = 4
PROFICIENT_PROBLEMS = 2
REVIEW_DAYS = (3, 7, 21, 60)
SECURE_STEP = 2
"""How many reviews in a row make Secure: those after 3 and after 7 days."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: the first check of one variant. `value` is in millionths."""

    value: int
    problem: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands in a skill: the columns of `Mastery`."""

    level: str
    score: int
    variants: int
    problems: int
    review_days: int
    review_due_at: datetime | None
    proficient_at: datetime | None
    last_evidence_at: datetime | None


@dataclass
class _Fold:
    """The running state. `anchor` is the day from which the gap of review `step` is counted."""

    level: str = Level.NONE
    fine: int = START * _FINE
    variants: int = 0
    problems: set[int] = field(default_factory=set)
    proficient_at: datetime | None = None
    secure_at: datetime | None = None
    anchor: datetime | None = None
    step: int = 0
    last: datetime | None = None

    def add(self, piece: Piece) -> None:
        """One more piece, not older than those before it."""
        before = self.fine
        self.fine += (piece.value * _FINE - self.fine) * RATE_PERCENT // 100
        self.variants += 1
        self.problems.add(piece.problem)
        self.last = piece.received_at
        if self.fine < before:
            self._fall(piece)
        if self.level in (Level.PROFICIENT, Level.SECURE):
            self._review(piece)
        else:
            self._rise(piece)

    def _fall(self, piece: Piece) -> None:
        low = self.fine < FAMILIAR * _FINE
        if self.level in (Level.PROFICIENT, Level.SECURE):
            if low:
                self.level, self.proficient_at, self.anchor = Level.FAMILIAR, None, None
            elif self.level == Level.SECURE and piece.value == 0 and _days(self.secure_at, piece) > 0:
                self.level = Level.PROFICIENT
        elif self.level == Level.FAMILIAR and low:
            self.level = Level.STARTED

    def _rise(self, piece: Piece) -> None:
        if self._proficient():
            self.level = Level.PROFICIENT
            self.proficient_at = self.anchor = piece.received_at
            self.step = 0
        elif self.fine >= FAMILIAR * _FINE:
            self.level = Level.FAMILIAR
        elif self.level == Level.NONE:
            self.level = Level.STARTED

    def _proficient(self) -> bool:
        return (
            self.fine >= PROFICIENT * _FINE
            and self.variants >= PROFICIENT_VARIANTS
            and len(self.problems) >= PROFICIENT_PROBLEMS
        )

    def _review(self, piece: Piece) -> None:
        if piece.value == 0:
            self.step, self.anchor = 0, piece.received_at
        elif piece.value == FULL and _days(self.anchor, piece) >= review_gap(self.step):
            self.step, self.anchor = self.step + 1, piece.received_at
            if self.step == SECURE_STEP and self.level == Level.PROFICIENT:
                self.level, self.secure_at = Level.SECURE, piece.received_at


def review_gap(step: int) -> int:
    """Days until review number `step` (from 0): 3, 7, 21, 60, 120, 240, ..., at most about ten years."""
    last = len(REVIEW_DAYS) - 1
    if step <= last:
        return REVIEW_DAYS[step]
    return int(REVIEW_DAYS[last] * 2 ** min(step - last, 6))


def fold(pieces: Iterable[Piece]) -> Standing:
    """The standing after `pieces`, which must be in order of (received_at, submission)."""
    state = _Fold()
    for piece in pieces:
        state.add(piece)
    gap = review_gap(state.step if state.anchor else 0)
    return Standing(
        level=str(state.level),
        score=(state.fine + _FINE // 2) // _FINE,
        variants=state.variants,
        problems=len(state.problems),
        review_days=gap,
        review_due_at=state.anchor + timedelta(days=gap) if state.anchor else None,
        proficient_at=state.proficient_at,
        last_evidence_at=state.last,
    )


def _days(since: datetime | None, piece: Piece) -> int:
    return 0 if since is None else (piece.received_at.date() - since.date()).days
