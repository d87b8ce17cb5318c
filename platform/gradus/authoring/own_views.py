"""What an author does with a problem that is there: copy it, write its next version, retire it, bring it back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@login_required
@require_POST
def copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft with the text of a problem that one may see."""
    raise Http404


@login_required
@require_POST
def revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft of one's own problem's next version."""
    raise Http404


@login_required
@require_POST
def retire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes one's own problem off the bank's list; sets that hold it keep it."""
    raise Http404


@login_required
@require_POST
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Puts one's own problem back on the bank's list."""
    raise Http404
