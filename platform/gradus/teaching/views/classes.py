"""Class tables."""

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
def class_problems(request: HttpRequest, public_id: str) -> HttpResponse:
    """Students by problems."""
    place = place_or_404(person(request), public_id, Right.SEE_WORK)
    return render(request, "teaching/class_problems.html", {"place": place})


@login_required
@require_safe
def class_skills(request: HttpRequest, public_id: str) -> HttpResponse:
    """Students by skills."""
    place = place_or_404(person(request), public_id, Right.SEE_WORK)
    return render(request, "teaching/class_skills.html", {"place": place})
