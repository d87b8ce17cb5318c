"""One student in one course."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gradus.accounts.signed_in import person
from gradus.courses.models import Course, Enrolment
from gradus.courses.places import place_in
from gradus.courses.rights import Right
from gradus.teaching.person_page import person_page


@login_required
@require_safe
def person_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where a student stands, and everything they sent. `?item=` shows one problem, `?page=` what is older."""
    user = person(request)
    seen = Enrolment.objects.filter(course__in=Course.objects.where(user, Right.SEE_WORK))
    enrolment = get_object_or_404(seen.select_related("course", "user"), public_id=public_id)
    try:
        page = person_page(
            enrolment=enrolment, item=request.GET.get("item", ""), page=request.GET.get("page", "")
        )
    except LookupError as error:
        raise Http404 from error
    context = {"place": place_in(user, enrolment.course), "person": page}
    return render(request, "teaching/person.html", context)
