"""From `exercises/` to rows: skills, problems, versions. Doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.db import transaction
from django.utils import timezone

from exercises.faults import Fault, ProblemFileError
from exercises.format import Problem as ProblemFile
from exercises.skills import Skill as SkillEntry
from exercises.skills import SkillMap
from gradus.library.models import Problem, ProblemVersion, Skill

Change = Literal["none", "new", "back"]
"""What a load did to a problem: nothing, a new version, or an earlier version (or place) in use again."""


@dataclass
class LoadReport:
    """What a load did."""

    skills: int = 0
    problems: int = 0
    changed_skills: list[str] = field(default_factory=list)
    brought_back: list[str] = field(default_factory=list)
    new_versions: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    variants: int = 0
    short_of: dict[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(
            self.changed_skills or self.brought_back or self.new_versions or self.retired or self.variants
        )


@transaction.atomic
def load_skills(*, skills: SkillMap) -> list[str]:
    """Write the skill graph; returns the slugs of the skills that changed. One that is gone is retired, its
    record stays."""
    units = {unit.number: unit.title for unit in skills.units}
    rows = {row.code: row for row in Skill.objects.prefetch_related("requires")}
    changed = [
        skill.slug
        for position, skill in enumerate(skills)
        if _write_skill(rows, skill, position, units[skill.unit])
    ]
    by_slug = {row.slug: row for row in rows.values()}
    for skill in skills:
        row = by_slug[skill.slug]
        if {needed.slug for needed in row.requires.all()} != set(skill.requires):
            row.requires.set([by_slug[slug] for slug in skill.requires])
            changed.append(skill.slug)
    gone = Skill.objects.exclude(slug__in=skills.slugs).filter(retired_at=None)
    changed += gone.values_list("slug", flat=True)
    gone.update(retired_at=timezone.now())
    return list(dict.fromkeys(changed))


def _write_skill(rows: dict[str, Skill], skill: SkillEntry, position: int, unit: str) -> bool:
    """Write one skill, found in `rows` by its code; returns whether anything about it is new."""
    wanted = (skill.slug, skill.title, unit, position, None)
    row = rows.get(skill.code)
    if row is None:
        rows[skill.code] = row = Skill(code=skill.code)
    elif (row.slug, row.title, row.unit, row.position, row.retired_at) == wanted:
        return False
    row.slug, row.title, row.unit, row.position, row.retired_at = wanted
    row.save()
    return True


@transaction.atomic
def load_problem(*, file: ProblemFile, unit: str) -> tuple[ProblemVersion, Change]:
    """Write one problem file; returns its version and what became of it.

    Content that was a version before becomes the current one again instead of a new number. Raises
    ProblemFileError where a person's problem has this id: that one is theirs.
    """
    problem, _created = Problem.objects.select_for_update().get_or_create(
        slug=file.id, defaults={"unit": unit}
    )
    if problem.owner_id is not None:
        raise ProblemFileError([_owned(file)])
    version = problem.versions.filter(content_hash=file.content_hash).first()
    change: Change = "none"
    if version is None:
        change = "new"
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
    kinds = kinds_of(file)
    wanted = (version.pk, None, unit, kinds)
    if (problem.current_id, problem.retired_at, problem.unit, problem.kinds) != wanted:
        problem.current, problem.retired_at, problem.unit, problem.kinds = version, None, unit, kinds
        problem.save(update_fields=["current", "retired_at", "unit", "kinds"])
        change = "new" if change == "new" else "back"
    return version, change


def refuse_owned(files: Iterable[ProblemFile]) -> None:
    """Raises ProblemFileError for files whose id a person's problem has."""
    owned = set(Problem.objects.filter(owner__isnull=False).values_list("slug", flat=True))
    faults = [_owned(file) for file in files if file.id in owned]
    if faults:
        raise ProblemFileError(faults)


def _owned(file: ProblemFile) -> Fault:
    message = f"`{file.id}` is the id of a problem that somebody published here; choose another one."
    return file.source.fault(("id",), message)


def kinds_of(file: ProblemFile) -> str:
    """The answer kinds of a file as `Problem.kinds` holds them."""
    return f",{','.join(sorted({answer.type for answer in file.answers}))},"


def unseen(files: Iterable[ProblemFile]) -> list[ProblemFile]:
    """Those files whose content is no version of their problem yet."""
    known = set(ProblemVersion.objects.values_list("problem__slug", "content_hash"))
    return [file for file in files if (file.id, file.content_hash) not in known]


def retire_missing(*, slugs: set[str]) -> list[str]:
    """Retire bank problems whose file is gone (those without an owner); returns their slugs."""
    gone = Problem.objects.filter(owner=None, retired_at=None).exclude(slug__in=slugs)
    retired = list(gone.values_list("slug", flat=True))
    gone.update(retired_at=timezone.now())
    return retired
