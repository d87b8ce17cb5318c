"""Making and changing a problem set."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.models import ProblemSet
from gradus.courses.places import place_in, place_or_404
from gradus.courses.rights import Right


@login_required
@require_safe
def set_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """A form for a new set."""
    place = place_or_404(person(request), public_id, Right.SET_WORK)
    return render(request, "courses/set_edit.html", {"place": place})


@login_required
@require_safe
def set_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The set's settings."""
    return _page(request, public_id)


@login_required
@require_safe
def set_items(request: HttpRequest, public_id: str) -> HttpResponse:
    """The set's problems."""
    return _page(request, public_id)


def _page(request: HttpRequest, public_id: str) -> HttpResponse:
    user = person(request)
    found = get_object_or_404(ProblemSet.objects.where(user, Right.SEE_WORK), public_id=public_id)
    return render(request, "courses/set_edit.html", {"place": place_in(user, found.course), "set": found})
