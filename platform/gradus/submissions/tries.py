"""Which submissions count as tries.

A try is a submission that was judged: unreadable or undecided ones, and those we failed to grade, cost none.
One that still waits is taken as a try until its outcome is known. The number of tries a set allows is for the
problem, over all its variants: else a new variant would be a new set of tries.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from gradus.accounts.models import User
from gradus.courses.models import ProblemSetItem
from gradus.submissions.models import Attempt, Grade, State, Submission

COUNTED_VERDICTS = ("correct", "partial", "incorrect")


def counted() -> Q:
    """Submissions with a current grade that counts."""
    grade = Grade.objects.filter(
        submission=OuterRef("pk"), replaced_at__isnull=True, verdict__in=COUNTED_VERDICTS
    )
    return Q(state=State.GRADED) & Q(Exists(grade))


def tries_used(user: User, item: ProblemSetItem) -> int:
    """The tries of `user` on `item`, over all variants."""
    mine = Submission.objects.filter(attempt__user=user, attempt__item=item)
    return mine.filter(counted() | Q(state=State.WAITING)).count()


def is_right(attempt: Attempt) -> bool:
    """Whether the attempt has a submission whose current grade is `correct`."""
    return Grade.objects.filter(
        submission__attempt=attempt, replaced_at__isnull=True, verdict="correct"
    ).exists()
