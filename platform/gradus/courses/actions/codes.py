"""Making and revoking join codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.actions.locking import locked
from gradus.courses.models import Course, JoinCode
from gradus.courses.refusals import SelfStudyStays, TooManyCodes

MOST_CODES = 50
"""Open codes of one course. Each is a door somebody must remember to close."""


@transaction.atomic
def make_code(*, course: Course, expires_at: datetime | None, limit: int | None, by: User) -> JoinCode:
    """A new code for students. Raises CourseArchived, SelfStudyStays, TooManyCodes."""
    current = locked(course)
    if current.is_self_study:
        raise SelfStudyStays
    if current.join_codes.filter(revoked_at=None).count() >= MOST_CODES:
        raise TooManyCodes
    code = JoinCode.objects.create(course=current, expires_at=expires_at, limit=limit)
    expiry = expires_at.isoformat() if expires_at else None
    _log(code, Action.CODE_MADE, by, limit=limit, expires_at=expiry)
    return code


@transaction.atomic
def revoke_code(*, code: JoinCode, by: User) -> None:
    """Closes a code for good; whoever joined by it stays. Twice is once."""
    current = JoinCode.objects.select_for_update().get(pk=code.pk)
    if current.revoked_at is None:
        current.revoked_at = timezone.now()
        current.save(update_fields=["revoked_at"])
        _log(current, Action.CODE_REVOKED, by, uses=current.uses)


def _log(code: JoinCode, action: Action, by: User, **detail: Any) -> None:
    course = code.course.public_id
    record(actor=by, action=action, course=course, target_kind="join_code", target=code.public_id, **detail)
