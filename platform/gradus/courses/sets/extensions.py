"""More time for one student: granting, changing, removing. Each is atomic and logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.models import Action
from gradus.courses.dates import out_of_order
from gradus.courses.models import Extension, ProblemSet
from gradus.courses.sets.actions import log, refuse_archived
from gradus.courses.sets.order import locked
from gradus.courses.sets.people import students_of
from gradus.courses.sets.refusals import NoDates, NotAStudent, NotLater, Past, WrongDates


@dataclass(frozen=True, slots=True)
class Granted:
    """What an extension says. A date that is None leaves the set's own."""

    due_at: datetime | None
    closes_at: datetime | None
    reason: str = ""


@transaction.atomic
def grant_extension(*, problem_set: ProblemSet, student: User, granted: Granted, by: User) -> Extension:
    """Give `student` other dates; a second extension changes the first.

    Raises Archived, NotAStudent, NoDates, NotLater, Past, WrongDates.
    """
    row = locked(problem_set)
    refuse_archived(row.course)
    if not students_of(row.course).filter(pk=student.pk).exists():
        raise NotAStudent
    old = Extension.objects.filter(problem_set=row, user=student).first()
    check_granted(row, granted, old)
    now = timezone.now()
    extension, _made = Extension.objects.update_or_create(
        problem_set=row,
        user=student,
        defaults={
            "due_at": granted.due_at,
            "closes_at": granted.closes_at,
            "reason": granted.reason,
            "granted_by": by,
            "granted_at": now,
        },
    )
    dates = {"due_at": granted.due_at, "closes_at": granted.closes_at}
    said = {name: None if at is None else at.isoformat() for name, at in dates.items()}
    log(row, Action.EXTENSION_GRANTED, by, student, extension=extension.public_id, **said)
    return extension


@transaction.atomic
def remove_extension(*, extension: Extension, by: User) -> None:
    """The set's own dates apply to the student again. What they sent keeps the dates it came under.

    Raises Archived.
    """
    row = locked(extension.problem_set)
    refuse_archived(row.course)
    deleted, _rows = Extension.objects.filter(pk=extension.pk).delete()
    if deleted:
        log(row, Action.EXTENSION_REMOVED, by, extension.user, extension=extension.public_id)


def check_granted(problem_set: ProblemSet, granted: Granted, old: Extension | None) -> None:
    """An extension gives more time, and its dates stand in order with the set's own.

    Raises NoDates, NotLater, Past, WrongDates.
    """
    if granted.due_at is None and granted.closes_at is None:
        raise NoDates
    now = timezone.now()
    for name in ("due_at", "closes_at"):
        at, own = getattr(granted, name), getattr(problem_set, name)
        if at is None:
            continue
        if own is None or at < own:
            raise NotLater(name, own)
        if at <= now and (old is None or getattr(old, name) != at):
            raise Past(name)
    due_at = granted.due_at or problem_set.due_at
    faults = out_of_order(problem_set.opens_at, due_at, granted.closes_at)
    if faults:
        raise WrongDates(faults)
