"""One student."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import place_in
from gradus.courses.rights import Right
from gradus.courses.models import Course, Enrolment


@login_required
@require_safe
def person_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One student in one course."""
    user = person(request)
    seen = Enrolment.objects.filter(course__in=Course.objects.where(user, Right.SEE_WORK))
    found = get_object_or_404(seen.select_related("course", "user"), public_id=public_id)
    return render(request, "teaching/person.html", {"place": place_in(user, found.course), "enrolment": found})
