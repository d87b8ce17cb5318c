"""Making, changing, publishing, withdrawing and releasing a set. Each is atomic, logged, and names who did it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.dates import out_of_order
from gradus.courses.models import Course, Feedback, ProblemSet
from gradus.courses.sets.order import items_in_order, locked
from gradus.courses.sets.people import students_who_answered
from gradus.courses.sets.refusals import (
    Answered,
    Archived,
    NoProblems,
    NotATest,
    NotPublished,
    NoVariants,
    TestAnswered,
    WrongDates,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a teacher says about a set. `tries_allowed` None: unlimited."""

    title: str
    introduction: str
    feedback: str
    counting: str
    tries_allowed: int | None
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None

    @classmethod
    def of(cls, problem_set: ProblemSet) -> Settings:
        """Those of a set as it is."""
        return cls(**{each.name: getattr(problem_set, each.name) for each in fields(cls)})


@transaction.atomic
def make_set(*, course: Course, settings: Settings, by: User) -> ProblemSet:
    """A new draft at the end of the course. Raises Archived, WrongDates."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    refuse_archived(course)
    _check_dates(settings)
    last = course.problem_sets.aggregate(last=Max("position"))["last"]
    made = ProblemSet.objects.create(course=course, position=(last or 0) + 1, **asdict(settings))
    log(made, Action.SET_MADE, by)
    return made


@transaction.atomic
def change_set(*, problem_set: ProblemSet, settings: Settings, by: User) -> Settings:
    """Give the set other settings; returns those it had. Raises Archived, WrongDates, TestAnswered."""
    row = locked(problem_set)
    refuse_archived(row.course)
    _check_dates(settings)
    before = Settings.of(row)
    changed = sorted(name for name, value in asdict(settings).items() if getattr(before, name) != value)
    if before.feedback == Feedback.TEST != settings.feedback and row.released_at is None:
        students = students_who_answered(row)
        if students:
            raise TestAnswered(students)
    if changed:
        for name in changed:
            setattr(row, name, getattr(settings, name))
        row.save(update_fields=changed)
        log(row, Action.SET_CHANGED, by, what="settings", changed=changed)
    return before


@transaction.atomic
def publish_set(*, problem_set: ProblemSet, by: User) -> ProblemSet:
    """Let students see the set. Twice is once. Raises Archived, NoProblems, NoVariants."""
    row = locked(problem_set)
    refuse_archived(row.course)
    if row.published_at is not None:
        return row
    items = items_in_order(row)
    if not items:
        raise NoProblems
    empty = tuple(item.version.title for item in items if not item.version.variants.exists())
    if empty:
        raise NoVariants(empty)
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    log(row, Action.SET_PUBLISHED, by, items=len(items))
    return row


@transaction.atomic
def withdraw_set(*, problem_set: ProblemSet, by: User) -> ProblemSet:
    """Make the set a draft again, which students do not see. Raises Archived, Answered."""
    row = locked(problem_set)
    refuse_archived(row.course)
    if row.published_at is None:
        return row
    students = students_who_answered(row)
    if students:
        raise Answered(students)
    row.published_at = row.released_at = None
    row.save(update_fields=["published_at", "released_at"])
    log(row, Action.SET_WITHDRAWN, by)
    return row


@transaction.atomic
def release_set(*, problem_set: ProblemSet, by: User) -> ProblemSet:
    """Show a test's verdicts to its students, for good. Raises Archived, NotATest, NotPublished."""
    row = locked(problem_set)
    refuse_archived(row.course)
    if row.feedback != Feedback.TEST:
        raise NotATest
    if row.published_at is None:
        raise NotPublished
    if row.released_at is None:
        row.released_at = timezone.now()
        row.save(update_fields=["released_at"])
        log(row, Action.SET_RELEASED, by, students=students_who_answered(row))
    return row


def refuse_archived(course: Course) -> None:
    """Raises Archived."""
    if course.archived_at is not None:
        raise Archived


def log(
    problem_set: ProblemSet, action: Action, by: User, person: User | None = None, **detail: object
) -> None:
    """One entry of the audit log about a set."""
    record(
        actor=by,
        action=action,
        course=problem_set.course.public_id,
        person=person,
        target_kind="problem_set",
        target=problem_set.public_id,
        **detail,
    )


def _check_dates(settings: Settings) -> None:
    faults = out_of_order(settings.opens_at, settings.due_at, settings.closes_at)
    if faults:
        raise WrongDates(faults)
