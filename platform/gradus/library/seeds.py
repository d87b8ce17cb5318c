"""Seeds: not counters, so that a student who knows one cannot compute the next variant."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def seed_for(content_hash: str, counter: int) -> int:
    """The `counter`-th seed of a problem's content: 63 bits of an HMAC-SHA-256 under the secret key."""
    message = f"variant:{content_hash}:{counter}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1
