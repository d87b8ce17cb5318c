"""Who asks."""

from __future__ import annotations

from django.http import HttpRequest

from gradus.accounts.models import User


def person(request: HttpRequest) -> User:
    """The signed-in person of a view behind `login_required`. Raises TypeError where nobody is signed in."""
    if not isinstance(request.user, User):
        raise TypeError("this view needs a signed-in person: put it behind login_required")
    return request.user
