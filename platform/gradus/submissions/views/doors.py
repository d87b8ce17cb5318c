"""Who may come in to an attempt, and where one goes whose session has ended while typing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

AttemptView = Callable[[HttpRequest, str], HttpResponse]


def sign_in_first(view: AttemptView) -> AttemptView:
    """Like `login_required`, for what is posted to an attempt.

    After signing in one stands on the attempt's page, not on an address that only takes posts. A page that posts
    with htmx keeps what was typed, and is told where to sign in.
    """

    @wraps(view)
    def door(request: HttpRequest, public_id: str) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, public_id)
        page = reverse("attempt", args=[public_id])
        if request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
            return render(request, "submissions/_signed_out.html", {"next": page}, status=401)
        return redirect_to_login(page)

    return door


def posted(view: AttemptView) -> AttemptView:
    """Like `require_POST`, but an address reloaded or typed (a GET) leads back to the attempt and writes nothing."""

    @wraps(view)
    def door(request: HttpRequest, public_id: str) -> HttpResponse:
        if request.method == "POST":
            return view(request, public_id)
        if request.method in ("GET", "HEAD"):
            return redirect("attempt", public_id)
        return HttpResponseNotAllowed(["POST"])

    return door
