"""The skill graph: what there is to learn, and what each thing needs first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictInt, StrictStr, ValidationError

from exercises.faults import Fault, ProblemFileError, nearest
from exercises.format import Slug, Table
from exercises.toml_source import Source, read_source
from exercises.wording import faults_of

SKILLS_FILE = Path(__file__).parent / "skills.toml"


class Skill(Table):
    """One skill. `code` (S33) never changes and orders the skills; `slug` is what problems name."""

    slug: Slug
    code: Annotated[StrictStr, Field(pattern=r"^S\d{2}$")]
    title: Annotated[StrictStr, Field(min_length=3, max_length=80)]
    unit: Annotated[StrictInt, Field(ge=0, le=20)]
    summary: StrictStr = ""
    requires: tuple[Slug, ...] = ()


class Unit(Table):
    """One unit of the curriculum."""

    number: Annotated[StrictInt, Field(ge=0, le=20)]
    title: Annotated[StrictStr, Field(min_length=3, max_length=80)]


class _SkillsFile(Table):
    unit: tuple[Unit, ...] = Field(min_length=1)
    skill: tuple[Skill, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class SkillMap:
    """All units and skills, skills in the order of their codes."""

    units: tuple[Unit, ...]
    skills: tuple[Skill, ...]

    def __iter__(self) -> Iterator[Skill]:
        return iter(self.skills)

    def __contains__(self, slug: object) -> bool:
        return any(skill.slug == slug for skill in self.skills)

    def __getitem__(self, slug: str) -> Skill:
        for skill in self.skills:
            if skill.slug == slug:
                return skill
        raise KeyError(slug)

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every slug."""
        return tuple(skill.slug for skill in self.skills)


def load_skills(path: Path = SKILLS_FILE) -> SkillMap:
    """The checked skill map. Raises ProblemFileError with every unknown, doubled or circular requirement."""
    source = read_source(path)
    try:
        file = _SkillsFile.model_validate(source.data)
    except ValidationError as error:
        raise ProblemFileError(faults_of(error, source)) from error
    faults = [*_doubles(file, source), *_references(file, source)] or list(_circles(file.skill, source))
    if faults:
        raise ProblemFileError(faults)
    return SkillMap(file.unit, tuple(sorted(file.skill, key=lambda skill: skill.code)))


def _doubles(file: _SkillsFile, source: Source) -> Iterator[Fault]:
    for key in ("slug", "code"):
        seen: set[str] = set()
        for index, skill in enumerate(file.skill):
            value = getattr(skill, key)
            if value in seen:
                yield source.fault(("skill", index, key), f"`{value}` stands twice.")
            seen.add(value)


def _references(file: _SkillsFile, source: Source) -> Iterator[Fault]:
    slugs, units = [skill.slug for skill in file.skill], [unit.number for unit in file.unit]
    for index, skill in enumerate(file.skill):
        if skill.unit not in units:
            yield source.fault(("skill", index, "unit"), f"there is no unit {skill.unit}.")
        for needed in skill.requires:
            if needed not in slugs:
                yield source.fault(
                    ("skill", index, "requires"), f"there is no skill `{needed}`.{nearest(needed, slugs)}"
                )


def _circles(skills: Iterable[Skill], source: Source) -> Iterator[Fault]:
    """Takes away skills that need nothing any more; what is left goes round in a circle."""
    left = {skill.slug: set(skill.requires) for skill in skills}
    while True:
        free = {slug for slug, needs in left.items() if not needs & left.keys()}
        if not free:
            break
        left = {slug: needs for slug, needs in left.items() if slug not in free}
    if left:
        index = next(i for i, skill in enumerate(skills) if skill.slug in left)
        names = ", ".join(sorted(left))
        yield source.fault(
            ("skill", index, "requires"), f"these skills need one another in a circle: {names}."
        )
