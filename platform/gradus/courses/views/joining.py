"""Joining a course by its code."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gradus.accounts.signed_in import person
from gradus.courses.actions import JoinRefused, join
from gradus.courses.forms import JoinForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_course(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form (a link may carry the code); a POST joins and goes home, where the course now stands."""
    form = JoinForm(request.POST or None, initial={"code": code})
    status = 200
    if request.method == "POST":
        user = person(request)
        if form.is_valid():
            try:
                enrolment = join(
                    user=user, code=form.cleaned_data["code"], address=get_adapter().get_client_ip(request)
                )
            except JoinRefused as refusal:
                form.add_error("code", _sentence(refusal))
                status = 429 if refusal.reason == "too_many_guesses" else 400
            else:
                messages.success(request, _("You are in: %(course)s.") % {"course": enrolment.course.title})
                return redirect("home")
        status = max(status, 400)
    return render(request, "courses/join.html", {"form": form}, status=status)


def _sentence(refusal: JoinRefused) -> str:
    return {
        "unknown": _("No course has this code. Check each letter, or ask your teacher for it again."),
        "revoked": _("This code has been withdrawn. Ask your teacher for the new one."),
        "expired": _("This code has expired. Ask your teacher for a new one."),
        "used_up": _("This code has been used as often as it may be. Ask your teacher for a new one."),
        "archived": _("This course has ended, so its code no longer opens it."),
        "too_many_guesses": _("That was one code too many for now. Wait fifteen minutes, then try again."),
    }[refusal.reason]
