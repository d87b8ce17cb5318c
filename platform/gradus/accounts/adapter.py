"""allauth's questions about our accounts, answered."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import Organisation, User

logger = structlog.get_logger(__name__)


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends one mail. A mail server that is away is told to the person and to the log, and breaks no page."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as fault:
            logger.exception("mail_not_sent", template=template_prefix, error=type(fault).__name__)
            messages.error(
                self.request,
                _(
                    "The message could not be sent: our mail server does not answer. Try again in a few minutes."
                ),
            )
