"""What an admin does about submissions that could not be graded."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.grading import regrade
from gradus.submissions.models import Alert, Submission


@transaction.atomic
def retry(*, submission: Submission, by: User) -> bool:
    """Grades a failed submission again; its alerts are dealt with by that. False where there is nothing to retry."""
    if not regrade.retry(submission=submission):
        return False
    _close(submission)
    _tell(Action.RETRY_ASKED, submission, by)
    return True


@transaction.atomic
def resolve(*, submission: Submission, by: User) -> int:
    """Closes the open alerts about `submission`: somebody has looked. Returns how many."""
    closed = _close(submission)
    if closed:
        _tell(Action.ALERT_RESOLVED, submission, by)
    return closed


def _close(submission: Submission) -> int:
    return Alert.objects.filter(submission=submission, resolved_at__isnull=True).update(
        resolved_at=timezone.now()
    )


def _tell(action: Action, submission: Submission, by: User) -> None:
    record(
        actor=by,
        action=action,
        course=submission.attempt.course.public_id,
        person=submission.attempt.user,
        target_kind="submission",
        target=submission.public_id,
    )
