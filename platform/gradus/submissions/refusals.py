"""Why a person may not do something now. The page chooses the sentence from the class and its values.

Refusal
├── NotYours          someone else's attempt (a view answers 404)
├── NotEnrolled       the person has no place in the course now
├── CourseArchived    the course is over
├── ItemRemoved       the teacher took the problem out of the set
├── NotOpenYet        the set opens later, or is not published (opens_at None)
├── Closed            the set closed
├── AttemptClosed     given up, or a newer variant was asked for
├── AlreadyRight      the attempt was answered right: nothing more to do in it
├── NoTriesLeft       all tries of the problem are used
├── StillGrading      the submission before this one has no outcome yet
├── TooManyWaiting    too many submissions of this person wait for the grader (a view answers 429)
├── NoVariantLeft     the person has had every variant in the pool; more are being made
├── NoHintLeft        every hint was shown
└── NotInATest        hints, new variants and giving up belong to practice
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):
    """The root of the tree above."""


class NotYours(Refusal):
    """The attempt belongs to someone else."""


class NotEnrolled(Refusal):
    """The person has no place in the course now."""


class CourseArchived(Refusal):
    """The course is over."""


class ItemRemoved(Refusal):
    """The problem is no longer in the set."""


@dataclass
class NotOpenYet(Refusal):
    """The set opens at `opens_at`; None: it is not published."""

    opens_at: datetime | None


@dataclass
class Closed(Refusal):
    """The set closed at `closes_at`."""

    closes_at: datetime


class AttemptClosed(Refusal):
    """The attempt was given up, or a newer variant was asked for."""


class AlreadyRight(Refusal):
    """The attempt was answered right."""


@dataclass
class NoTriesLeft(Refusal):
    """All `tries_allowed` tries of the problem are used."""

    tries_allowed: int


class StillGrading(Refusal):
    """The attempt's last submission has no outcome yet."""


@dataclass
class TooManyWaiting(Refusal):
    """`waiting` submissions of this person have no outcome yet."""

    waiting: int


class NoVariantLeft(Refusal):
    """The person has had every variant in the pool."""


class NoHintLeft(Refusal):
    """Every hint was shown."""


class NotInATest(Refusal):
    """Not while a test's verdicts are withheld."""
