"""Joining a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.models import Enrolment, JoinCode, Role

Refusal = Literal["unknown", "revoked", "expired", "used_up", "archived", "too_many_guesses"]

GUESSES_PER_PERSON = 5
GUESSES_PER_ADDRESS = 60
"""A whole class behind one address may mistype once or twice each."""
WINDOW = 15 * 60
"""Seconds for which guesses are remembered."""

_SPOKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": "", " ": ""})


@dataclass
class JoinRefused(Exception):
    """The code does not open a course. `at` is the instant concerned, where there is one."""

    reason: Refusal
    at: datetime | None = None


def normalised(code: str) -> str:
    """The code as stored: upper case, no spaces or hyphens, O read as 0, I and L as 1 (Crockford), and U as V."""
    return code.upper().translate(_SPOKEN)


def join(*, user: User, code: str, address: str) -> Enrolment:
    """Enrols `user` as a student by a join code. Twice is once. Raises JoinRefused."""
    # Counted before the look-up and given back after success, so that parallel guesses cannot slip through.
    own, shared = f"join:user:{user.pk}", f"join:address:{address}"
    if _guesses(user, own, shared, by=1) == "too_many":
        raise JoinRefused("too_many_guesses")
    enrolment = _enrol(user, normalised(code))
    _guesses(user, own, shared, by=-1)
    return enrolment


@transaction.atomic
def _enrol(user: User, code: str) -> Enrolment:
    now = timezone.now()
    found = JoinCode.objects.select_for_update().select_related("course").filter(code=code).first()
    if found is None:
        raise JoinRefused("unknown")
    current = Enrolment.objects.current().filter(user=user, course=found.course).first()
    if current is not None:
        return current
    _refuse_if_shut(found, now)
    found.uses += 1
    found.save(update_fields=["uses"])
    place = Enrolment.objects.create(user=user, course=found.course, role=Role.STUDENT, started_at=now)
    record(
        actor=user,
        action=Action.JOINED,
        course=found.course.public_id,
        person=user,
        target_kind="enrolment",
        target=place.public_id,
        code=found.public_id,
    )
    return place


def _refuse_if_shut(code: JoinCode, now: datetime) -> None:
    if code.course.archived_at is not None:
        raise JoinRefused("archived")
    if code.revoked_at is not None:
        raise JoinRefused("revoked", code.revoked_at)
    if code.expires_at is not None and code.expires_at <= now:
        raise JoinRefused("expired", code.expires_at)
    if code.limit is not None and code.uses >= code.limit:
        raise JoinRefused("used_up")


@transaction.atomic
def _guesses(user: User, own: str, shared: str, *, by: int) -> Literal["few", "too_many"]:
    """Adds `by` to both counters. The person's row is the lock that makes their own counter exact."""
    User.objects.select_for_update().filter(pk=user.pk).order_by().values_list("pk").get()
    mine, ours = cache.get(own, 0) + by, cache.get(shared, 0) + by
    cache.set(own, max(mine, 0), timeout=WINDOW)
    cache.set(shared, max(ours, 0), timeout=WINDOW)
    return "too_many" if mine > GUESSES_PER_PERSON or ours > GUESSES_PER_ADDRESS else "few"
