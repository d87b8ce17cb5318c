"""A class for its staff: grades, the work of its students, what waits for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from gradus.api.shapes.attempts import SentState, Solution
from gradus.api.shapes.base import Body, Page, Reply
from gradus.api.shapes.courses import StandingCode
from gradus.api.shapes.submissions import PartVerdict

PartName = Annotated[str, StringConstraints(max_length=80)]
Percent = Annotated[int, Field(ge=0, le=100)]


class GradeColumn(Reply):
    """One problem of a published set. `id` is the item's."""

    id: str
    set: str
    number: int
    title: str
    possible: int


class GradeCell(Reply):
    """One student on one problem, as the class table shows it; tests too, before their release."""

    item: str
    state: StandingCode
    points: float | None = Field(description="Null while nothing counts.")
    tries: int
    late: bool
    attempt: str | None


class GradeRow(Reply):
    """One student. `enrolment` leads to what they sent."""

    enrolment: str
    name: str
    email: str
    points: float
    cells: list[GradeCell]


class GradePage(Page[GradeRow]):
    """Students by name, and the problems that are the columns."""

    possible: int
    items: list[GradeColumn]


class StaffPartVerdict(PartVerdict):
    """With what only the staff see: how it was found, and the codes of known mistakes."""

    certificate: str
    diagnosis: list[str]


class GradeGiven(Reply):
    """The current grade. `reason` is a person's, where one gave it."""

    verdict: str
    score: int = Field(description="In millionths.", ge=0, le=1_000_000)
    source: Literal["automatic", "regrade", "manual"]
    reason: str
    graded_at: datetime


class Work(Reply):
    """One submission as the staff see it: typed, read, judged."""

    submission: str
    attempt: str
    set: str | None
    item: str | None
    title: str
    received_at: datetime
    late: bool
    hints_used: int
    state: SentState
    responses: dict[str, str] = Field(description="What was typed, by field.")
    read_as: dict[str, str] = Field(description="The LaTeX in which it was read, by field.")
    grade: GradeGiven | None
    parts: dict[str, StaffPartVerdict]


class Review(Work):
    """A submission that waits for a person: the grader left it open, or failed."""

    enrolment: str
    name: str
    failed: bool
    queued: bool = Field(description="Whether the grader looks at it once more.")
    own: bool = Field(description="Whether it is one's own: somebody else decides it.")
    open_parts: list[str]
    answers: list[Solution]


class Decision(Body):
    """What the open parts are; `again` has the grader look once more."""

    decision: Literal["right", "wrong", "again"]


class NewGrade(Body):
    """How much of each part is right. A part that is not named keeps its judgement; one that is open must be named.

    The student reads the reason.
    """

    percent: dict[PartName, Percent] = Field(min_length=1, max_length=100)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
