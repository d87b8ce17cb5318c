"""A class, for its staff: people, grades, work, and what waits for a decision."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from gradus.accounts.models import User
from gradus.api.documents import PAGED, described
from gradus.api.errors import Fault
from gradus.api.replies import answer, body_of, page_of, who
from gradus.api.shapes import classes as shape
from gradus.api.shapes.base import Page
from gradus.api.shapes.people import Person
from gradus.api.telling.classes import column_told, person_told, review_told, row_told, work_told
from gradus.courses.models import Course, Enrolment
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.submissions.models import Submission
from gradus.submissions.standing import class_standings
from gradus.teaching import actions, sentences
from gradus.teaching.marks import Mark
from gradus.teaching.refusals import NotJudged, PartsLeftOpen
from gradus.teaching.review_page import open_submissions, reviews_of
from gradus.teaching.roll import Student, items_of, sets_of, students
from gradus.teaching.views.grades import judged_by
from gradus.teaching.work import with_work, work_of


@described(
    "GET",
    "api_people",
    tag="class",
    summary="The people of a course",
    replies={200: Page[Person]},
    errors=(400, 404),
    parameters=PAGED,
)
def people(request: Request, public_id: str) -> Response:
    """Who has a place in the course now, by name. For its staff."""
    place = place_or_404(who(request), public_id, Right.SEE_WORK)
    rows = Enrolment.objects.current().filter(course=place.course).select_related("user")
    ordered = rows.order_by("user__name", "user__email", "pk")
    return page_of(request, ordered, lambda some: list(map(person_told, some)), Page[Person])


@described(
    "GET",
    "api_grades",
    tag="class",
    summary="The grades of a class",
    replies={200: shape.GradePage},
    errors=(400, 404),
    parameters=PAGED,
)
def grades(request: Request, public_id: str) -> Response:
    """Students by the problems of all published sets, with the numbers of the class table. For the course's staff."""
    place = place_or_404(who(request), public_id, Right.SEE_WORK)
    items = items_of([each for each in sets_of(place.course) if each.published_at is not None])

    def rows(some: list[Student]) -> list[shape.GradeRow]:
        stand = class_standings(users=[each.user.pk for each in some], items=items)
        return [row_told(each, items, stand) for each in some]

    columns = {"items": [column_told(item) for item in items], "possible": sum(each.points for each in items)}
    return page_of(request, students(place.course), rows, shape.GradePage, **columns)


@described(
    "GET",
    "api_work",
    tag="class",
    summary="What a student sent",
    replies={200: Page[shape.Work]},
    errors=(400, 404),
    parameters=PAGED,
)
def work(request: Request, public_id: str) -> Response:
    """Everything one person of the course ever sent in it: typed, read and judged; newest first. For its staff."""
    seen = Course.objects.where(who(request), Right.SEE_WORK)
    place = get_object_or_404(Enrolment.objects.filter(course__in=seen), public_id=public_id)
    sent = Submission.objects.filter(attempt__user=place.user_id, attempt__course=place.course_id)
    rows = with_work(sent.order_by("-received_at", "-pk"))
    return page_of(request, rows, lambda some: [work_told(work_of(each)) for each in some], Page[shape.Work])


@described(
    "GET",
    "api_reviews",
    tag="class",
    summary="What waits for a decision",
    replies={200: Page[shape.Review]},
    errors=(400, 404),
    parameters=PAGED,
)
def reviews(request: Request, public_id: str) -> Response:
    """Submissions the grader left open or failed to check, oldest first, with the answers. For those who judge."""
    user = who(request)
    place = place_or_404(user, public_id, Right.JUDGE)
    return page_of(
        request,
        with_work(open_submissions(place.course)),
        lambda some: [review_told(each) for each in reviews_of(some, place.course, user)],
        Page[shape.Review],
    )


@described(
    "POST",
    "api_decision",
    tag="class",
    summary="Decide an open submission",
    body=shape.Decision,
    replies={200: shape.Work},
    errors=(404, 409),
)
def decision(request: Request, public_id: str) -> Response:
    """Says that the open parts are right, or not, or has them checked once more. Parts that were judged stay."""
    user = who(request)
    found = _judged(user, public_id)
    wanted = body_of(request, shape.Decision).decision
    try:
        if wanted == "again":
            actions.check_again(submission=found, by=user)
        else:
            actions.decide(submission=found, right=wanted == "right", by=user)
    except NotJudged as refusal:
        raise _refused(refusal) from refusal
    return answer(work_told(work_of(_judged(user, public_id))))


@described(
    "POST",
    "api_override",
    tag="class",
    summary="Give a grade",
    body=shape.NewGrade,
    replies={200: shape.Work},
    errors=(404, 409),
)
def override(request: Request, public_id: str) -> Response:
    """Replaces the grade of a submission; the one before it stays in the record. The student reads the reason."""
    user = who(request)
    found = _judged(user, public_id)
    given = body_of(request, shape.NewGrade)
    if "\0" in given.reason:
        raise Fault(status.HTTP_400_BAD_REQUEST, "bad_value", field="reason")
    parts = {part["name"] for part in found.attempt.variant.question["parts"]}
    for name in given.percent:
        if name not in parts:
            raise Fault(status.HTTP_400_BAD_REQUEST, "unknown_part", field=f"percent.{name}")
    marks = {name: _mark(percent) for name, percent in given.percent.items()}
    try:
        actions.override(submission=found, marks=marks, reason=given.reason, by=user)
    except NotJudged as refusal:
        raise _refused(refusal) from refusal
    return answer(work_told(work_of(_judged(user, public_id))))


def _judged(user: User, public_id: str) -> Submission:
    return get_object_or_404(with_work(judged_by(user)), public_id=public_id)


def _mark(percent: int) -> Mark:
    if percent in (0, 100):
        return Mark.right() if percent else Mark.wrong()
    return Mark.partly(percent)


def _refused(refusal: NotJudged) -> Fault:
    place = {"field": f"percent.{refusal.parts[0]}"} if isinstance(refusal, PartsLeftOpen) else {}
    sentence = sentences.refusal_sentence(refusal)
    return Fault(status.HTTP_409_CONFLICT, type(refusal).__name__, sentence, **place)
