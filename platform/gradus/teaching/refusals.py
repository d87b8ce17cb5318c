"""Why a grade is not given now. The page chooses the sentence from the class.

NotJudged
├── OwnWork        nobody judges their own submission
├── StillWaits     the grader has it
├── PartsLeftOpen  a part that nobody has judged was left out
├── AlreadyDecided it is no longer open: somebody was quicker
└── AttemptBusy    something newer of the same attempt waits for the grader
"""

from __future__ import annotations

from dataclasses import dataclass


class NotJudged(Exception):
    """The root of the tree above."""


class OwnWork(NotJudged):
    """The submission is the actor's own."""


class StillWaits(NotJudged):
    """The grader has no outcome for it yet."""


@dataclass
class PartsLeftOpen(NotJudged):
    """These parts have no judgement to keep: the grade would stay open, and nothing would list it any more."""

    parts: tuple[str, ...]


class AlreadyDecided(NotJudged):
    """Nothing about the submission is open any more."""


class AttemptBusy(NotJudged):
    """An attempt may have only one submission that waits, and it has one."""
