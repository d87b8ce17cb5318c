"""Join codes of a course."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gradus.accounts.signed_in import person
from gradus.courses.actions import codes
from gradus.courses.forms import CodeForm
from gradus.courses.models import Course, JoinCode
from gradus.courses.places import place_or_404
from gradus.courses.refusals import CourseRefusal
from gradus.courses.rights import Right
from gradus.courses.sentences import refusal_sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_codes(request: HttpRequest, public_id: str) -> HttpResponse:
    """All codes of the course, the open ones first; a POST makes one."""
    place = place_or_404(person(request), public_id, Right.MANAGE)
    form = CodeForm(request.POST if request.method == "POST" else None, course=place.course)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                codes.make_code(course=place.course, **form.cleaned_data, by=person(request))
            except CourseRefusal as refusal:
                form.add_error(None, refusal_sentence(refusal))
                status = 409
            else:
                messages.success(
                    request, _("The code is made. Give it to your students, or send them the link.")
                )
                return redirect("join_codes", public_id)
    found = place.course.join_codes.order_by("-created_at", "-pk")
    context = {"place": place, "form": form, "codes": found, "site": site_of(request)}
    return render(request, "courses/codes.html", context, status=status)


@login_required
@require_POST
def code_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Closes one code."""
    mine = Course.objects.where(person(request), Right.MANAGE)
    code = get_object_or_404(JoinCode.objects.select_related("course"), public_id=public_id, course__in=mine)
    codes.revoke_code(code=code, by=person(request))
    messages.success(request, _("The code opens nothing any more. Whoever joined by it stays."))
    return redirect("join_codes", code.course.public_id)


def site_of(request: HttpRequest) -> str:
    """The address of the site as this browser knows it, without a slash at the end."""
    return f"{request.scheme}://{request.get_host()}"
