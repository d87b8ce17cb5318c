"""My progress, by skill."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.progress.skill_map import skill_map


@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Each skill with its level, and what the next level takes."""
    return render(request, "progress/mine.html", {"map": skill_map(user=person(request), now=timezone.now())})
