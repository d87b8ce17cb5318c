"""Other dates for single students."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.courses.models import Extension, ProblemSet
from gradus.courses.rights import Right
from gradus.courses.sets import extensions
from gradus.courses.sets.desk import Desk, desk_of, desk_or_404
from gradus.courses.sets.forms import ExtensionForm
from gradus.courses.sets.refusals import NoDates, NotAStudent, NotLater, Past, SetRefusal, WrongDates
from gradus.courses.sets.sentences import refusal_sentence
from gradus.courses.sets.views import right_for, words_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_extensions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The extensions of a set with a form for one more; `?student=` chooses whose."""
    user = person(request)
    desk = desk_or_404(user, public_id, right_for(request))
    if request.method != "POST":
        return _show(request, desk, _form(desk, request.GET.get("student", "")))
    form = _form(desk, request.POST.get("student", ""), request.POST)
    if form.is_valid() and _granted(desk.problem_set, form, user):
        done = _("%(name)s has other dates now.") % {"name": form.person()}
        messages.success(request, done)
        for sentence in form.said:
            messages.info(request, sentence)
        return redirect("set_extensions", public_id)
    return _show(request, desk, form, status=400)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extension_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST gives the student everybody's dates again."""
    user = person(request)
    sets = ProblemSet.objects.where(user, Right.SET_WORK)
    rows = Extension.objects.filter(problem_set__in=sets).select_related("problem_set__course", "user")
    extension = get_object_or_404(rows, public_id=public_id)
    problem_set = extension.problem_set
    if request.method == "POST":
        try:
            extensions.remove_extension(extension=extension, by=user)
        except SetRefusal as refusal:
            desk = desk_of(user, problem_set)
            return _show(request, desk, _form(desk, ""), refused=words_of(refusal, problem_set), status=409)
        messages.success(
            request, _("The set's own dates apply to %(name)s again.") % {"name": extension.user}
        )
    return redirect("set_extensions", problem_set.public_id)


def _form(desk: Desk, student: str, data: object = None) -> ExtensionForm:
    """The form, filled with what that student has already."""
    rows = (row.extension for row in desk.extensions)
    old = next((row for row in rows if row.user.public_id == student), None)
    return ExtensionForm(data, problem_set=desk.problem_set, old=old, student=student)


def _granted(problem_set: ProblemSet, form: ExtensionForm, by: User) -> bool:
    """Whether it was granted; a refusal is put at its field."""
    try:
        extensions.grant_extension(
            problem_set=problem_set, student=form.person(), granted=form.granted(), by=by
        )
    except WrongDates as refusal:
        form.add_order_faults(refusal.faults)
    except (NotLater, Past) as refusal:
        form.add_error(refusal.name, refusal_sentence(refusal, form.zone))
    except (NoDates, NotAStudent) as refusal:
        field = "due_at" if isinstance(refusal, NoDates) else "student"
        form.add_error(field, refusal_sentence(refusal, form.zone))
    except SetRefusal as refusal:
        form.add_error(None, refusal_sentence(refusal, form.zone))
    else:
        return True
    return False


def _show(
    request: HttpRequest, desk: Desk, form: ExtensionForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"desk": desk, "place": desk.place, "form": form, "refused": refused}
    return render(request, "courses/set_extensions.html", context, status=status)
