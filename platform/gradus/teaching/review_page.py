"""What waits for a person's decision in a course: left open by the grader, or failed on our side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment
from gradus.submissions.models import Alert, GradingJob, State, Submission
from gradus.submissions.revealed import Answer, answers_of
from gradus.teaching.actions import OPEN
from gradus.teaching.work import Work, WorkPart, with_work, work_of

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Review:
    """One open submission. `alert` tells what failed; `queued` that the grader looks at it again."""

    work: Work
    answers: tuple[Answer, ...]
    alert: Mapping[str, Any] | None
    queued: bool
    own: bool
    enrolment: str

    @property
    def submission(self) -> Submission:
        """The submission."""
        return self.work.submission

    @property
    def failed(self) -> bool:
        """Whether it is our fault."""
        return self.submission.state == State.FAILED

    @property
    def open_parts(self) -> list[WorkPart]:
        """The parts that a click decides: those left open, or all where none is marked so."""
        parts = self.work.parts
        left = [each for each in parts if each.judged is None or each.judged.verdict == "undecided"]
        return left or list(parts)

    @property
    def partly_judged(self) -> bool:
        """Whether some parts were judged and stay as they are."""
        return len(self.open_parts) < len(self.work.parts)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One page of what is open, oldest first."""

    page: Page[Submission]
    reviews: tuple[Review, ...]

    @property
    def count(self) -> int:
        """How many are open in all."""
        return self.page.paginator.count


def open_submissions(course: Course) -> Any:
    """Submissions of `course` that wait for a person, oldest first."""
    return Submission.objects.filter(attempt__course=course, state__in=OPEN).order_by("received_at", "pk")


def review_page(*, course: Course, viewer: User, page: str) -> ReviewPage:
    """A constant number of queries."""
    shown = Paginator(with_work(open_submissions(course)), PER_PAGE).get_page(page)
    found = list(shown.object_list)
    return ReviewPage(shown, tuple(reviews_of(found, course, viewer)))


def reviews_of(found: Sequence[Submission], course: Course, viewer: User) -> list[Review]:
    """Each of `found` (which came through `with_work`) with what one needs to decide it."""
    queued = set(GradingJob.objects.filter(submission__in=found).values_list("submission_id", flat=True))
    alerts = {
        alert.submission_id: alert.detail
        for alert in Alert.objects.filter(submission__in=found, kind="submission_failed").order_by("pk")
    }
    people = Enrolment.objects.filter(course=course, user__in=[each.attempt.user_id for each in found])
    enrolments = dict(people.order_by("pk").values_list("user_id", "public_id"))
    return [
        Review(
            work=work_of(each),
            answers=tuple(answers_of(each.attempt.variant)),
            alert=alerts.get(each.pk),
            queued=each.pk in queued,
            own=each.attempt.user_id == viewer.pk,
            enrolment=enrolments.get(each.attempt.user_id, ""),
        )
        for each in found
    ]
