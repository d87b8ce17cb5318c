"""What a student does with a problem. Each action is atomic, names its actor, and raises a Refusal or returns.

The student's row is the lock: whatever one person does at the same moment (two windows, a double click, the
grader's finish) happens one after the other. On SQLite every transaction is immediate and the lock is a no-op.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from gradus.accounts.models import User
from gradus.courses.dates import Dates
from gradus.courses.models import ProblemSetItem
from gradus.submissions import admission, doorbell
from gradus.submissions.clock import database_now
from gradus.submissions.models import (
    LANE_PRIORITY,
    Attempt,
    GradingJob,
    HintUse,
    Lane,
    Submission,
)
from gradus.submissions.refusals import (
    AttemptClosed,
    NoHintLeft,
    NoVariantLeft,
    StillGrading,
)
from gradus.submissions.selection import FEW, pick_variant

LONGEST_MILLISECONDS = 7 * 24 * 3600 * 1000


def start_attempt(*, user: User, item: ProblemSetItem) -> Attempt:
    """The open attempt of `user` on `item`; a new one, on a variant they have not had, where there is none.

    Raises NotEnrolled, CourseArchived, ItemRemoved, NotOpenYet, Closed, NoVariantLeft.
    """
    try:
        with transaction.atomic():
            _lock(user)
            now = database_now()
            role = admission.check_place(user, item.problem_set.course)
            admission.check_open(user, item, role, now)
            current = Attempt.objects.filter(user=user, item=item, closed_at__isnull=True).first()
            return current or _next_attempt(user, item, now)
    except NoVariantLeft:
        doorbell.ring(doorbell.POOL)
        raise


def new_variant(*, attempt: Attempt, by: User) -> Attempt:
    """Close `attempt` and start one on another variant. Asked twice, it answers with the same new attempt.

    Raises NotYours, NotInATest, NoTriesLeft, and what start_attempt raises; then `attempt` stays open.
    """
    admission.check_own(attempt, by)
    item = attempt.item
    if item is None:
        raise NoVariantLeft
    with transaction.atomic():
        _lock(by)
        now = database_now()
        admission.check_practice(item.problem_set, now)
        admission.check_tries(by, item)
        Attempt.objects.filter(pk=attempt.pk, closed_at__isnull=True).update(closed_at=now)
        return start_attempt(user=by, item=item)


def use_hint(*, attempt: Attempt, by: User, number: int | None = None) -> HintUse:
    """Show hint `number` (from 1; the next one by default). A hint that was shown before is not counted again.

    Raises NotYours, NotInATest, AttemptClosed, NoHintLeft.
    """
    admission.check_own(attempt, by)
    with transaction.atomic():
        _lock(by)
        now = database_now()
        admission.check_practice(attempt.item.problem_set if attempt.item else None, now)
        fresh = Attempt.objects.select_related("variant").get(pk=attempt.pk)
        if fresh.closed_at is not None:
            raise AttemptClosed
        used = fresh.hint_uses.count()
        wanted = used + 1 if number is None else number
        if not 1 <= wanted <= min(used + 1, len(fresh.variant.presentation.get("hints", []))):
            raise NoHintLeft
        hint, _created = HintUse.objects.get_or_create(
            attempt=fresh, number=wanted, defaults={"used_at": now}
        )
        return hint


def give_up(*, attempt: Attempt, by: User) -> Attempt:
    """Close `attempt` and let its answers be shown. Doing it again changes nothing.

    Raises NotYours, NotInATest.
    """
    admission.check_own(attempt, by)
    with transaction.atomic():
        _lock(by)
        now = database_now()
        admission.check_practice(attempt.item.problem_set if attempt.item else None, now)
        Attempt.objects.filter(pk=attempt.pk, closed_at__isnull=True).update(closed_at=now, gave_up_at=now)
    attempt.refresh_from_db()
    return attempt


def submit(
    *,
    attempt: Attempt,
    responses: Mapping[str, Any],
    by: User,
    client_key: UUID,
    read_as: Mapping[str, Any] | None = None,
    milliseconds: int | None = None,
) -> Submission:
    """Store the responses and their grading job in one transaction, and ring for the grader after it.

    `responses` maps a part to what was typed (text; for graph and choice parts what their reader takes),
    `read_as` a part to the LaTeX in which it was read. The same `client_key` gives the same submission. Raises
    NotYours, NotEnrolled, CourseArchived, ItemRemoved, NotOpenYet, Closed, AttemptClosed, StillGrading,
    AlreadyRight, NoTriesLeft, TooManyWaiting.
    """
    admission.check_own(attempt, by)
    typed = {"responses": dict(responses), "read_as": dict(read_as or {})}
    try:
        with transaction.atomic():
            return _submit(attempt.pk, typed, by, client_key, milliseconds)
    except IntegrityError as error:
        # Two requests at once, on a database where the lock above did not keep them apart.
        known = Submission.objects.filter(attempt=attempt, client_key=client_key).first()
        if known is None:
            raise StillGrading from error
        return known


def _submit(
    attempt_id: int, typed: dict[str, Any], by: User, client_key: UUID, milliseconds: int | None
) -> Submission:
    """The body of `submit`, inside its transaction."""
    _lock(by)
    known = Submission.objects.filter(attempt_id=attempt_id, client_key=client_key).first()
    if known is not None:
        return known
    attempt = Attempt.objects.select_related("user", "course", "item__problem_set").get(pk=attempt_id)
    now = database_now()
    role = admission.check_place(by, attempt.course)
    dates = Dates() if attempt.item is None else admission.check_open(by, attempt.item, role, now)
    admission.check_attempt(attempt, now)
    submission = Submission.objects.create(
        attempt=attempt,
        by=by,
        client_key=client_key,
        typed=typed,
        received_at=now,
        due_at=dates.due_at,
        closes_at=dates.closes_at,
        late=dates.is_late(now),
        policy=_policy(attempt, dates),
        hints_used=attempt.hint_uses.count(),
        milliseconds=None if milliseconds is None else max(0, min(milliseconds, LONGEST_MILLISECONDS)),
    )
    GradingJob.objects.create(
        submission=submission, received_at=now, enqueued_at=now, priority=LANE_PRIORITY[Lane.ANSWER]
    )
    _ring_after_commit(Lane.ANSWER.value)
    return submission


def _ring_after_commit(bell: str) -> None:
    """Robust: what is stored is acknowledged, whatever happens to the ring; the sweeper rings again.

    A lambda and not a partial: Django names the callback by its __qualname__ in the log of what it raised.
    """
    transaction.on_commit(lambda: doorbell.ring(bell), robust=True)


def _policy(attempt: Attempt, dates: Dates) -> dict[str, Any]:
    """What applied at receipt, kept because a teacher may change the set later."""
    if attempt.item is None:
        return {}
    problem_set = attempt.item.problem_set
    return {
        "feedback": problem_set.feedback,
        "counting": problem_set.counting,
        "tries_allowed": problem_set.tries_allowed,
        "points": attempt.item.points,
        "extended": dates.extended,
    }


def _next_attempt(user: User, item: ProblemSetItem, now: datetime) -> Attempt:
    last = Attempt.objects.filter(user=user, item=item).aggregate(last=Max("number"))["last"]
    pick = pick_variant(user, item)
    if pick.left < FEW:
        _ring_after_commit(doorbell.POOL)
    return Attempt.objects.create(
        user=user,
        item=item,
        course=item.problem_set.course,
        variant_id=pick.variant,
        number=(last or 0) + 1,
        started_at=now,
    )


def _lock(user: User) -> None:
    """Wait for whatever else this person is doing. Foreign keys to the row are not hindered."""
    User.objects.select_for_update(no_key=True).filter(pk=user.pk).order_by().values_list("pk").get()
