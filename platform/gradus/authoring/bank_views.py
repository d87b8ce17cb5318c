"""The bank: searching all problems, and seeing one with its answers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import holds
from gradus.courses.rights import Standing
from gradus.library.models import Problem


@login_required
@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    """All problems, searched."""
    if not holds(person(request), Standing.SEE_BANK):
        raise Http404
    return render(request, "authoring/bank.html")


@login_required
@require_safe
def bank_problem(request: HttpRequest, public_id: str) -> HttpResponse:
    """One problem with its variants."""
    if not holds(person(request), Standing.SEE_BANK):
        raise Http404
    if not Problem.objects.filter(public_id=public_id).exists():
        raise Http404
    return render(request, "authoring/bank.html")
