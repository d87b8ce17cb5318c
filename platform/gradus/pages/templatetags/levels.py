"""Skill levels in letters and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from gradus.progress.models import Level

register = template.Library()

LETTERS: dict[str, str] = {
    Level.NONE: "·",
    Level.STARTED: "s",
    Level.FAMILIAR: "f",
    Level.PROFICIENT: "P",
    Level.SECURE: "S",
}


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """A level's code, letter and name."""

    code: str
    letter: str
    name: Any


@register.filter
def level(code: str) -> ShownLevel:
    """The level of a code."""
    return ShownLevel(code, LETTERS[code], Level(code).label)


@register.simple_tag
def levels() -> list[ShownLevel]:
    """All levels, lowest first."""
    return [level(code) for code in LETTERS]
