"""The problem sets that come with the platform, in the built-in self-study course or any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from exercises.sets import SetFile
from gradus.accounts.models import Organisation
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.courses.sets.order import put_in_order
from gradus.library.models import Problem, ProblemVersion

SELF_STUDY_TITLE = "Self-study"


def self_study_course(organisation: Organisation) -> Course:
    """The course to which free practice belongs; made where it is missing."""
    course, _created = Course.objects.get_or_create(
        organisation=organisation, is_self_study=True, defaults={"title": SELF_STUDY_TITLE}
    )
    return course


@transaction.atomic
def load_sets(*, course: Course, sets: Sequence[SetFile], due: Sequence[datetime | None] = ()) -> bool:
    """Give `course` the bundled sets, their items pinned to the current versions; returns whether rows changed.

    Items that were answered stay: a changed problem gets a new pin, its attempts keep the variant they were on.
    A set that somebody has changed since is theirs: it is left as it is.
    """
    changed_here = _with_entry(course, Action.SET_CHANGED)
    changed = False
    for position, file in enumerate(sets, start=1):
        problem_set = _row_of(course, file)
        if problem_set is None:
            due_at = due[position - 1] if position <= len(due) else None
            problem_set = ProblemSet(course=course, published_at=timezone.now(), due_at=due_at)
        elif problem_set.public_id in changed_here:
            continue
        changed |= _write(problem_set, file, position)
        changed |= _load_items(problem_set, file)
    return changed


def _row_of(course: Course, file: SetFile) -> ProblemSet | None:
    """The set of this course that the file is about: by its id, or by its title where no id was stored yet."""
    rows = ProblemSet.objects.filter(course=course)
    ours = rows.exclude(public_id__in=_with_entry(course, Action.SET_MADE))
    return rows.filter(slug=file.id).first() or ours.filter(slug="", title=file.title).first()


def _with_entry(course: Course, action: Action) -> set[str]:
    """Sets of the course that somebody made or changed by hand, as the audit log tells."""
    entries = AuditEntry.objects.filter(course=course.public_id, action=action, target_kind="problem_set")
    return set(entries.values_list("target", flat=True))


def _write(problem_set: ProblemSet, file: SetFile, position: int) -> bool:
    """Give the row what the file says; returns whether anything about it is new."""
    wanted = (file.id, file.title, file.introduction, position)
    row = problem_set
    if row.pk is not None and (row.slug, row.title, row.introduction, row.position) == wanted:
        return False
    row.slug, row.title, row.introduction, row.position = wanted
    row.save()
    return True


def _load_items(problem_set: ProblemSet, file: SetFile) -> bool:
    wanted = [item.problem for item in file.items]
    versions = _current_versions(wanted)
    current = {row.version.problem.slug: row for row in _items_of(problem_set)}
    changed = _remove_others(problem_set, set(wanted))
    for position, item in enumerate(file.items, start=1):
        version = versions[item.problem]
        row = current.get(item.problem)
        if row is None:
            ProblemSetItem.objects.create(
                problem_set=problem_set, version=version, position=1000 + position, points=item.points
            )
        elif (row.version_id, row.points) != (version.pk, item.points):
            ProblemSetItem.objects.filter(pk=row.pk).update(version=version, points=item.points)
        else:
            continue
        changed = True
    return _renumber(problem_set, wanted) or changed


def _current_versions(slugs: Sequence[str]) -> dict[str, ProblemVersion]:
    rows = Problem.objects.filter(slug__in=slugs, current__isnull=False).select_related("current")
    return {row.slug: row.current for row in rows if row.current is not None}


def _items_of(problem_set: ProblemSet) -> list[ProblemSetItem]:
    return list(problem_set.items.filter(removed_at=None).select_related("version__problem"))


def _remove_others(problem_set: ProblemSet, wanted: set[str]) -> bool:
    gone = problem_set.items.filter(removed_at=None).exclude(version__problem__slug__in=wanted)
    return gone.update(removed_at=timezone.now()) > 0


def _renumber(problem_set: ProblemSet, order: Sequence[str]) -> bool:
    """Positions 1, 2, ... in `order`."""
    rows = {row.version.problem.slug: row for row in _items_of(problem_set)}
    return put_in_order([rows[slug] for slug in order])
