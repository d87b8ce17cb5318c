"""A problem set, and opening one of its problems."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gradus.accounts.signed_in import person
from gradus.courses.models import ProblemSet, ProblemSetItem
from gradus.courses.places import place_in
from gradus.submissions.actions import start_attempt
from gradus.submissions.models import Attempt
from gradus.submissions.refusals import NotEnrolled, Refusal
from gradus.submissions.set_page import set_page


@login_required
@require_safe
def problem_set(request: HttpRequest, public_id: str) -> HttpResponse:
    """The items with state and points; staff see what a student sees, under a bar that says so."""
    user = person(request)
    page = set_page(user=user, public_id=public_id, now=timezone.now())
    if page is None:
        raise Http404
    return render(request, "submissions/set.html", {"page": page, "place": place_in(user, page.course)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST opens the problem (its first attempt is made then). GET goes to the attempt, or offers to start."""
    user = person(request)
    found = get_object_or_404(
        ProblemSetItem.objects.select_related("problem_set__course", "version").filter(
            problem_set__in=ProblemSet.objects.visible_to(user), removed_at__isnull=True
        ),
        public_id=public_id,
    )
    if request.method == "POST":
        try:
            return redirect("attempt", start_attempt(user=user, item=found).public_id)
        except NotEnrolled as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            return _start_page(request, found, refusal)
    newest = Attempt.objects.of(user).filter(item=found).order_by("-number").first()
    return redirect("attempt", newest.public_id) if newest else _start_page(request, found, None)


def _start_page(request: HttpRequest, item: ProblemSetItem, refusal: Refusal | None) -> HttpResponse:
    context = {"item": item, "refusal": refusal, "course": item.problem_set.course}
    return render(request, "submissions/start.html", context, status=409 if refusal else 200)
