"""The problem page, and what one does there besides answering: a hint, another variant, giving up."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.submissions import actions
from gradus.submissions.models import Attempt
from gradus.submissions.problem_page import ProblemPage, problem_page
from gradus.submissions.refusals import Refusal, TooManyWaiting
from gradus.submissions.typed import Typed, typed_from_form
from gradus.submissions.views.doors import posted, sign_in_first

WITH_ALL = ("variant__version", "course", "item__problem_set", "item__version", "user")


def own_attempt(user: User, public_id: str) -> Attempt:
    """An attempt this person may answer; 404 for anybody else's."""
    return get_object_or_404(Attempt.objects.of(user).select_related(*WITH_ALL), public_id=public_id)


def show(
    request: HttpRequest,
    page: ProblemPage,
    *,
    refused: Refusal | None = None,
    complaint: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole problem page."""
    context = {"page": page, "refused": refused, "complaint": complaint}
    return render(request, "submissions/problem.html", context, status=status)


def status_of(refusal: Refusal) -> int:
    """429 for too many at once, 409 for what the state of things does not allow."""
    return 429 if isinstance(refusal, TooManyWaiting) else 409


@login_required
@require_safe
def attempt(request: HttpRequest, public_id: str) -> HttpResponse:
    """The problem with its fields, the last verdict and the hints shown so far."""
    user = person(request)
    visible = Attempt.objects.visible_to(user).select_related(*WITH_ALL)
    found = get_object_or_404(visible, public_id=public_id)
    return show(request, problem_page(attempt=found, viewer=user, now=timezone.now()))


@sign_in_first
@posted
def hint(request: HttpRequest, public_id: str) -> HttpResponse:
    """Shows the next hint; what is typed stays in the form."""
    user = person(request)
    found = own_attempt(user, public_id)
    typed = typed_from_form(found.variant.presentation, request.POST)
    refused: Refusal | None = None
    try:
        actions.use_hint(attempt=found, by=user)
    except Refusal as refusal:
        refused = refusal
    page = problem_page(attempt=found, viewer=user, now=timezone.now(), typed=typed)
    status = status_of(refused) if refused else 200
    if request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
        return render(
            request, "submissions/_hints.html", {"page": page, "refused": refused, "oob": True}, status=status
        )
    return show(request, page, refused=refused, status=status)


@sign_in_first
@posted
def another(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same problem with other numbers."""
    return _move_on(request, public_id, lambda attempt, by: actions.new_variant(attempt=attempt, by=by))


@sign_in_first
@posted
def give_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Closes the attempt and shows its answers."""
    return _move_on(request, public_id, lambda attempt, by: actions.give_up(attempt=attempt, by=by))


def _move_on(request: HttpRequest, public_id: str, act: Callable[[Attempt, User], Attempt]) -> HttpResponse:
    user = person(request)
    found = own_attempt(user, public_id)
    try:
        return redirect("attempt", act(found, user).public_id)
    except Refusal as refusal:
        typed: Typed = typed_from_form(found.variant.presentation, request.POST)
        page = problem_page(attempt=found, viewer=user, now=timezone.now(), typed=typed)
        return show(request, page, refused=refusal, status=status_of(refusal))
