"""People: oneself, one's skills, the people of a course."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from gradus.api.shapes.base import Reply

RoleCode = Literal["student", "teacher", "assistant"]
LevelCode = Literal["none", "started", "familiar", "proficient", "secure"]


class Me(Reply):
    """Who asks."""

    id: str
    email: str
    name: str
    admin: bool
    may: list[Literal["make_courses", "make_problems", "see_bank", "review"]] = Field(
        description="What this person may do outside of any course."
    )


class SkillLevel(Reply):
    """One skill and how far one has come, without what a test withholds."""

    id: str
    title: str
    level: LevelCode
    score: int = Field(description="0 to 100.", ge=0, le=100)
    variants: int
    problems: int
    review_due_at: datetime | None


class SkillUnit(Reply):
    """The skills of one unit, in the order of the curriculum."""

    title: str
    skills: list[SkillLevel]


class Progress(Reply):
    """One's own levels."""

    counts: dict[LevelCode, int] = Field(description="How many skills stand at each level.")
    units: list[SkillUnit]


class Person(Reply):
    """One enrolment of a course, for its staff. `id` is the enrolment's."""

    id: str
    name: str
    email: str
    role: RoleCode
    started_at: datetime
