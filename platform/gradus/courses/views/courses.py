"""Making a course, its settings, and archiving it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gradus.accounts.signed_in import person
from gradus.courses.actions import courses
from gradus.courses.forms import CourseForm, zone_names
from gradus.courses.models import Course
from gradus.courses.places import Place, holds, place_or_404
from gradus.courses.refusals import CourseRefusal
from gradus.courses.rights import Right, Standing
from gradus.courses.sentences import refusal_sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: HttpRequest) -> HttpResponse:
    """A form for a new course; whoever makes it is its first teacher."""
    user = person(request)
    if not holds(user, Standing.MAKE_COURSES):
        raise Http404
    form = CourseForm(request.POST or None, initial={"time_zone": _usual_zone(request)})
    if request.method == "POST" and form.is_valid():
        course = courses.make_course(settings=form.settings(), by=user)
        messages.success(request, _("The course is made. Next: its people and its first problem set."))
        return redirect("course", course.public_id)
    status = 400 if request.method == "POST" else 200
    return render(request, "courses/new.html", {"form": form, "zones": zone_names()}, status=status)


def _usual_zone(request: HttpRequest) -> str:
    """That of the course the person taught last: most people teach in one place."""
    last = Course.objects.taught_by(person(request)).order_by("-created_at").first()
    return last.time_zone if last else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Title, term and time zone; the way to the archive."""
    place = place_or_404(person(request), public_id, Right.MANAGE)
    form = CourseForm.of(place.course, request.POST or None)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            changed = courses.change_course(course=place.course, settings=form.settings(), by=person(request))
        except CourseRefusal as refusal:
            form.add_error(None, refusal_sentence(refusal))
            status = 409
        else:
            messages.success(request, _("The settings are saved.") if changed else _("Nothing was changed."))
            return redirect("course_settings", public_id)
    return _settings_page(request, place, form, status)


def _settings_page(request: HttpRequest, place: Place, form: CourseForm, status: int) -> HttpResponse:
    context = {"place": place, "form": form, "zones": zone_names()}
    return render(request, "courses/settings.html", context, status=status)


@login_required
@require_POST
def course_archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends the course."""
    place = place_or_404(person(request), public_id, Right.MANAGE)
    try:
        courses.archive_course(course=place.course, by=person(request))
    except CourseRefusal as refusal:
        messages.error(request, refusal_sentence(refusal))
    else:
        messages.success(request, _("The course is archived. Everything in it is kept."))
    return redirect("course_settings", public_id)


@login_required
@require_POST
def course_reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes the course out of the archive."""
    place = place_or_404(person(request), public_id, Right.MANAGE)
    courses.reopen_course(course=place.course, by=person(request))
    messages.success(request, _("The course is open again."))
    return redirect("course", public_id)
