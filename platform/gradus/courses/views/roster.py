"""Importing a class list: a check that writes nothing, then the import of just that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gradus.accounts.signed_in import person
from gradus.courses.actions.people import ListRefused, import_roster
from gradus.courses.places import Place, place_or_404
from gradus.courses.refusals import CourseRefusal
from gradus.courses.rights import Right
from gradus.courses.roster.files import MOST_BYTES, BadFile, decoded
from gradus.courses.roster.plan import Plan, make_plan
from gradus.courses.roster.reading import read
from gradus.courses.roster.sentences import file_sentence
from gradus.courses.sentences import refusal_sentence
from gradus.courses.views.codes import site_of
from gradus.courses.views.people import to_people


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list to upload or to paste; what importing it would do, line by line; and the import."""
    place = place_or_404(person(request), public_id, Right.MANAGE)
    if request.method != "POST":
        return _page(request, place)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        text = _uploaded(request) or text
        if len(text.encode("utf-8", "replace")) > MOST_BYTES:
            raise BadFile("too_large")
    except BadFile as bad:
        return _page(request, place, text=text, fault=file_sentence(bad), status=400)
    if "import" in request.POST and not request.FILES:
        return _import(request, place, text)
    plan = make_plan(place.course, read(text))
    return _page(request, place, text=text, plan=plan, status=400 if plan.faults else 200)


def _uploaded(request: HttpRequest) -> str:
    """The text of the file sent along; it goes before what stands in the field. Raises BadFile."""
    file = request.FILES.get("file")
    return decoded(file.read(MOST_BYTES + 1)) if isinstance(file, UploadedFile) else ""


def _import(request: HttpRequest, place: Place, text: str) -> HttpResponse:
    digest = request.POST.get("digest", "")
    try:
        plan = import_roster(
            course=place.course, reading=read(text), digest=digest, by=person(request), site=site_of(request)
        )
    except ListRefused as refused:
        moved = "" if refused.plan.faults else _("Not what was checked last: look again, then import.")
        return _page(request, place, text=text, plan=refused.plan, fault=moved, status=400)
    except CourseRefusal as refusal:
        return _page(request, place, text=text, fault=refusal_sentence(refusal), status=409)
    said = _("The list is imported. New in the course: %(new)s. Invitations on their way: %(mails)s.")
    new = plan.counts["new_account"] + plan.counts["added"]
    messages.success(request, said % {"new": new, "mails": plan.invitations})
    return to_people(request, place.course)


def _page(
    request: HttpRequest,
    place: Place,
    *,
    text: str = "",
    plan: Plan | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"place": place, "text": text, "plan": plan, "fault": fault}
    return render(request, "courses/roster.html", context, status=status)
