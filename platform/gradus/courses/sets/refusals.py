"""Why something was not done to a set. Each carries its data; the words are in `sentences`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gradus.courses.dates import DateName, OutOfOrder


class SetRefusal(Exception):
    """What was asked for is not possible now; nothing was changed."""


class Archived(SetRefusal):
    """The course is archived: nothing in it changes."""


class NoProblems(SetRefusal):
    """A set without problems is not published, and a published one keeps its last."""


@dataclass
class NoVariants(SetRefusal):
    """These problems cannot be given out yet: their variants are still to be made."""

    titles: tuple[str, ...]


@dataclass
class Answered(SetRefusal):
    """So many students have sent answers, which this would hurt."""

    students: int


@dataclass
class TestAnswered(SetRefusal):
    """A test with answers does not become practice: that would show every verdict without saying so."""

    students: int


class NotPublished(SetRefusal):
    """Only a published set can be released."""


class NotATest(SetRefusal):
    """Only a test withholds verdicts, so only a test releases them."""


class AlreadyThere(SetRefusal):
    """The problem is in the set already."""


class TooMany(SetRefusal):
    """The set has as many problems as a set may have."""


@dataclass
class WrongDates(SetRefusal):
    """The dates are in the wrong order."""

    faults: list[OutOfOrder]


class NoDates(SetRefusal):
    """An extension needs a due date or a closing date."""


class NotAStudent(SetRefusal):
    """Extensions are for students who are in the course now."""


@dataclass
class NotLater(SetRefusal):
    """An extension gives more time: the date called `name` must be after the set's own (None: it has none)."""

    name: DateName
    own: datetime | None


@dataclass
class Past(SetRefusal):
    """The new date called `name` has passed already."""

    name: DateName
