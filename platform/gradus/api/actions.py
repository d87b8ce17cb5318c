"""Making and revoking API tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.api.models import Token
from gradus.audit.actions import record
from gradus.audit.models import Action

MOST_TOKENS = 10
"""Valid tokens of one person."""

LIFETIMES = (30, 90, 365)
"""Days a token may live."""


@dataclass
class TooManyTokens(Exception):
    """The person has `limit` valid tokens already."""

    limit: int = MOST_TOKENS


def make_token(*, user: User, name: str, days: int) -> tuple[Token, str]:
    """A new token and its text, which is told this once and is not kept. Expired ones are swept out.

    Raises TooManyTokens, ValueError for a lifetime that is not offered.
    """
    if days not in LIFETIMES:
        raise ValueError(days)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).filter(pk=user.pk).order_by().values_list("pk").get()
        Token.listed.of(user).filter(expiry__lte=timezone.now()).delete()
        if Token.listed.of(user).count() >= MOST_TOKENS:
            raise TooManyTokens
        token, text = Token.objects.create(user=user, expiry=timedelta(days=days), name=name)
        record(actor=user, action=Action.TOKEN_MADE, target_kind="token", target=token.public_id, days=days)
    return token, str(text)


def revoke_token(*, token: Token, by: User) -> None:
    """Delete it: what is sent with it from now on is refused. Doing it again changes nothing."""
    with transaction.atomic():
        gone, _rows = Token.listed.of(by).filter(pk=token.pk).delete()
        if gone:
            record(actor=by, action=Action.TOKEN_REVOKED, target_kind="token", target=token.public_id)
