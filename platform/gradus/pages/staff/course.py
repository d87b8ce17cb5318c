"""The overview of a course: for its staff its sets, people and codes; for its students their sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.models import Course, Enrolment, JoinCode, Role
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.courses.views.codes import site_of
from gradus.pages.staff.home import TO_DECIDE
from gradus.pages.staff.sets import set_lines
from gradus.submissions.models import Submission
from gradus.submissions.set_page import set_pages

RECENT = timedelta(days=7)
CODES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """`sent` counts the last 7 days; `to_decide` the answers that wait for a decision."""

    students: int
    staff: int
    sent: int
    to_decide: int


@login_required
@require_safe
def course(request: HttpRequest, public_id: str) -> HttpResponse:
    """One page, two readers: whoever sees the class's work, and whoever takes part."""
    user = person(request)
    place = place_or_404(user, public_id, Right.SEE)
    now = timezone.now()
    if not place.sees_work:
        pages = set_pages(user=user, course=place.course, now=now)
        return render(request, "courses/taken.html", {"course": place.course, "pages": pages})
    context = {
        "place": place,
        "sets": set_lines([place.course], now)[place.course.pk],
        "counts": _counts(place.course, now),
        "codes": _open_codes(place.course, now) if place.manages else [],
        "site": site_of(request),
    }
    return render(request, "courses/overview.html", context)


def _counts(course: Course, now: datetime) -> Counts:
    places = Enrolment.objects.current().filter(course=course).order_by()
    students = Count("pk", filter=Q(role=Role.STUDENT))
    people = places.aggregate(students=students, staff=Count("pk", filter=Q(role__in=Role.staff())))
    answers = Submission.objects.filter(attempt__course=course)
    sent = Count("pk", filter=Q(received_at__gte=now - RECENT))
    work = answers.aggregate(sent=sent, to_decide=Count("pk", filter=Q(state__in=TO_DECIDE)))
    return Counts(**people, **work)


def _open_codes(course: Course, now: datetime) -> QuerySet[JoinCode]:
    alive = Q(expires_at=None) | Q(expires_at__gt=now)
    left = Q(limit=None) | Q(uses__lt=F("limit"))
    return course.join_codes.filter(alive & left, revoked_at=None).order_by("-created_at")[:CODES_SHOWN]
