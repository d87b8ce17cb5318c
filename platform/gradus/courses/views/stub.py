"""First shape of the pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import holds, place_or_404
from gradus.courses.rights import Right, Standing


@login_required
@require_safe
def course_new(request: HttpRequest) -> HttpResponse:
    """A new course."""
    if not holds(person(request), Standing.MAKE_COURSES):
        raise Http404
    return render(request, "courses/new.html")


@login_required
@require_safe
def course(request: HttpRequest, public_id: str) -> HttpResponse:
    """The overview."""
    return render(
        request,
        "courses/plain.html",
        {"place": place_or_404(person(request), public_id, Right.SEE), "tab": "overview"},
    )


@login_required
@require_safe
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    """People."""
    return render(
        request,
        "courses/plain.html",
        {"place": place_or_404(person(request), public_id, Right.SEE_WORK), "tab": "people"},
    )


@login_required
@require_safe
def managed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Settings, roster."""
    return render(
        request,
        "courses/plain.html",
        {"place": place_or_404(person(request), public_id, Right.MANAGE), "tab": "settings"},
    )
