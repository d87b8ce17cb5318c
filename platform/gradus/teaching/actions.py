"""What a person decides about submissions: give a grade, settle what is open, have something checked again.

Each action is atomic and names its actor. The student's row is the lock, as it is for the grader's finish and for
all that the student does; a grade the grader writes at the same moment comes before the person's or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.models import ProblemSetItem
from gradus.grading.regrade import queue_again, regrade
from gradus.progress.actions import renew_evidence
from gradus.submissions.clock import database_now
from gradus.submissions.models import Alert, Grade, PartGrade, Source, State, Submission
from gradus.teaching.marks import Mark, PartBefore, judged_by_hand, parts_before
from gradus.teaching.refusals import AlreadyDecided, AttemptBusy, OwnWork, PartsLeftOpen, StillWaits

OPEN = (State.NEEDS_REVIEW, State.FAILED)
"""States in which a submission waits for a person."""


@transaction.atomic
def override(*, submission: Submission, marks: Mapping[str, Mark], reason: str, by: User) -> Grade:
    """Replace the grade of `submission`, or give it its first. `marks` says what each part is to be.

    A part that is not in `marks` keeps its judgement; an open one must be. Raises OwnWork, StillWaits,
    PartsLeftOpen.
    """
    fresh = _locked(submission, by)
    if fresh.state == State.WAITING:
        raise StillWaits
    old, before = _before(fresh)
    if left := tuple(each.name for each in before if each.open and each.name not in marks):
        raise PartsLeftOpen(left)
    grade = _replace(fresh, old, before, marks, reason, by)
    _log(Action.GRADE_OVERRIDDEN, fresh, by, old=_told(old), new=_told(grade))
    return grade


@transaction.atomic
def decide(*, submission: Submission, right: bool, by: User) -> Grade:
    """Settle what the grader left open: its open parts are right, or not; parts that were judged stay.

    Raises OwnWork, StillWaits, AlreadyDecided.
    """
    fresh = _locked(submission, by)
    if fresh.state == State.WAITING:
        raise StillWaits
    if fresh.state not in OPEN:
        raise AlreadyDecided
    old, before = _before(fresh)
    mark = Mark.right() if right else Mark.wrong()
    unsettled = [each.name for each in before if each.open] or [each.name for each in before]
    grade = _replace(fresh, old, before, dict.fromkeys(unsettled, mark), "", by)
    _log(Action.REVIEW_DECIDED, fresh, by, old=_told(old), new=_told(grade))
    return grade


@transaction.atomic
def check_again(*, submission: Submission, by: User) -> None:
    """Queue an open submission once more. What failed waits again, as if it had just come in.

    Raises StillWaits, AlreadyDecided, AttemptBusy.
    """
    fresh = _locked(submission, None)
    if fresh.state == State.WAITING:
        raise StillWaits
    if fresh.state not in OPEN:
        raise AlreadyDecided
    if fresh.state == State.FAILED:
        if Submission.objects.filter(attempt=fresh.attempt_id, state=State.WAITING).exists():
            raise AttemptBusy
        queue_again(submission=fresh)
    else:
        regrade(submissions=[fresh])
    _close_alerts(fresh)
    _log(Action.RETRY_ASKED, fresh, by, state=str(fresh.state))


@transaction.atomic
def grade_item_again(*, item: ProblemSetItem, by: User) -> int:
    """Queue every submission of `item` that has an outcome; returns how many. Grades given by hand stay."""
    sent = Submission.objects.filter(attempt__item=item).only("state", "received_at")
    made = regrade(submissions=sent)
    course = item.problem_set.course.public_id
    record(
        actor=by,
        action=Action.REGRADE_ASKED,
        course=course,
        target_kind="item",
        target=item.public_id,
        count=made,
    )
    return made


def _locked(submission: Submission, judge: User | None) -> Submission:
    """The submission as it is once nobody else writes about its student. Raises OwnWork."""
    student = submission.attempt.user_id
    if judge is not None and judge.pk == student:
        raise OwnWork
    User.objects.select_for_update(no_key=True).filter(pk=student).order_by().values_list("pk").get()
    found = Submission.objects.select_related("attempt__variant", "attempt__course", "attempt__user")
    return found.get(pk=submission.pk)


def _before(submission: Submission) -> tuple[Grade | None, list[PartBefore]]:
    old = Grade.objects.filter(submission=submission, replaced_at__isnull=True).first()
    rows = [] if old is None else list(old.parts.all())
    return old, parts_before(submission.attempt.variant.question, rows)


def _replace(
    submission: Submission,
    old: Grade | None,
    before: list[PartBefore],
    marks: Mapping[str, Mark],
    reason: str,
    by: User,
) -> Grade:
    """Write the grade, the state, the evidence; close the alerts."""
    now = database_now()
    verdict, score, parts = judged_by_hand(before, marks)
    if old is not None:
        Grade.objects.filter(pk=old.pk).update(replaced_at=now)
    grade = Grade.objects.create(
        submission=submission,
        replaces=old,
        source=Source.MANUAL,
        by=by,
        reason=reason,
        verdict=verdict,
        score=score,
        grader_version="",
        graded_at=now,
    )
    PartGrade.objects.bulk_create([part.row(grade) for part in parts])
    Submission.objects.filter(pk=submission.pk).update(state=State.GRADED)
    _close_alerts(submission)
    attempt = submission.attempt
    renew_evidence(checked={(attempt.user_id, attempt.variant_id)}, now=now)
    return grade


def _close_alerts(submission: Submission) -> None:
    alerts = Alert.objects.filter(submission=submission, resolved_at__isnull=True)
    alerts.update(resolved_at=database_now())


def _told(grade: Grade | None) -> dict[str, Any] | None:
    """A grade as the audit log keeps it."""
    return None if grade is None else {"verdict": grade.verdict, "score": grade.score}


def _log(action: Action, submission: Submission, by: User, **detail: Any) -> None:
    record(
        actor=by,
        action=action,
        course=submission.attempt.course.public_id,
        person=submission.attempt.user,
        target_kind="submission",
        target=submission.public_id,
        **detail,
    )
