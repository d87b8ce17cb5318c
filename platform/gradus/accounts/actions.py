"""Changes to accounts."""

from __future__ import annotations

from gradus.accounts.models import User


def rename(*, user: User, name: str) -> None:
    """Sets the name others in the course see."""
    user.name = name
    user.save(update_fields=["name"])
