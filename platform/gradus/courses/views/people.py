"""One person's place in a course: its role, its end, its invitation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gradus.accounts.signed_in import person
from gradus.courses.actions import invitations, people
from gradus.courses.forms import RoleForm
from gradus.courses.models import Course, Enrolment, Role
from gradus.courses.places import place_in, place_or_404
from gradus.courses.refusals import CourseRefusal
from gradus.courses.rights import Right
from gradus.courses.sentences import refusal_sentence
from gradus.courses.views.codes import site_of


def enrolment_or_404(request: HttpRequest, public_id: str) -> Enrolment:
    """A current place in a course that the person manages. Raises Http404."""
    mine = Course.objects.where(person(request), Right.MANAGE)
    rows = Enrolment.objects.current().select_related("course", "user", "invitation")
    return get_object_or_404(rows, public_id=public_id, course__in=mine)


@login_required
@require_safe
def enrolment(request: HttpRequest, public_id: str) -> HttpResponse:
    """What can be changed about one person in the course."""
    found = enrolment_or_404(request, public_id)
    return _page(request, found, RoleForm(initial={"role": found.role}))


def _page(
    request: HttpRequest, found: Enrolment, form: RoleForm, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    place = place_in(person(request), found.course)
    invitation = getattr(found, "invitation", None)
    context = {"place": place, "enrolment": found, "form": form, "fault": fault, "invitation": invitation}
    return render(request, "courses/enrolment.html", context, status=status)


@login_required
@require_POST
def enrolment_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Gives the person another role."""
    found = enrolment_or_404(request, public_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    role = Role(form.cleaned_data["role"])
    try:
        people.change_role(place=found, role=role, by=person(request))
    except CourseRefusal as refusal:
        form.add_error("role", refusal_sentence(refusal))
        return _page(request, found, form, status=409)
    messages.success(request, _("%(name)s: %(role)s.") % {"name": found.user, "role": role.label})
    return to_people(request, found.course)


@login_required
@require_POST
def enrolment_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends the person's place in the course."""
    found = enrolment_or_404(request, public_id)
    try:
        people.end_place(place=found, by=person(request))
    except CourseRefusal as refusal:
        form = RoleForm(initial={"role": found.role})
        return _page(request, found, form, status=409, fault=refusal_sentence(refusal))
    said = _("%(name)s is no longer in the course. All their work is kept.")
    messages.success(request, said % {"name": found.user})
    return to_people(request, found.course)


def to_people(request: HttpRequest, course: Course) -> HttpResponse:
    """Back to the list; home for whoever has just given up the right to see it."""
    if Course.objects.where(person(request), Right.SEE_WORK).filter(pk=course.pk).exists():
        return redirect("people", course.public_id)
    return redirect("home")


@login_required
@require_POST
def enrolment_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sends the invitation again."""
    found = enrolment_or_404(request, public_id)
    try:
        invitations.invite_again(place=found, by=person(request), site=site_of(request))
    except CourseRefusal as refusal:
        messages.error(request, refusal_sentence(refusal))
    else:
        messages.success(
            request, _("The invitation to %(email)s is on its way.") % {"email": found.user.email}
        )
    return redirect("people", found.course.public_id)


@login_required
@require_POST
def invitations_retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tries once more what the mail server did not take."""
    place = place_or_404(person(request), public_id, Right.MANAGE)
    try:
        count = invitations.retry_failed(course=place.course, by=person(request), site=site_of(request))
    except CourseRefusal as refusal:
        messages.error(request, refusal_sentence(refusal))
    else:
        messages.success(request, _("Invitations to be sent again: %(n)s.") % {"n": count})
    return redirect("people", public_id)
