"""Who may open the pages of administration: admins. For everybody else there is nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from gradus.accounts.signed_in import person
from gradus.courses.places import holds
from gradus.courses.rights import Standing

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(view: View[P]) -> View[P]:
    """A page for admins: sign-in, then GET or HEAD only, then 404 for whoever does not review all courses."""
    return login_required(require_safe(_for_admins(view)))


def deed(view: View[P]) -> View[P]:
    """A form's address for admins: the same with POST only."""
    return login_required(require_POST(_for_admins(view)))


def _for_admins(view: View[P]) -> View[P]:
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not holds(person(request), Standing.REVIEW):
            raise Http404
        return view(request, *args, **kwargs)

    return update_wrapper(guarded, view)
