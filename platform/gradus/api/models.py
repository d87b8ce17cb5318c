"""API tokens: only the digest of a token is kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from knox.models import AbstractAuthToken

from gradus.accounts.identifiers import public_id_field
from gradus.accounts.models import User


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens by whose they are, and by time."""

    def of(self, user: User) -> TokenQuerySet:
        """This person's own tokens: nobody sees those of others."""
        return self.filter(user=user)

    def valid(self, now: datetime) -> TokenQuerySet:
        """Those that have not expired."""
        return self.filter(models.Q(expiry__isnull=True) | models.Q(expiry__gt=now))


class Token(AbstractAuthToken):  # type: ignore[misc]  # knox carries no types
    """A person's token (settings: KNOX_TOKEN_MODEL). `token_key` holds its first letters, `digest` its SHA-512.

    It is made through `objects.create`, knox's own manager, which draws the token and returns it once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    public_id = public_id_field()
    name = models.CharField(max_length=60)

    listed = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "digest"]

    def __str__(self) -> str:
        return f"token {self.public_id}"

    @property
    def expired(self) -> bool:
        """Whether it opens nothing any more."""
        return self.expiry is not None and self.expiry <= timezone.now()
