"""What an author does with a problem that is there: copy it, write its next version, retire it, bring it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gradus.accounts.signed_in import person
from gradus.authoring import drafting, publishing
from gradus.authoring.doors import for_authors, own_problem, visible_problem


@login_required
@require_POST
@for_authors
def copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft with the text of a problem that one may see."""
    user = person(request)
    draft = drafting.copy(problem=visible_problem(user, public_id), by=user)
    messages.success(
        request, _("This is your copy, under an id of its own. The problem you copied stays as it is.")
    )
    return redirect("draft", draft.public_id)


@login_required
@require_POST
@for_authors
def revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft of one's own problem's next version."""
    user = person(request)
    draft = drafting.revise(problem=own_problem(user, public_id), by=user)
    return redirect("draft", draft.public_id)


@login_required
@require_POST
@for_authors
def retire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes one's own problem off the bank's list; sets that hold it keep it."""
    user = person(request)
    problem = own_problem(user, public_id)
    publishing.retire(problem=problem, by=user)
    messages.success(
        request,
        _("%(slug)s is retired: sets that hold it keep it, new ones do not find it.")
        % {"slug": problem.slug},
    )
    return redirect("drafts")


@login_required
@require_POST
@for_authors
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Puts one's own problem back on the bank's list."""
    user = person(request)
    problem = own_problem(user, public_id)
    publishing.restore(problem=problem, by=user)
    messages.success(request, _("%(slug)s can be set again.") % {"slug": problem.slug})
    return redirect("drafts")
