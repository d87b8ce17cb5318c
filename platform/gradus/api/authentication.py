"""`Authorization: Bearer gradus_...`"""

from __future__ import annotations

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from gradus.api.models import Token

SHAPE = re.compile(rb"gradus_[0-9a-f]{64}")
"""What knox draws with the prefix in settings. Anything else is refused before a query is made."""


class BearerToken(TokenAuthentication):  # type: ignore[misc]  # knox carries no types
    """knox's authentication, except that it writes nothing: an expired token stays until its owner makes another."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """The person and the token. Raises AuthenticationFailed for one that is unknown, expired or suspended."""
        if not SHAPE.fullmatch(token):
            raise AuthenticationFailed
        return super().authenticate_credentials(token)

    def _cleanup_token(self, auth_token: Token) -> bool:
        """Whether knox is to skip this token."""
        return auth_token.expired


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its metaclass is untyped
    """How the API's document names it."""

    target_class = "gradus.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The security scheme object."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from your profile (API tokens): `Authorization: Bearer gradus_…`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the same
    """The site's own cookie, for scripts on its pages."""

    target_class = "rest_framework.authentication.SessionAuthentication"
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The security scheme object."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The cookie of a signed-in browser. What is posted with it needs `X-CSRFToken`.",
        }
