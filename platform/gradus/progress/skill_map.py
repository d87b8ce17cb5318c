"""A person's skills: those their courses ask for, and any they have shown something in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Q

from gradus.accounts.models import User
from gradus.courses.models import ProblemSet
from gradus.library.models import Problem, Skill
from gradus.progress.mastery import FAMILIAR, FULL, PROFICIENT, PROFICIENT_PROBLEMS, PROFICIENT_VARIANTS
from gradus.progress.models import Level, Mastery
from gradus.progress.shown import shown_mastery


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill and where the person stands. `mastery` is None before the first evidence.

    `problems` says how many problems of the skill there are to work on now.
    """

    skill: Skill
    mastery: Mastery | None
    problems: int = PROFICIENT_PROBLEMS

    @property
    def level(self) -> str:
        """The level's code."""
        return self.mastery.level if self.mastery else str(Level.NONE)

    @property
    def percent(self) -> int:
        """m in whole percent."""
        return round(100 * self.mastery.score / FULL) if self.mastery else 0

    @property
    def variants_missing(self) -> int:
        """How many more variants Proficient asks for."""
        return max(0, PROFICIENT_VARIANTS - (self.mastery.variants if self.mastery else 0))

    @property
    def problems_missing(self) -> int:
        """How many more different problems Proficient asks for."""
        return max(0, PROFICIENT_PROBLEMS - (self.mastery.problems if self.mastery else 0))

    @property
    def problems_to_come(self) -> bool:
        """Whether Proficient asks for more problems than there are so far."""
        return self.problems < PROFICIENT_PROBLEMS


@dataclass(frozen=True, slots=True)
class Unit:
    """The skills of one unit."""

    title: str
    rows: tuple[SkillRow, ...]


@dataclass(frozen=True, slots=True)
class SkillMap:
    """All units, and how many skills stand at each level."""

    units: tuple[Unit, ...]
    counts: dict[str, int]
    familiar: int = FAMILIAR * 100 // FULL
    proficient: int = PROFICIENT * 100 // FULL

    @property
    def begun(self) -> bool:
        """Whether there is any evidence."""
        return any(row.mastery for unit in self.units for row in unit.rows)


def skill_map(*, user: User, now: datetime) -> SkillMap:
    """The person's map, in the order of the curriculum, as they may see it at `now`."""
    mastery = shown_mastery(user=user, now=now)
    asked = ProblemSet.objects.visible_to(user).filter(published_at__isnull=False)
    wanted = Q(versions__items__problem_set__in=asked, versions__items__removed_at__isnull=True)
    skills = Skill.objects.filter(wanted | Q(pk__in=list(mastery))).distinct().order_by("position")
    problems = _problems()
    rows = [SkillRow(skill, mastery.get(skill.pk), problems.get(skill.pk, 0)) for skill in skills]
    units = tuple(Unit(title, tuple(found)) for title, found in groupby(rows, lambda row: row.skill.unit))
    return SkillMap(units, dict(Counter(row.level for row in rows)))


def _problems() -> dict[int, int]:
    """Skill -> how many problems have it in their current version and are not retired."""
    current = Problem.objects.filter(retired_at__isnull=True, current__isnull=False)
    counted = current.values_list("current__skills").annotate(count=Count("pk"))
    return {skill: count for skill, count in counted.order_by() if skill is not None}
