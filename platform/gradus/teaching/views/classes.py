"""The class as tables: by problems and by skills."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.teaching.problem_table import problem_table
from gradus.teaching.skill_table import skill_table


@login_required
@require_safe
def class_problems(request: HttpRequest, public_id: str) -> HttpResponse:
    """Students x the items of one set, or x all sets (`?set=all`)."""
    place = place_or_404(person(request), public_id, Right.SEE_WORK)
    wanted, sort = request.GET.get("set", ""), request.GET.get("sort", "")
    try:
        table = problem_table(course=place.course, wanted=wanted, sort=sort, now=timezone.now())
    except LookupError as error:
        raise Http404 from error
    return render(request, "teaching/class_problems.html", {"place": place, "table": table})


@login_required
@require_safe
def class_skills(request: HttpRequest, public_id: str) -> HttpResponse:
    """Students x the skills that the course's sets ask for."""
    place = place_or_404(person(request), public_id, Right.SEE_WORK)
    table = skill_table(course=place.course, sort=request.GET.get("sort", ""))
    return render(request, "teaching/class_skills.html", {"place": place, "table": table})
