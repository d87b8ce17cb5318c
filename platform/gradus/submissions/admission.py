"""Who may work on an item now: raises the Refusal that applies, in the order a student would understand."""

from __future__ import annotations

from datetime import datetime

from gradus.accounts.models import User
from gradus.courses.dates import Dates, dates_for
from gradus.courses.models import Course, Enrolment, ProblemSet, ProblemSetItem, Role
from gradus.submissions.models import Attempt, State, Submission
from gradus.submissions.refusals import (
    AlreadyRight,
    AttemptClosed,
    Closed,
    CourseArchived,
    ItemRemoved,
    NotEnrolled,
    NotInATest,
    NotOpenYet,
    NoTriesLeft,
    NotYours,
    StillGrading,
    TooManyWaiting,
)
from gradus.submissions.tries import is_right, tries_used

MOST_WAITING = 5
"""How many submissions of one person may wait for the grader."""


def check_place(user: User, course: Course) -> str:
    """The role of `user` in `course` now. Raises NotEnrolled, CourseArchived."""
    if course.archived_at is not None:
        raise CourseArchived
    enrolment = Enrolment.objects.current().filter(user=user, course=course).first()
    if enrolment is not None:
        return enrolment.role
    if course.is_self_study and course.organisation_id == user.organisation_id:
        return Role.STUDENT
    raise NotEnrolled


def check_open(user: User, item: ProblemSetItem, role: str, now: datetime) -> Dates:
    """The dates that apply. Raises ItemRemoved, NotOpenYet, Closed. The course's staff may try a set any time."""
    problem_set = item.problem_set
    dates = dates_for(problem_set, user)
    if role in Role.staff():
        return dates
    if item.removed_at is not None:
        raise ItemRemoved
    if problem_set.published_at is None:
        raise NotOpenYet(None)
    if dates.not_yet_open(now):
        raise NotOpenYet(dates.opens_at)
    if dates.closes_at is not None and dates.is_closed(now):
        raise Closed(dates.closes_at)
    return dates


def check_own(attempt: Attempt, by: User) -> None:
    """Raises NotYours: even a teacher answers only for themselves."""
    if attempt.user_id != by.pk:
        raise NotYours


def check_practice(problem_set: ProblemSet | None, now: datetime) -> None:
    """Raises NotInATest while the verdicts of the set are withheld."""
    if problem_set is not None and not problem_set.shows_verdicts(now):
        raise NotInATest


def check_tries(user: User, item: ProblemSetItem | None) -> None:
    """Raises NoTriesLeft."""
    allowed = None if item is None else item.problem_set.tries_allowed
    if item is not None and allowed is not None and tries_used(user, item) >= allowed:
        raise NoTriesLeft(allowed)


def check_attempt(attempt: Attempt, now: datetime) -> None:
    """Raises AttemptClosed, StillGrading, AlreadyRight, NoTriesLeft, TooManyWaiting.

    While a test withholds its verdicts, a right attempt stays open: refusing would tell that it is right.
    """
    if attempt.closed_at is not None:
        raise AttemptClosed
    if attempt.submissions.filter(state=State.WAITING).exists():
        raise StillGrading
    if (attempt.item is None or attempt.item.problem_set.shows_verdicts(now)) and is_right(attempt):
        raise AlreadyRight
    check_tries(attempt.user, attempt.item)
    waiting = Submission.objects.filter(by_id=attempt.user_id, state=State.WAITING).count()
    if waiting >= MOST_WAITING:
        raise TooManyWaiting(waiting)
