"""The people of a course, and adding one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gradus.accounts.signed_in import person
from gradus.courses.actions.people import ListRefused, add_person
from gradus.courses.forms import PersonForm
from gradus.courses.models import InvitationState, Role
from gradus.courses.places import Place, place_or_404
from gradus.courses.refusals import CourseRefusal
from gradus.courses.rights import Right
from gradus.courses.roster.plan import ADDED, NEW_ACCOUNT, ROLE_CHANGED, Step
from gradus.courses.roster.reading import Reading, read_one
from gradus.courses.roster.sentences import fault_sentence
from gradus.courses.sentences import refusal_sentence
from gradus.courses.views.codes import site_of
from gradus.pages.staff.people_rows import rows_of, sorted_rows

NOT_SENT = (InvitationState.RETRYING, InvitationState.FAILED)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list; a POST adds one person."""
    place = place_or_404(person(request), public_id, Right.SEE_WORK)
    if request.method != "POST":
        return _page(request, place, PersonForm())
    if not place.manages:
        raise Http404
    form = PersonForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            step = add_person(
                course=place.course, reading=_reading(form), by=person(request), site=site_of(request)
            )
        except ListRefused as refused:
            for fault in refused.plan.faults:
                field = "name" if fault.code in ("missing_name", "name_too_long") else "email"
                form.add_error(field, fault_sentence(fault, alone=True))
        except CourseRefusal as refusal:
            form.add_error(None, refusal_sentence(refusal))
            status = 409
        else:
            messages.success(request, _said(step))
            return redirect("people", public_id)
    return _page(request, place, form, status=status)


def _reading(form: PersonForm) -> Reading:
    values = form.cleaned_data
    return read_one(values["email"], values["name"], values["role"])


def _said(step: Step) -> str:
    role = Role(step.role).label
    pattern = {
        NEW_ACCOUNT: _("%(name)s is in the course as %(role)s. An invitation to %(email)s is on its way."),
        ADDED: _("%(name)s is in the course as %(role)s."),
        ROLE_CHANGED: _("%(name)s was here already and is %(role)s now."),
    }.get(step.outcome, _("%(name)s is in the course already, as %(role)s."))
    return pattern % {"name": step.name, "role": role, "email": step.email}


def _page(request: HttpRequest, place: Place, form: PersonForm, *, status: int = 200) -> HttpResponse:
    current, former = rows_of(place.course)
    rows, columns = sorted_rows(current, request.GET.get("sort", ""))
    mails = [row.invitation for row in current if row.waits and row.invitation is not None]
    context = {
        "place": place,
        "form": form,
        "rows": rows,
        "columns": columns,
        "former": former,
        "on_their_way": sum(mail.state == InvitationState.WAITING for mail in mails),
        "not_sent": sum(mail.state in NOT_SENT for mail in mails),
    }
    return render(request, "courses/people.html", context, status=status)
