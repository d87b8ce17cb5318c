"""What a text says wrong, found at once: nothing is drawn here. Each fault has its line and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from django.utils.translation import gettext as _

from exercises.faults import Fault, ProblemFileError, nearest
from exercises.format import Problem as ProblemFile
from exercises.reading import parse_problem
from exercises.toml_source import MAX_BYTES, read_source
from gradus.accounts.models import User
from gradus.library.models import Problem, ProblemDraft, Skill

LONGEST_ID = 80
"""As exercises.format.Slug."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with its faults, in the order of the lines; `file` is there only where it could be read."""

    file: ProblemFile | None
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether it can be drawn from."""
        return self.file is not None and not self.faults


def check(draft: ProblemDraft) -> Checked:
    """The faults of a draft's text."""
    try:
        file = parse_problem(draft.source, "draft")
    except ProblemFileError as error:
        return Checked(None, error.faults)
    faults = [*_skills(file), *_id(file, draft)]
    return Checked(file, tuple(sorted(faults, key=lambda fault: fault.line or 0)))


def title_of(text: str) -> str:
    """The title a text gives itself; empty where it cannot be read so far."""
    try:
        title = read_source(text).data.get("title")
    except ProblemFileError:
        return ""
    return title[:120] if isinstance(title, str) else ""


def too_long(text: str) -> bool:
    """Whether a text is more than a draft may hold."""
    return len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES


def _skills(file: ProblemFile) -> Iterator[Fault]:
    known = list(Skill.objects.filter(retired_at=None).values_list("slug", flat=True))
    for index, slug in enumerate(file.skills):
        if slug not in known:
            message = _("there is no skill `%(slug)s`.%(nearest)s") % {
                "slug": slug,
                "nearest": nearest(slug, known),
            }
            yield file.source.fault(("skills", index), message)


def _id(file: ProblemFile, draft: ProblemDraft) -> Iterator[Fault]:
    """An id is for good: the next version keeps it, another problem needs another one."""
    if draft.problem is not None:
        if file.id != draft.problem.slug:
            message = _(
                "this is the next version of `%(slug)s`, and an id never changes. Write it as it was;"
            )
            more = _("for a problem of its own, go to the published one and copy it.")
            yield file.source.fault(("id",), f"{message % {'slug': draft.problem.slug}} {more}")
        return
    taken = Problem.objects.filter(slug=file.id).first()
    if taken is None:
        return
    said = {
        "own": _("`%(slug)s` is a problem of yours already. To change it, use New version there."),
        "bank": _("`%(slug)s` is a problem that comes with the platform."),
        "other": _("`%(slug)s` is somebody else's problem."),
    }["bank" if taken.owner_id is None else "own" if taken.owner_id == draft.owner_id else "other"]
    free = ", ".join(f"`{slug}`" for slug in free_ids(file.id, draft.owner))
    yield file.source.fault(
        ("id",), f"{said % {'slug': file.id}} " + _("These ids are free: %(free)s.") % {"free": free}
    )


def free_ids(slug: str, owner: User, many: int = 2) -> list[str]:
    """Ids like `slug` that no problem has: with the author's name in front, and numbered."""
    name = re.sub(r"[^a-z0-9]+", "-", (owner.name or "").lower()).strip("-")[:20].strip("-")
    stem = slug[: LONGEST_ID - 26].rstrip(".-")
    wanted = [f"{name}.{stem}"] if name and not stem.startswith(f"{name}.") else []
    numbered = (f"{stem}-{number}" for number in count(2))
    while len(wanted) < many:
        candidates = [*wanted, *islice(numbered, 20)]
        taken = set(Problem.objects.filter(slug__in=candidates).values_list("slug", flat=True))
        wanted = [each for each in candidates if each not in taken]
    return wanted[:many]
