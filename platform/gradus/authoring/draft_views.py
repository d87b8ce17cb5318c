"""The list of drafts, and the editor."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import holds
from gradus.courses.rights import Standing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """One's own drafts and published problems; a POST begins a new draft."""
    if not holds(person(request), Standing.MAKE_PROBLEMS):
        raise Http404
    return render(request, "authoring/drafts.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """The editor; a POST saves and checks."""
    raise Http404


@login_required
@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the editor shows under the text: asked again and again while a trial runs."""
    raise Http404


@login_required
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Saves, and makes a version of what was tried."""
    raise Http404


@login_required
@require_POST
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Deletes the draft; what was published stays."""
    raise Http404
