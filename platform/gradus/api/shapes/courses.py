"""Courses, their sets, and the items of a set as the one who asks sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from gradus.api.shapes.base import Reply
from gradus.api.shapes.people import RoleCode

RightCode = Literal["see", "answer", "see_work", "judge", "set_work", "manage", "export"]
StandingCode = Literal[
    "new", "open", "waiting", "received", "correct", "partial", "incorrect", "undecided", "failed"
]


class Course(Reply):
    """A course, and what the one who asks may do there. `role` is null for an admin who is not enrolled."""

    id: str
    title: str
    term: str
    time_zone: str
    archived_at: datetime | None
    role: RoleCode | None
    rights: list[RightCode]


class Dates(Reply):
    """When a set opens, is due and closes, as it applies to the one who asks; null: no such limit."""

    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    extended: bool = Field(description="Whether these are one's own extended dates.")


class ProblemSet(Reply):
    """A problem set with one's own points."""

    id: str
    title: str
    introduction: str = Field(description="Markdown with maths.")
    feedback: Literal["practice", "test"]
    counting: Literal["best", "last", "first"] = Field(description="Which try gives the points.")
    tries_allowed: int | None = Field(description="Tries for each problem; null: unlimited.")
    published_at: datetime | None
    dates: Dates
    shows_verdicts: bool = Field(description="False while a test withholds them: then no points are told.")
    problems: int
    points: float | None
    possible: int


class Skill(Reply):
    """A skill by name."""

    id: str
    title: str


class Item(Reply):
    """One problem of a set, and where one stands with it."""

    id: str
    number: int
    title: str
    skills: list[Skill]
    state: StandingCode
    points: float | None = Field(description="Null while nothing counts, or a test withholds it.")
    possible: int
    tries: int
    attempt: str | None = Field(description="The newest attempt.")


class ProblemSetWithItems(ProblemSet):
    """A set with its problems."""

    course: str
    items: list[Item]
