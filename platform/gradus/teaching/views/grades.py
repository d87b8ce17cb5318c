"""A person's judgement."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import place_in
from gradus.courses.rights import Right
from gradus.courses.models import Course, ProblemSetItem
from gradus.submissions.models import Submission


@login_required
@require_safe
def override(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form."""
    user = person(request)
    judged = Course.objects.where(user, Right.JUDGE)
    found = get_object_or_404(Submission.objects.filter(attempt__course__in=judged), public_id=public_id)
    return render(request, "teaching/override.html", {"place": place_in(user, found.attempt.course)})


@login_required
@require_safe
def grade_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of an item."""
    user = person(request)
    judged = Course.objects.where(user, Right.JUDGE)
    found = get_object_or_404(ProblemSetItem.objects.filter(problem_set__course__in=judged), public_id=public_id)
    return render(request, "teaching/grade_again.html", {"place": place_in(user, found.problem_set.course)})
