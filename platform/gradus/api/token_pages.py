"""The pages of a person's API tokens. A token's text is shown once, on the reply to making it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.api.actions import MOST_TOKENS, TooManyTokens, make_token, revoke_token
from gradus.api.models import Token
from gradus.api.token_forms import TokenForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new one."""
    user, form = person(request), TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, text = make_token(user=user, **form.cleaned_data)
        except TooManyTokens as refusal:
            form.add_error(None, _too_many(refusal.limit))
        else:
            return _page(request, user, TokenForm(), made=token, text=text)
    return _page(request, user, form, status=400 if request.method == "POST" else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends one of one's own tokens."""
    user = person(request)
    token = get_object_or_404(Token.listed.of(user), public_id=public_id)
    revoke_token(token=token, by=user)
    messages.success(
        request, _("“%(name)s” is revoked: nothing opens with it any more.") % {"name": token.name}
    )
    return redirect("tokens")


def _page(
    request: HttpRequest,
    user: User,
    form: TokenForm,
    *,
    made: Token | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = list(Token.listed.of(user))
    valid = sum(not token.expired for token in shown)
    context = {"form": form, "tokens": shown, "made": made, "text": text, "full": valid >= MOST_TOKENS}
    return render(request, "api/tokens.html", context | {"most": MOST_TOKENS}, status=status)


def _too_many(limit: int) -> str:
    return ngettext(
        "You have %(n)s token, which is all one person may have. Revoke it first.",
        "You have %(n)s tokens, which is all one person may have. Revoke one you no longer use.",
        limit,
    ) % {"n": limit}
