"""One change of a course's people at a time: whoever changes something holds the course's row first."""

from __future__ import annotations

from typing import Any

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.models import Course, Enrolment
from gradus.courses.refusals import CourseArchived


def locked(course: Course) -> Course:
    """The course as it is now, for this transaction alone. Raises CourseArchived."""
    current = Course.objects.select_for_update().get(pk=course.pk)
    if current.archived_at is not None:
        raise CourseArchived
    return current


def log(course: Course, action: Action, by: User, **detail: Any) -> None:
    """One audit entry about the course itself."""
    record(
        actor=by,
        action=action,
        course=course.public_id,
        target_kind="course",
        target=course.public_id,
        **detail,
    )


def log_place(place: Enrolment, action: Action, by: User, **detail: Any) -> None:
    """One audit entry about a person's place in a course."""
    record(
        actor=by,
        action=action,
        course=place.course.public_id,
        person=place.user,
        target_kind="enrolment",
        target=place.public_id,
        **detail,
    )
