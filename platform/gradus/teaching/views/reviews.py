"""What waits for a person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.courses.models import Course
from gradus.submissions.models import Submission


@login_required
@require_safe
def reviews(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is to be decided."""
    place = place_or_404(person(request), public_id, Right.JUDGE)
    return render(request, "teaching/reviews.html", {"place": place})


@login_required
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """One click."""
    judged = Course.objects.where(person(request), Right.JUDGE)
    found = get_object_or_404(Submission.objects.filter(attempt__course__in=judged), public_id=public_id)
    return redirect("reviews", found.attempt.course.public_id)
