"""The bank: searching all problems, and seeing one with its answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.authoring.bank_problem import bank_problem_page
from gradus.courses.models import Course, ProblemSet
from gradus.courses.places import holds
from gradus.courses.rights import Right, Standing
from gradus.courses.sets.items import add_problem
from gradus.courses.sets.refusals import SetRefusal
from gradus.courses.sets.sentences import refusal_sentence
from gradus.courses.sets.wall_time import zone_called
from gradus.library.models import Problem
from gradus.library.search import PAGE, SearchForm, find, found, page_data, visible_problems


@login_required
@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    """All problems that can be set, searched."""
    user = person(request)
    if not holds(user, Standing.SEE_BANK):
        raise Http404
    wanted = page_data(request.GET)
    form = SearchForm(wanted)
    rows = find(form, user, Course.objects.where(user, Right.SEE_WORK))
    page = Paginator(rows, PAGE).get_page(wanted.get("page"))
    context = {
        "search": form,
        "kept": form.kept(),
        "page": page,
        "results": found(list(page.object_list)),
        "may_make": holds(user, Standing.MAKE_PROBLEMS),
    }
    return render(request, "authoring/bank.html", context, status=200 if form.is_valid() else 400)


@login_required
@require_safe
def bank_problem(request: HttpRequest, public_id: str) -> HttpResponse:
    """One problem with its variants; `?variant=` is the number of one."""
    user = person(request)
    return _show(request, user, problem_or_404(user, public_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST puts the problem at the end of the set chosen, and goes there."""
    user = person(request)
    problem = problem_or_404(user, public_id)
    if request.method != "POST":
        return redirect("bank_problem", public_id)
    chosen = request.POST.get("set", "").replace("\0", "")
    if not chosen:
        return _show(request, user, problem, refused=_("Choose a set first."), status=400)
    sets = ProblemSet.objects.where(user, Right.SET_WORK).select_related("course")
    problem_set = get_object_or_404(sets, public_id=chosen)
    if problem.retired_at is not None:
        refused = _("This problem is retired. Sets that have it keep it; new ones do not get it.")
        return _show(request, user, problem, refused=refused, status=409)
    try:
        item = add_problem(problem_set=problem_set, problem=problem, by=user)
    except SetRefusal as refusal:
        zone = zone_called(problem_set.course.time_zone)
        return _show(request, user, problem, refused=refusal_sentence(refusal, zone), status=409)
    messages.success(request, _("Added to %(title)s.") % {"title": problem_set.title})
    return redirect(f"{reverse('set_items', args=[problem_set.public_id])}#item-{item.public_id}")


def problem_or_404(user: User, public_id: str) -> Problem:
    """A problem that `user` may see with its answers; a retired one as well. Raises Http404."""
    if not holds(user, Standing.SEE_BANK):
        raise Http404
    seen = visible_problems(user, Course.objects.where(user, Right.SEE_WORK))
    return get_object_or_404(seen.select_related("current", "owner"), public_id=public_id)


def _show(
    request: HttpRequest, user: User, problem: Problem, *, refused: str = "", status: int = 200
) -> HttpResponse:
    page = bank_problem_page(problem, user, request.GET.get("variant", ""))
    context = {
        "page": page,
        "shown": page.shown,
        "refused": refused,
        "may_make": holds(user, Standing.MAKE_PROBLEMS),
        "owns": problem.owner_id == user.pk,
    }
    return render(request, "authoring/bank_problem.html", context, status=status)
