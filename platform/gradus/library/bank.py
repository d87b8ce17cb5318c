"""From `exercises/` to rows: skills, problems, versions. Doing it twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from exercises.format import Problem as ProblemFile
from exercises.skills import SkillMap
from gradus.library.models import Problem, ProblemVersion, Skill


@dataclass
class LoadReport:
    """What a load did."""

    skills: int = 0
    problems: int = 0
    new_versions: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    variants: int = 0
    short_of: dict[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.new_versions or self.retired or self.variants)


@transaction.atomic
def load_skills(*, skills: SkillMap) -> int:
    """Write the skill graph; returns the number of skills. A skill that is gone is retired, its record stays."""
    units = {unit.number: unit.title for unit in skills.units}
    for position, skill in enumerate(skills):
        Skill.objects.update_or_create(
            code=skill.code,
            defaults={
                "slug": skill.slug,
                "title": skill.title,
                "unit": units[skill.unit],
                "position": position,
                "retired_at": None,
            },
        )
    Skill.objects.exclude(slug__in=skills.slugs).filter(retired_at=None).update(retired_at=timezone.now())
    rows = {skill.slug: skill for skill in Skill.objects.all()}
    for skill in skills:
        rows[skill.slug].requires.set([rows[slug] for slug in skill.requires])
    return len(skills.slugs)


@transaction.atomic
def load_problem(*, file: ProblemFile, unit: str) -> tuple[ProblemVersion, bool]:
    """Write one problem file; returns its version and whether it is new.

    Content that was a version before becomes the current one again instead of a new number.
    """
    problem, _created = Problem.objects.select_for_update().get_or_create(
        slug=file.id, defaults={"unit": unit}
    )
    version = problem.versions.filter(content_hash=file.content_hash).first()
    new = version is None
    if version is None:
        last = problem.versions.order_by("-number").values_list("number", flat=True).first() or 0
        version = ProblemVersion.objects.create(
            problem=problem,
            number=last + 1,
            content_hash=file.content_hash,
            source=file.source.text,
            title=file.title,
            difficulty=file.difficulty,
        )
        version.skills.set(Skill.objects.filter(slug__in=file.skills))
    if problem.current_id != version.pk or problem.retired_at is not None or problem.unit != unit:
        problem.current, problem.retired_at, problem.unit = version, None, unit
        problem.save(update_fields=["current", "retired_at", "unit"])
    return version, new


def retire_missing(*, slugs: set[str]) -> list[str]:
    """Retire bank problems whose file is gone (those without an owner); returns their slugs."""
    gone = Problem.objects.filter(owner=None, retired_at=None).exclude(slug__in=slugs)
    retired = list(gone.values_list("slug", flat=True))
    gone.update(retired_at=timezone.now())
    return retired
