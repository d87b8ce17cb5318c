"""What a text says wrong, found at once: nothing is drawn here. Each fault has its line and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from math import inf
from typing import Any

from django.utils.translation import gettext as _

from exercises.faults import Fault, ProblemFileError, nearest
from exercises.format import Problem as ProblemFile
from exercises.reading import parse_problem
from exercises.toml_source import MAX_BYTES, Place, Source, read_source
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
    file: ProblemFile | None = None
    faults: list[Fault] = []
    try:
        file = parse_problem(draft.source, "draft")
    except ProblemFileError as error:
        faults += error.faults
    try:
        source = read_source(draft.source, "draft")
    except ProblemFileError:
        return Checked(None, tuple(faults))
    faults += [*_skills(source), *_id(source, draft), *_nuls(source)]
    return Checked(file, tuple(sorted(faults, key=lambda fault: fault.line or inf)))


def title_of(text: str) -> str:
    """The title a text gives itself; empty where it cannot be read so far."""
    try:
        title = read_source(text).data.get("title")
    except ProblemFileError:
        return ""
    return title[:120].replace("\0", "") if isinstance(title, str) else ""


def too_long(text: str) -> bool:
    """Whether a text is more than a draft may hold."""
    return len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES


def _nuls(source: Source) -> Iterator[Fault]:
    """NUL can be written as an escape; no database keeps it."""
    for place in _holding_nul(source.data):
        yield source.fault(place, _("there is a NUL (\\u0000) in this text; leave it out."))


def _holding_nul(value: Any, place: Place = ()) -> Iterator[Place]:
    """The places of texts and keys that hold one."""
    if isinstance(value, str) and "\0" in value:
        yield place
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _holding_nul(each, (*place, index))
    elif isinstance(value, dict):
        for key, each in value.items():
            if "\0" in key:
                yield place
            yield from _holding_nul(each, (*place, key))


def _skills(source: Source) -> Iterator[Fault]:
    """Also where the file has other faults: so that one look tells all that can be told."""
    named = source.data.get("skills")
    known = list(Skill.objects.filter(retired_at=None).values_list("slug", flat=True))
    for index, slug in enumerate(named if isinstance(named, list) else []):
        if isinstance(slug, str) and slug not in known:
            message = _("there is no skill `%(slug)s`.%(nearest)s") % {
                "slug": slug,
                "nearest": nearest(slug, known),
            }
            yield source.fault(("skills", index), message)


def _id(source: Source, draft: ProblemDraft) -> Iterator[Fault]:
    """An id is for good: the next version keeps it, another problem needs another one."""
    said = source.data.get("id")
    if not isinstance(said, str) or len(said) > LONGEST_ID:
        return
    if draft.problem is not None:
        if said != draft.problem.slug:
            message = _(
                "this is the next version of `%(slug)s`, and an id never changes. Write it as it was;"
            )
            more = _("for a problem of its own, go to the published one and copy it.")
            yield source.fault(("id",), f"{message % {'slug': draft.problem.slug}} {more}")
        return
    taken = Problem.objects.filter(slug=said).first()
    if taken is not None:
        yield source.fault(("id",), _taken(taken, draft.owner))


def _taken(problem: Problem, author: User) -> str:
    """Whose problem has the id, and which ids are free."""
    said = {
        "own": _("`%(slug)s` is a problem of yours already. To change it, use New version there."),
        "bank": _("`%(slug)s` is a problem that comes with the platform."),
        "other": _("`%(slug)s` is somebody else's problem."),
    }["bank" if problem.owner_id is None else "own" if problem.owner_id == author.pk else "other"]
    free = ", ".join(f"`{slug}`" for slug in free_ids(problem.slug, author))
    return f"{said % {'slug': problem.slug}} " + _("These ids are free: %(free)s.") % {"free": free}


_ID = re.compile(r"""^[ \t]*id[ \t]*=[ \t]*["']([a-z0-9.-]{1,80})["']""", re.MULTILINE)


def said_id(text: str) -> str:
    """The id that a text gives itself, also a faulty text; empty where there is none."""
    found = _ID.search(text)
    return found[1] if found else ""


def free_ids(slug: str, owner: User, many: int = 2) -> list[str]:
    """Ids like `slug` that no problem has and no draft of the author says: with their name in front, then numbered."""
    drafted = set(map(said_id, ProblemDraft.objects.of(owner).values_list("source", flat=True)))
    name = re.sub(r"[^a-z0-9]+", "-", (owner.name or "").lower()).strip("-")[:20].strip("-")
    stem = slug[: LONGEST_ID - 26].rstrip(".-")
    own = f"{name}.{stem}" if name and not stem.startswith(f"{name}.") else stem
    wanted = [] if own == stem else [own]
    numbered = (f"{own}-{number}" for number in count(2))
    while len(wanted) < many:
        candidates = [*wanted, *islice(numbered, 20)]
        taken = set(Problem.objects.filter(slug__in=candidates).values_list("slug", flat=True))
        wanted = [each for each in candidates if each not in taken | drafted]
    return wanted[:many]
