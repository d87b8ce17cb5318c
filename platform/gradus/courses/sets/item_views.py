"""The problems of a set: the list in order, and beside it the bank to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.courses.rights import Right
from gradus.courses.sets import items
from gradus.courses.sets.desk import Desk, desk_of, desk_or_404
from gradus.courses.sets.forms import PointsForm
from gradus.courses.sets.refusals import SetRefusal
from gradus.courses.sets.views import words_of
from gradus.library.search import PAGE, SearchForm, find, found, page_data, visible_problems

Act = Callable[[ProblemSetItem, User], object]


@login_required
@require_safe
def set_items(request: HttpRequest, public_id: str) -> HttpResponse:
    """The problems of the set, and the bank."""
    user = person(request)
    return _show(request, desk_or_404(user, public_id), page_data(request.GET))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST puts a problem of the bank at the end of the set."""
    user = person(request)
    desk = desk_or_404(user, public_id, Right.SET_WORK)
    if request.method != "POST":
        return redirect("set_items", public_id)
    wanted = request.POST.get("problem", "").replace("\0", "")
    seen = visible_problems(user, Course.objects.where(user, Right.SEE_WORK))
    problem = get_object_or_404(
        seen.filter(retired_at__isnull=True).select_related("current"), public_id=wanted
    )
    try:
        items.add_problem(problem_set=desk.problem_set, problem=problem, by=user)
    except SetRefusal as refusal:
        return _refuse(request, desk, refusal)
    return _back(request, desk.problem_set, f"found-{problem.public_id}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_points(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST changes what the problem counts."""
    user = person(request)
    item = _item(user, public_id)
    form = PointsForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        desk = desk_of(user, item.problem_set)
        fault, typed = str(form.errors["points"][0]), request.POST.get("points", "")[:20]
        desk.items = [
            replace(row, fault=fault, typed=typed) if row.item.pk == item.pk else row for row in desk.items
        ]
        return _show(request, desk, _kept(request), status=400)
    return _act(
        request, item, lambda row, by: items.weigh_item(item=row, points=form.cleaned_data["points"], by=by)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_move(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST moves the problem one place up, or down."""
    item = _item(person(request), public_id)
    to: items.Direction = "up" if request.POST.get("to") == "up" else "down"
    return _act(request, item, lambda row, by: items.move_item(item=row, to=to, by=by))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST takes the problem out of the set; its answers are kept."""
    item = _item(person(request), public_id)
    return _act(request, item, lambda row, by: items.remove_item(item=row, by=by))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST puts a removed problem back."""
    item = _item(person(request), public_id)
    return _act(request, item, lambda row, by: items.restore_item(item=row, by=by))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_version(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST takes the problem's newest version into the set."""
    item = _item(person(request), public_id)
    return _act(request, item, lambda row, by: items.take_newest(item=row, by=by))


def _item(user: User, public_id: str) -> ProblemSetItem:
    sets = ProblemSet.objects.where(user, Right.SET_WORK)
    rows = ProblemSetItem.objects.filter(problem_set__in=sets)
    found_item = rows.select_related("problem_set__course").filter(public_id=public_id).first()
    if found_item is None:
        raise Http404
    return found_item


def _act(request: HttpRequest, item: ProblemSetItem, act: Act) -> HttpResponse:
    """One change to one item; afterwards one stands where the item stands."""
    if request.method == "POST":
        user = person(request)
        try:
            act(item, user)
        except SetRefusal as refusal:
            return _refuse(request, desk_of(user, item.problem_set), refusal)
    return _back(request, item.problem_set, f"item-{item.public_id}")


def _back(request: HttpRequest, problem_set: ProblemSet, anchor: str) -> HttpResponse:
    query = _kept(request).urlencode()
    address = reverse("set_items", args=[problem_set.public_id])
    return redirect(f"{address}{'?' if query else ''}{query}#{anchor}")


def _kept(request: HttpRequest) -> QueryDict:
    """What was searched for, which every form of the page carries along."""
    return page_data(QueryDict(request.POST.get("find", "")[:1000]))


def _refuse(request: HttpRequest, desk: Desk, refusal: SetRefusal) -> HttpResponse:
    refused = words_of(refusal, desk.problem_set)
    return _show(request, desk, _kept(request), refused=refused, status=409)


def _show(
    request: HttpRequest, desk: Desk, wanted: QueryDict, *, refused: str = "", status: int = 200
) -> HttpResponse:
    user = person(request)
    form = SearchForm(wanted)
    page = Paginator(find(form, user, Course.objects.where(user, Right.SEE_WORK)), PAGE).get_page(
        wanted.get("page")
    )
    here = {row.version.problem_id: row.item.position for row in desk.items}
    context = {
        "desk": desk,
        "place": desk.place,
        "search": form,
        "page": page,
        "results": [(each, here.get(each.problem.pk)) for each in found(list(page.object_list))],
        "find": wanted.urlencode(),
        "kept": form.kept(),
        "refused": refused,
        "label": _("Problems of the bank"),
    }
    return render(request, "courses/set_items.html", context, status=status)
