"""People of the organisation: finding them, and what may be changed about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.administration.directory import KINDS, directory, places_of
from gradus.administration.doors import deed, page
from gradus.administration.log import log_page
from gradus.administration.people import ChangeRefused, set_suspended, set_teaching
from gradus.audit.models import AuditEntry

PEOPLE_ON_A_PAGE = 50
ENTRIES_ON_A_PAGE = 20
MOST_LETTERS = 150


@page
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, or those that `?q=` and `?kind=` ask for."""
    query, kind = _text(request.GET.get("q", "")), request.GET.get("kind", "")
    found = directory(user=person(request), query=query, kind=kind)
    context = {
        "people": Paginator(found, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "kind": kind if kind in KINDS else "",
        "kept": urlencode({"q": query, "kind": kind}) if query or kind else "",
    }
    return render(request, "administration/people.html", context)


@page
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person: places, standing, what was done by and to them."""
    admin, found = person(request), _found(request, public_id)
    about = AuditEntry.objects.filter(organisation_id=admin.organisation_id)
    context: dict[str, Any] = {
        "person": found,
        "oneself": found.pk == admin.pk,
        "places": places_of(found, seen_by=admin),
        "log": log_page(about.filter(Q(person=found) | Q(actor=found)), size=ENTRIES_ON_A_PAGE),
    }
    return render(request, "administration/person.html", context)


@deed
def teaching(request: HttpRequest, public_id: str) -> HttpResponse:
    """Grants (`may_teach=yes`) or withdraws the right to make courses and problems."""
    return _switched(
        request,
        public_id,
        "may_teach",
        lambda user, on: set_teaching(user=user, allowed=on, by=person(request)),
        _("%(name)s may now make courses and problems."),
        _("%(name)s may no longer make courses and problems. Their places in courses stay."),
    )


@deed
def suspension(request: HttpRequest, public_id: str) -> HttpResponse:
    """Suspends (`suspended=yes`) or restores."""
    return _switched(
        request,
        public_id,
        "suspended",
        lambda user, on: set_suspended(user=user, suspended=on, by=person(request)),
        _("%(name)s is suspended and signed out. The record stays."),
        _("%(name)s can sign in again."),
    )


def _switched(
    request: HttpRequest, public_id: str, field: str, act: Callable[[User, bool], bool], on: str, off: str
) -> HttpResponse:
    """Turns something of a person on or off, as `field` says; `act` returns whether that changed anything."""
    found = _found(request, public_id)
    wanted = _decided(request, field)
    if wanted is None:
        return redirect("administration_person", public_id)
    try:
        changed = act(found, wanted)
    except ChangeRefused as refused:
        return _refused(request, found, refused)
    if changed:
        messages.success(request, (on if wanted else off) % {"name": found})
    return redirect("administration_person", public_id)


def _found(request: HttpRequest, public_id: str) -> User:
    return get_object_or_404(User, organisation_id=person(request).organisation_id, public_id=public_id)


def _decided(request: HttpRequest, name: str) -> bool | None:
    """What the button said; None, and told, for a body that says neither: nobody is let in again by an empty one."""
    decided = {"yes": True, "no": False}.get(request.POST.get(name, ""))
    if decided is None:
        messages.error(request, _("Choose one of the two. Nothing was changed."))
    return decided


def _refused(request: HttpRequest, found: User, refused: ChangeRefused) -> HttpResponse:
    sentences = {
        "oneself": _("You cannot suspend yourself. Another admin can."),
        "erased": _("This person has been erased; there is nothing to change."),
    }
    messages.error(request, sentences[refused.code])
    return redirect("administration_person", found.public_id)


def _text(query: str) -> str:
    """What was searched for. PostgreSQL takes no NUL."""
    return query.replace("\0", " ").strip()[:MOST_LETTERS]
