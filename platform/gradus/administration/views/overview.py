"""All courses of the organisation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.administration.activity import activity
from gradus.administration.course_rows import CourseRow, by_state, course_rows, matching, sorted_rows
from gradus.administration.doors import page
from gradus.administration.health import health
from gradus.courses.models import Enrolment, Role
from gradus.submissions.models import GradingJob

COURSES_ON_A_PAGE = 50
DEFAULT_SORT = "title"


@page
def overview(request: HttpRequest) -> HttpResponse:
    """Counts, activity, health, and every course with its figures. `?q=` searches, `?sort=` sorts."""
    user, now = person(request), timezone.now()
    query, sort = request.GET.get("q", "").strip()[:150], request.GET.get("sort", DEFAULT_SORT)
    rows = course_rows(user=user, now=now)
    shown = by_state(sorted_rows(matching(rows, query), sort))
    context = {
        "counts": _counts(user, rows),
        "activity": activity(user=user, now=now),
        "health": health(),
        "courses": Paginator(shown[False], COURSES_ON_A_PAGE).get_page(request.GET.get("page")),
        "archived": shown[True],
        "query": query,
        "sort": sort,
        "kept": urlencode({"q": query, "sort": sort}),
    }
    return render(request, "administration/overview.html", context)


def _counts(user: User, rows: list[CourseRow]) -> dict[str, int]:
    """Two queries beside the rows: a student of two courses is one student."""
    running = [row for row in rows if row.course.archived_at is None]
    places = Enrolment.objects.current().filter(
        role=Role.STUDENT, course__in=[row.course.pk for row in running]
    )
    jobs = GradingJob.objects.filter(submission__attempt__course__organisation_id=user.organisation_id)
    return {
        "running": sum(not row.course.is_self_study for row in running),
        "waiting": jobs.aggregate(n=Count("pk", filter=~Q(purpose="regrade")))["n"],
        "to_decide": sum(row.to_decide for row in rows),
        "failed": sum(row.failed for row in rows),
        "students": places.aggregate(n=Count("user", distinct=True))["n"],
    }
