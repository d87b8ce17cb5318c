"""Invitations: asked for in a transaction, sent by the worker afterwards. No mail is lost, and none undoes anything.

The rows are the queue (courses.membership.Invitation). The ring only says that there is something to do; while Redis
is away the sweeper rings later. A mail that the server does not take is tried again after longer and longer pauses.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPConnectError, SMTPRecipientsRefused, SMTPResponseException

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import KombuError
from redis import RedisError

from gradus.accounts.models import User
from gradus.celery import app
from gradus.courses.actions.locking import locked
from gradus.courses.invitation_mail import compose
from gradus.courses.models import Course, Enrolment, Invitation, InvitationState
from gradus.courses.refusals import HasSignedIn, JustInvited, PlaceEnded

logger = structlog.get_logger(__name__)

TASK = "gradus.courses.tasks.send_invitations"
LANE = "proof"
"""The worker's queue on which nobody waits in a page."""

BATCH_SECONDS = 4.0
"""How long one task sends before it lets others have their turn."""

SERVER_SECONDS = 2
"""How long the mail server may take for a step: the last mail of a batch must end before the task's limit."""

LEASE = timedelta(minutes=2)
"""A mail that was started and neither sent nor refused within this time was in a process that died."""

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))
"""After the first, second and third failure. After one more the mail waits for somebody to ask again."""

AGAIN_AFTER = timedelta(minutes=5)
"""A person is not sent a second mail sooner."""

OVERDUE = timedelta(seconds=5)


def queue(*, places: Sequence[Enrolment], by: User, site: str) -> None:
    """Asks for a mail to each of these people; called inside the transaction that makes their places."""
    if not places:
        return
    Invitation.objects.bulk_create(
        (Invitation(enrolment=place, by=by, site=site) for place in places), batch_size=500
    )
    transaction.on_commit(ring)


@transaction.atomic
def invite_again(*, place: Enrolment, by: User, site: str) -> None:
    """Sends the mail once more. Raises CourseArchived, PlaceEnded, HasSignedIn, JustInvited."""
    locked(place.course)
    now = timezone.now()
    current = Enrolment.objects.select_related("user").get(pk=place.pk)
    if current.ended_at is not None:
        raise PlaceEnded
    if current.user.last_login is not None:
        raise HasSignedIn
    old = Invitation.objects.filter(enrolment=current).first()
    if old is not None and _is_fresh(old, now):
        raise JustInvited(old.sent_at or old.asked_at)
    fresh = {"by": by, "site": site, "asked_at": now, "next_at": now, "starts": 0, "sent_at": None}
    Invitation.objects.update_or_create(
        enrolment=current, defaults={**fresh, "state": InvitationState.WAITING}
    )
    transaction.on_commit(ring)


def _is_fresh(invitation: Invitation, now: datetime) -> bool:
    if invitation.state == InvitationState.WAITING:
        return True
    return invitation.sent_at is not None and invitation.sent_at > now - AGAIN_AFTER


@transaction.atomic
def retry_failed(*, course: Course, by: User, site: str) -> int:
    """Tries all mails of the course again that could not be sent; returns how many. Raises CourseArchived."""
    locked(course)
    now = timezone.now()
    unsent = Invitation.objects.filter(
        enrolment__course=course,
        enrolment__ended_at=None,
        enrolment__user__last_login=None,
        state__in=(InvitationState.RETRYING, InvitationState.FAILED),
    )
    pks = list(unsent.values_list("pk", flat=True))
    fresh = {"by": by, "site": site, "asked_at": now, "next_at": now, "starts": 0}
    count = Invitation.objects.filter(pk__in=pks).update(**fresh, state=InvitationState.WAITING)
    transaction.on_commit(ring)
    return count


def ring() -> None:
    """Asks the worker to send. An error is no harm: the sweeper rings for what waits too long."""
    try:
        app.send_task(TASK, queue=LANE, ignore_result=True)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("invitations_ring_missed", error=type(error).__name__)


def overdue() -> bool:
    """Whether a mail waits that a worker should have begun."""
    return _waiting(timezone.now() - OVERDUE).exists()


def _waiting(by_now: datetime) -> QuerySet[Invitation]:
    pending = (InvitationState.WAITING, InvitationState.RETRYING)
    return Invitation.objects.filter(state__in=pending, sent_at=None, next_at__lte=by_now)


def send_waiting() -> bool:
    """Sends mails one after the other for a bounded time; returns whether more can be sent at once.

    Ends when the mail server cannot be reached, so that its absence costs one mail a try and not all of them.
    """
    stop_at = time.monotonic() + BATCH_SECONDS
    _waiting(timezone.now()).filter(starts__gt=len(PAUSES)).update(state=InvitationState.FAILED)
    connection = get_connection(timeout=SERVER_SECONDS)
    try:
        while time.monotonic() < stop_at:
            invitation = _start()
            if invitation is None or not _send(invitation, connection):
                return False
    finally:
        with suppress(OSError):
            connection.close()
    return True


def _start() -> Invitation | None:
    """The mail that waits longest, held for LEASE. One whose person came or left meanwhile is not needed."""
    with transaction.atomic():
        now = timezone.now()
        rows = _waiting(now).order_by("next_at", "pk").select_for_update(skip_locked=True, of=("self",))
        found = rows.select_related("enrolment__user", "enrolment__course", "by").first()
        if found is not None:
            found.starts += 1
            found.next_at = now + LEASE
            found.save(update_fields=["starts", "next_at"])
    return found


def _send(invitation: Invitation, connection: BaseEmailBackend) -> bool:
    """One mail, and what became of it. Returns whether the server is still there for the next."""
    try:
        connection.open()
        if invitation.enrolment.ended_at is None and invitation.enrolment.user.is_active:
            compose(invitation, connection).send()
    except (
        SMTPRecipientsRefused,
        SMTPResponseException,
        ValueError,
    ) as error:  # this mail; ValueError: its header
        _push_back(invitation, error)
        return not isinstance(error, SMTPConnectError)
    except (OSError, SoftTimeLimitExceeded) as error:  # the server, smtplib's other errors among them
        _push_back(invitation, error)
        return False
    _finish(invitation, state=InvitationState.SENT, sent_at=timezone.now())
    return True


def _push_back(invitation: Invitation, error: Exception) -> None:
    logger.warning("invitation_not_sent", invitation=invitation.pk, error=type(error).__name__)
    if invitation.starts > len(PAUSES):
        _finish(invitation, state=InvitationState.FAILED)
    else:
        pause = PAUSES[invitation.starts - 1]
        _finish(invitation, state=InvitationState.RETRYING, next_at=timezone.now() + pause)


def _finish(invitation: Invitation, **values: object) -> None:
    """Writes only if nobody asked for the mail afresh while it was being sent."""
    mine = Invitation.objects.filter(pk=invitation.pk, asked_at=invitation.asked_at, starts=invitation.starts)
    mine.update(**values)
