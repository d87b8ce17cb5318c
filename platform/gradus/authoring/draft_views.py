"""The list of drafts, and the editor. Whatever is posted is saved first."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.authoring import drafting, publishing
from gradus.authoring.doors import for_authors, own_draft, visible_draft
from gradus.authoring.draft_page import draft_page
from gradus.authoring.drafts_page import drafts_page
from gradus.authoring.refusals import DraftRefusal, NotTried
from gradus.authoring.sentences import refusal_sentence
from gradus.library.models import ProblemDraft


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_authors
def drafts(request: HttpRequest) -> HttpResponse:
    """One's own drafts and published problems; a POST begins a new draft."""
    user = person(request)
    if request.method == "POST":
        return redirect("draft", drafting.begin(by=user).public_id)
    return render(request, "authoring/drafts.html", {"page": drafts_page(user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_authors
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """The editor; a POST saves and checks."""
    user = person(request)
    if request.method != "POST":
        return _show(request, visible_draft(user, public_id), user)
    found = own_draft(user, public_id)
    try:
        _save(request, found)
    except DraftRefusal as refusal:
        return _refused(request, found, user, refusal)
    return redirect(f"{reverse('draft', args=[public_id])}#outcome")


@login_required
@require_safe
@for_authors
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the editor shows under the text: asked again and again while a trial runs."""
    user = person(request)
    page = draft_page(visible_draft(user, public_id), user)
    return render(request, "authoring/draft_report.html", {"page": page})


@login_required
@require_POST
@for_authors
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Saves, and makes a version of what was tried."""
    user = person(request)
    found = own_draft(user, public_id)
    try:
        if "source" in request.POST:
            found = _save(request, found)
        version, new = publishing.publish(draft=found, by=user)
    except DraftRefusal as refusal:
        return _refused(request, found, user, refusal)
    said = (
        _("Published as version %(number)d.")
        if new
        else _("This is version %(number)d already; nothing was changed.")
    )
    messages.success(request, said % {"number": version.number})
    return redirect("bank_problem", version.problem.public_id)


@login_required
@require_POST
@for_authors
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Deletes the draft; what was published stays."""
    found = own_draft(person(request), public_id)
    drafting.delete(draft=found)
    messages.success(request, _("The draft is deleted."))
    return redirect("drafts")


def _save(request: HttpRequest, found: ProblemDraft) -> ProblemDraft:
    text, based_on = request.POST.get("source", found.source), request.POST.get("based_on", "")
    return drafting.save(draft=found, text=text, based_on=based_on)


def _show(request: HttpRequest, found: ProblemDraft, user: User) -> HttpResponse:
    return render(request, "authoring/draft.html", {"page": draft_page(found, user)})


def _refused(request: HttpRequest, found: ProblemDraft, user: User, refusal: DraftRefusal) -> HttpResponse:
    """The editor with the sentence, and what was typed: 400 where it could not be kept, 409 else."""
    typed = None if refusal.kept else request.POST.get("source", "").replace("\0", "\N{SYMBOL FOR NULL}")
    stored = visible_draft(user, found.public_id)
    context = {
        "page": draft_page(stored, user, typed),
        "refused": refusal_sentence(refusal),
        "until_checked": isinstance(refusal, NotTried),
    }
    return render(request, "authoring/draft.html", context, status=409 if refusal.kept else 400)
