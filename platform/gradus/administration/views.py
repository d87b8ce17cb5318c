"""The admin's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.administration.doors import deed, page
from gradus.courses.models import Course
from gradus.courses.rights import Right
from gradus.submissions.models import Submission


def _page(request: HttpRequest, tab: str) -> HttpResponse:
    courses = Course.objects.where(person(request), Right.SEE_WORK)
    return render(request, "administration/overview.html", {"tab": tab, "courses": courses})


@page
def overview(request: HttpRequest) -> HttpResponse:
    """All courses."""
    return _page(request, "overview")


@page
def people(request: HttpRequest) -> HttpResponse:
    """All people."""
    return _page(request, "people")


@page
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person."""
    get_object_or_404(User, organisation=person(request).organisation, public_id=public_id)
    return _page(request, "people")


@deed
def teaching(request: HttpRequest, public_id: str) -> HttpResponse:
    """Grant or withdraw the right to teach."""
    get_object_or_404(User, organisation=person(request).organisation, public_id=public_id)
    return redirect("administration_person", public_id)


@deed
def suspension(request: HttpRequest, public_id: str) -> HttpResponse:
    """Suspend or restore."""
    get_object_or_404(User, organisation=person(request).organisation, public_id=public_id)
    return redirect("administration_person", public_id)


@page
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the grader."""
    return _page(request, "queue")


@page
def workers(request: HttpRequest) -> HttpResponse:
    """Which workers answer."""
    return _page(request, "queue")


@deed
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Grade a failed submission again."""
    get_object_or_404(Submission.objects.visible_to(person(request)), public_id=public_id)
    return redirect("queue")


@deed
def resolve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the alerts about a submission."""
    get_object_or_404(Submission.objects.visible_to(person(request)), public_id=public_id)
    return redirect("queue")


@page
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did what."""
    return _page(request, "audit")
