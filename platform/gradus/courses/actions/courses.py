"""Making, changing, archiving and reopening a course."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.models import Action
from gradus.courses.actions.locking import locked, log, log_place
from gradus.courses.models import Course, Enrolment, Role
from gradus.courses.refusals import SelfStudyStays


@dataclass(frozen=True, slots=True)
class Settings:
    """What a teacher says about a course. `time_zone` is an IANA name."""

    title: str
    term: str
    time_zone: str


@transaction.atomic
def make_course(*, settings: Settings, by: User) -> Course:
    """A new course in the organisation of `by`, who is its first teacher."""
    course = Course.objects.create(organisation_id=by.organisation_id, **asdict(settings))
    place = Enrolment.objects.create(user=by, course=course, role=Role.TEACHER)
    log(course, Action.COURSE_MADE, by, time_zone=settings.time_zone)
    log_place(place, Action.ENROLLED, by, role=place.role)
    return course


@transaction.atomic
def change_course(*, course: Course, settings: Settings, by: User) -> bool:
    """Gives the course these settings; returns whether anything is new. Raises CourseArchived."""
    current = locked(course)
    changed = [name for name, value in asdict(settings).items() if getattr(current, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(current, name, getattr(settings, name))
    current.save(update_fields=changed)
    log(current, Action.COURSE_CHANGED, by, fields=changed, time_zone=settings.time_zone)
    return True


@transaction.atomic
def archive_course(*, course: Course, by: User) -> None:
    """Ends the course: the record stays, nothing more is taken. Twice is once. Raises SelfStudyStays."""
    current = Course.objects.select_for_update().get(pk=course.pk)
    if current.is_self_study:
        raise SelfStudyStays
    if current.archived_at is None:
        current.archived_at = timezone.now()
        current.save(update_fields=["archived_at"])
        log(current, Action.COURSE_ARCHIVED, by)


@transaction.atomic
def reopen_course(*, course: Course, by: User) -> None:
    """Takes the course out of the archive. Twice is once."""
    current = Course.objects.select_for_update().get(pk=course.pk)
    if current.archived_at is not None:
        current.archived_at = None
        current.save(update_fields=["archived_at"])
        log(current, Action.COURSE_REOPENED, by)
