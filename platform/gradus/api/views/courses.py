"""Courses and their problem sets, as the one who asks sees them."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from gradus.api.documents import PAGED, described
from gradus.api.replies import answer, page_of, who
from gradus.api.shapes import courses as shape
from gradus.api.shapes.base import Page
from gradus.api.telling.courses import courses_told, set_told, set_with_items_told
from gradus.courses.models import Course
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.submissions.set_page import set_page, set_pages


@described(
    "GET",
    "api_courses",
    tag="courses",
    summary="Your courses",
    replies={200: Page[shape.Course]},
    errors=(400, 404),
    parameters=PAGED,
)
def courses(request: Request) -> Response:
    """The courses you have a place in; for an admin all of the organisation. By title."""
    user = who(request)
    rows = Course.objects.where(user, Right.SEE).order_by("title", "pk")
    return page_of(request, rows, lambda some: courses_told(user, some), Page[shape.Course])


@described(
    "GET",
    "api_course",
    tag="courses",
    summary="A course",
    replies={200: shape.Course},
    errors=(404,),
)
def course(request: Request, public_id: str) -> Response:
    """A course with your role and your rights in it."""
    user = who(request)
    place = place_or_404(user, public_id, Right.SEE)
    return answer(courses_told(user, [place.course])[0])


@described(
    "GET",
    "api_sets",
    tag="courses",
    summary="The problem sets of a course",
    replies={200: Page[shape.ProblemSet]},
    errors=(400, 404),
    parameters=PAGED,
)
def sets(request: Request, public_id: str) -> Response:
    """In the teacher's order, with your dates and your points. Drafts are there for the course's staff only."""
    user = who(request)
    place = place_or_404(user, public_id, Right.SEE)
    pages = set_pages(user=user, course=place.course, now=timezone.now())
    return page_of(request, pages, lambda some: list(map(set_told, some)), Page[shape.ProblemSet])


@described(
    "GET",
    "api_set",
    tag="courses",
    summary="A problem set with its problems",
    replies={200: shape.ProblemSetWithItems},
    errors=(404,),
)
def problem_set(request: Request, public_id: str) -> Response:
    """Each problem with where you stand and your points; while a test withholds them, without either."""
    page = set_page(user=who(request), public_id=public_id, now=timezone.now())
    if page is None:
        raise Http404
    return answer(set_with_items_told(page))
