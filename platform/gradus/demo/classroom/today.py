"""What the teacher of the demo class did today, through the site's own actions."""

from __future__ import annotations

from datetime import datetime, timedelta

from gradus.accounts.models import User
from gradus.courses.actions.codes import make_code
from gradus.courses.models import Course, Feedback, ProblemSet
from gradus.courses.sets.extensions import Granted, grant_extension
from gradus.demo.classroom.calendar import FIRST_SET
from gradus.submissions.models import PartGrade
from gradus.teaching.actions import override
from gradus.teaching.marks import Mark

MORE_TIME = timedelta(days=3)
CODE_DAYS = 14
CODE_USES = 10
LATECOMER = "Came to the course in the second week"
SLIP = "The rule is right; one number went wrong on the way."
HALF = 50


def act(course: Course, teacher: User, latecomer: User, now: datetime) -> None:
    """A code for latecomers, more time for one of them, and a grade changed by hand."""
    make_code(course=course, expires_at=now + timedelta(days=CODE_DAYS), limit=CODE_USES, by=teacher)
    first = course.problem_sets.filter(slug=FIRST_SET).first()
    if first is not None and first.due_at is not None:
        _more_time(first, latecomer, first.due_at + MORE_TIME, teacher)
    _be_lenient(course, teacher)


def _more_time(problem_set: ProblemSet, student: User, due_at: datetime, teacher: User) -> None:
    granted = Granted(due_at=due_at, closes_at=None, reason=LATECOMER)
    grant_extension(problem_set=problem_set, student=student, granted=granted, by=teacher)


def _be_lenient(course: Course, teacher: User) -> None:
    """Half for the last wrong formula that no mal-rule explains: a slip."""
    slips = PartGrade.objects.filter(
        grade__submission__attempt__course=course,
        grade__submission__policy__feedback=Feedback.PRACTICE,
        grade__replaced_at=None,
        grade__verdict="incorrect",
        certificate="differs",
        diagnosis=[],
        position=0,
    ).order_by("grade__submission__received_at", "grade__submission_id")
    last = slips.select_related("grade__submission").last()
    if last is not None:
        marks = {last.part: Mark.partly(HALF)}
        override(submission=last.grade.submission, marks=marks, reason=SLIP, by=teacher)
