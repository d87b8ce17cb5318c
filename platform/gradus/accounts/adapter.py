"""allauth's questions about our accounts, answered."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import Organisation, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Sentences of our own where allauth's scold or say too much (settings: ACCOUNT_ADAPTER)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That email address and password do not belong together. Check both, or reset the password."
        ),
        "too_many_login_attempts": _(
            "Too many tries to sign in. Wait a few minutes, or reset your password."
        ),
    }

    def new_user(self, request: HttpRequest) -> User:
        """An unsaved person of the default organisation."""
        return User(organisation=Organisation.default())

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may make an account; without a course code there is only self-study to see."""
        return True
