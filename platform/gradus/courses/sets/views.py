"""A set's settings, and publishing, withdrawing and releasing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.courses.models import ProblemSet
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.courses.sets import actions
from gradus.courses.sets.consequences import consequences
from gradus.courses.sets.desk import Desk, desk_of, desk_or_404
from gradus.courses.sets.forms import SetForm
from gradus.courses.sets.refusals import SetRefusal, TestAnswered, WrongDates
from gradus.courses.sets.sentences import refusal_sentence
from gradus.courses.sets.wall_time import zone_called

Act = Callable[[ProblemSet, User], ProblemSet]


def right_for(request: HttpRequest) -> Right:
    """Looking needs less than changing."""
    return Right.SET_WORK if request.method == "POST" else Right.SEE_WORK


def words_of(refusal: SetRefusal, problem_set: ProblemSet) -> str:
    """Why something was not done, with dates as the course's clock shows them."""
    return refusal_sentence(refusal, zone_called(problem_set.course.time_zone))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """A form for a new set; a POST makes the draft and goes on to its problems."""
    user = person(request)
    place = place_or_404(user, public_id, Right.SET_WORK)
    form = SetForm(request.POST if request.method == "POST" else None, course=place.course)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_set(course=place.course, settings=form.settings(), by=user)
        except SetRefusal as refusal:
            _put_in_form(form, refusal)
        else:
            _tell(request, [_("The set is made. Now choose its problems."), *form.said])
            return redirect("set_items", made.public_id)
    status = 400 if form.is_bound else 200
    context = {"place": place, "form": form, "now": timezone.now()}
    return render(request, "courses/set_new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The set's settings; a POST changes them, and says what that does to those who have answered."""
    user = person(request)
    desk = desk_or_404(user, public_id, right_for(request))
    problem_set = desk.problem_set
    if request.method != "POST":
        return _show(request, desk)
    form = SetForm(request.POST, course=problem_set.course, problem_set=problem_set)
    if form.is_valid():
        try:
            before = actions.change_set(problem_set=problem_set, settings=form.settings(), by=user)
        except SetRefusal as refusal:
            _put_in_form(form, refusal)
        else:
            problem_set.refresh_from_db()
            said = [*form.said, *consequences(before, problem_set, timezone.now())]
            _tell(request, [_("Saved."), *said])
            return redirect("set_edit", problem_set.public_id)
    return _show(request, desk, form=form, status=400)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST lets students see the set."""
    done = _("Published. Students of the course see the set now.")
    return _act(request, public_id, lambda row, by: actions.publish_set(problem_set=row, by=by), done)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST makes the set a draft again."""
    done = _("Withdrawn. The set is a draft, which students do not see.")
    return _act(request, public_id, lambda row, by: actions.withdraw_set(problem_set=row, by=by), done)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_release(request: HttpRequest, public_id: str) -> HttpResponse:
    """A page that says what students will see; its POST releases a test's verdicts."""
    if request.method == "POST":
        done = _("Released. Students see their verdicts now.")
        return _act(request, public_id, lambda row, by: actions.release_set(problem_set=row, by=by), done)
    desk = desk_or_404(person(request), public_id, Right.SET_WORK)
    if not desk.is_test or desk.state != "published":
        return redirect("set_edit", public_id)
    return render(request, "courses/set_release.html", {"desk": desk, "place": desk.place})


def _act(request: HttpRequest, public_id: str, act: Act, done: str) -> HttpResponse:
    """One change of state. A GET of its address (a page reloaded, a sign-in between) goes to the set."""
    user = person(request)
    desk = desk_or_404(user, public_id, Right.SET_WORK)
    if request.method != "POST":
        return redirect("set_edit", public_id)
    try:
        row = act(desk.problem_set, user)
    except SetRefusal as refusal:
        return _show(request, desk, refused=words_of(refusal, desk.problem_set), status=409)
    messages.success(request, done)
    if row.published_at is not None and not desk_of(user, row).open_for_somebody:
        messages.warning(request, _("The set has closed, so nobody can answer. Change its dates to open it."))
    return redirect("set_edit", public_id)


def _show(
    request: HttpRequest, desk: Desk, *, form: SetForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    shown = form or SetForm(course=desk.problem_set.course, problem_set=desk.problem_set)
    if form is None and not desk.editable:
        for field in shown.fields.values():
            field.disabled = True
    context: dict[str, Any] = {"desk": desk, "place": desk.place, "form": shown, "refused": refused}
    return render(request, "courses/set_edit.html", context, status=status)


def _put_in_form(form: SetForm, refusal: SetRefusal) -> None:
    if isinstance(refusal, WrongDates):
        form.add_order_faults(refusal.faults)
    else:
        field = "feedback" if isinstance(refusal, TestAnswered) else None
        form.add_error(field, refusal_sentence(refusal, form.zone))


def _tell(request: HttpRequest, said: list[str]) -> None:
    """The first sentence is the success; the others are to be read."""
    messages.success(request, said[0])
    for sentence in said[1:]:
        messages.info(request, sentence)
