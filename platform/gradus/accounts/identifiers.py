"""Random public identifiers: what stands in URLs instead of the internal keys."""

from __future__ import annotations

import secrets

from django.db import models

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o, u, so that an identifier can be read aloud."""

LENGTH = 16
"""16 letters of 5 bits: 80 random bits."""


def new_public_id() -> str:
    """80 random bits as 16 letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def public_id_field() -> models.CharField[str, str]:
    """The column every row that stands in a URL carries."""
    return models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)
