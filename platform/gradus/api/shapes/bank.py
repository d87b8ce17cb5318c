"""The bank of problems, for those who may see it with its answers."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from gradus.api.shapes.base import Reply
from gradus.api.shapes.courses import Skill


class Problem(Reply):
    """A problem and its current version."""

    id: str
    slug: str
    title: str
    unit: str
    kinds: list[str]
    difficulty: int = Field(ge=1, le=5)
    skills: list[Skill]
    version: int
    retired_at: datetime | None


class ProblemWithSource(Problem):
    """With its file, answers and all."""

    source: str = Field(description="The problem file (TOML).")
    variants: int = Field(description="How many are in the pool.")
