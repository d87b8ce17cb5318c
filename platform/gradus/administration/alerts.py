"""What an admin does about alerts. Having something checked again is teaching.actions.check_again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.submissions.models import Alert, Submission


@transaction.atomic
def resolve(*, submission: Submission, by: User) -> int:
    """Closes the open alerts about `submission`: somebody has looked. Returns how many."""
    open_alerts = Alert.objects.filter(submission=submission, resolved_at__isnull=True)
    closed = open_alerts.update(resolved_at=timezone.now())
    if closed:
        record(
            actor=by,
            action=Action.ALERT_RESOLVED,
            course=submission.attempt.course.public_id,
            person=submission.attempt.user,
            target_kind="submission",
            target=submission.public_id,
            alerts=closed,
        )
    return closed
