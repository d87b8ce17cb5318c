"""Grades as files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right


@login_required
@require_safe
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """What can be taken away."""
    place = place_or_404(person(request), public_id, Right.EXPORT)
    return render(request, "teaching/export.html", {"place": place})
