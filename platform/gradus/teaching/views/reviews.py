"""What waits for a person, and deciding it in one click."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.submissions.models import Submission
from gradus.teaching import actions, sentences
from gradus.teaching.refusals import NotJudged
from gradus.teaching.review_page import review_page
from gradus.teaching.views.grades import home_of, judged_by


@login_required
@require_safe
def reviews(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that is open in the course, oldest first."""
    user = person(request)
    place = place_or_404(user, public_id, Right.JUDGE)
    page = review_page(course=place.course, viewer=user, page=request.GET.get("page", ""))
    return render(request, "teaching/reviews.html", {"place": place, "open": page})


@login_required
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """One click: `decision` is right, wrong or again. Leads back to the list."""
    user = person(request)
    visible = judged_by(user).select_related("attempt__course", "attempt__item", "attempt__user")
    found = get_object_or_404(visible, public_id=public_id)
    try:
        said = _act(found, request.POST.get("decision", ""), user)
    except NotJudged as refusal:
        messages.error(request, _linked(sentences.refusal_sentence(refusal), found))
    else:
        if said:
            messages.success(request, _linked(said, found))
        else:
            messages.error(request, _("Choose Right, Not right or Check again. Nothing was changed."))
    return redirect("reviews", found.attempt.course.public_id)


def _act(submission: Submission, decision: str, user: User) -> str:
    """Does it; returns what to say, or nothing for a decision that is none."""
    name = str(submission.attempt.user)
    if decision == "right":
        actions.decide(submission=submission, right=True, by=user)
        return _("Decided: the answer of %(name)s is right.") % {"name": name}
    if decision == "wrong":
        actions.decide(submission=submission, right=False, by=user)
        return _("Decided: the answer of %(name)s is not right.") % {"name": name}
    if decision == "again":
        actions.check_again(submission=submission, by=user)
        return _("The answer of %(name)s is checked again.") % {"name": name}
    return ""


def _linked(sentence: str, submission: Submission) -> str:
    """The sentence with a way to the work and one to change the grade."""
    return format_html(
        '{} <a href="{}">{}</a> · <a href="{}">{}</a>',
        sentence,
        home_of(submission),
        _("See the work"),
        reverse("override", args=[submission.public_id]),
        _("Change the grade"),
    )
