"""One submission that could not be graded, as the pipeline leaves it behind: failed, with an alert."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from gradus.accounts.models import User
from gradus.courses.dates import dates_for
from gradus.courses.models import Course, ProblemSetItem
from gradus.demo.classroom.calendar import LATEST_SET, Term
from gradus.demo.classroom.record import policy
from gradus.grading.failing import fail_jobs
from gradus.submissions.models import MOST_STARTS, Attempt, GradingJob, Submission

AGO = timedelta(hours=3)


@transaction.atomic
def fail_one(course: Course, user: User, term: Term) -> None:
    """`user` answered a problem they had not begun, and its worker was killed three times. Asking again grades it."""
    items = ProblemSetItem.objects.filter(
        problem_set__course=course, problem_set__slug=LATEST_SET, removed_at=None
    )
    item = items.exclude(attempts__user=user).select_related("problem_set").last()
    variant = None if item is None else item.version.variants.filter(reveal__has_key="cells").last()
    if item is None or variant is None:
        return
    dates = dates_for(item.problem_set, user)
    at = term.now - AGO
    attempt = Attempt.objects.create(
        user=user, item=item, course=course, variant=variant, started_at=at - timedelta(minutes=12)
    )
    cells = {f"cells.{key}": text for key, text in variant.reveal["cells"].items()}
    submission = Submission.objects.create(
        attempt=attempt,
        by=user,
        client_key=UUID(int=random.Random(user.email).getrandbits(128), version=4),
        typed={"responses": cells, "read_as": {}},
        received_at=at,
        due_at=dates.due_at,
        closes_at=dates.closes_at,
        policy=policy(item, dates),
    )
    job = GradingJob.objects.create(submission=submission, received_at=at, starts=MOST_STARTS)
    fail_jobs([job.pk])
