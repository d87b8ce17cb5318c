"""The class by skills: students x the skills that the course's sets ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gradus.courses.models import Course
from gradus.library.models import Skill
from gradus.progress.models import Level, Mastery
from gradus.teaching.roll import Student, students
from gradus.teaching.sorting import Column, Sorting

GOOD = frozenset({Level.PROFICIENT.value, Level.SECURE.value})
"""Levels that count as having reached a skill."""


@dataclass(frozen=True, slots=True)
class SkillCell:
    """One student in one skill; `mastery` is None before the first evidence."""

    skill: Skill
    mastery: Mastery | None

    @property
    def level(self) -> str:
        """The level's code."""
        return self.mastery.level if self.mastery else str(Level.NONE)

    @property
    def score(self) -> int:
        """m in millionths; nothing before the first evidence."""
        return self.mastery.score if self.mastery else 0

    @property
    def good(self) -> bool:
        """Whether it is Proficient or better."""
        return self.level in GOOD


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A student's line."""

    student: Student
    cells: tuple[SkillCell, ...]

    @property
    def good(self) -> int:
        """How many skills are Proficient or better."""
        return sum(cell.good for cell in self.cells)

    @property
    def strength(self) -> tuple[int, int]:
        """For sorting, the weakest first: how many skills are good, then all scores together."""
        return self.good, sum(cell.score for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SkillHead:
    """A column, and how many of the class are Proficient or better in it."""

    column: Column
    skill: Skill
    good: int
    share: int | None


@dataclass(frozen=True, slots=True)
class UnitHead:
    """Columns of one unit."""

    title: str
    heads: tuple[SkillHead, ...]


@dataclass(frozen=True, slots=True)
class SkillTable:
    """The table as shown."""

    name: Column
    strength: Column
    units: tuple[UnitHead, ...]
    lines: tuple[SkillLine, ...]

    @property
    def skills(self) -> int:
        """How many columns there are."""
        return sum(len(unit.heads) for unit in self.units)

    @property
    def begun(self) -> bool:
        """Whether anybody has shown anything yet."""
        return any(cell.mastery for line in self.lines for cell in line.cells)


def skills_asked(course: Course) -> list[Skill]:
    """The skills that the published sets of `course` ask for, in the order of the curriculum. One query."""
    within = "versions__items__"
    asked = Skill.objects.filter(
        **{
            f"{within}problem_set__course": course,
            f"{within}problem_set__published_at__isnull": False,
            f"{within}removed_at__isnull": True,
        }
    )
    return list(asked.distinct().order_by("position"))


def skill_table(*, course: Course, sort: str) -> SkillTable:
    """Three queries, whatever the number of students and skills. Mastery is per person, over all their courses."""
    skills = skills_asked(course)
    roll = students(course)
    known = stored_mastery(users=[each.user.pk for each in roll], skills=skills)
    lines = [SkillLine(each, skill_cells(each.user.pk, skills, known)) for each in roll]
    codes = [skill.slug for skill in skills]
    sorting = Sorting(sort, {"name", "strength", *codes})
    heads = [_head(at, skill, lines, sorting) for at, skill in enumerate(skills)]
    units = [UnitHead(unit, tuple(each)) for unit, each in groupby(heads, lambda head: head.skill.unit)]
    return SkillTable(
        name=sorting.column("name"),
        strength=sorting.column("strength"),
        units=tuple(units),
        lines=tuple(sorting.apply(lines, lambda line, key: _value(line, key, codes))),
    )


def stored_mastery(*, users: Collection[int], skills: Sequence[Skill]) -> dict[tuple[int, int], Mastery]:
    """(user, skill) -> mastery as it is stored: tests count in it before their release. One query."""
    rows = Mastery.objects.filter(user__in=users, skill__in=skills)
    return {(row.user_id, row.skill_id): row for row in rows}


def skill_cells(
    user: int, skills: Sequence[Skill], known: Mapping[tuple[int, int], Mastery]
) -> tuple[SkillCell, ...]:
    """One person in each of `skills`."""
    return tuple(SkillCell(skill, known.get((user, skill.pk))) for skill in skills)


def _head(at: int, skill: Skill, lines: Sequence[SkillLine], sorting: Sorting) -> SkillHead:
    good = sum(line.cells[at].good for line in lines)
    share = round(100 * good / len(lines)) if lines else None
    return SkillHead(sorting.column(skill.slug), skill, good, share)


def _value(line: SkillLine, key: str, codes: Sequence[str]) -> Any:
    if key == "name":
        return line.student.sort_key
    if key == "strength":
        return line.strength
    cell = line.cells[codes.index(key)]
    return list(Level.values).index(cell.level), cell.score
