"""The one header of the browser's protection that neither Django nor django-csp sends."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class PermissionsPolicyMiddleware:
    """No page uses camera, place or payment; so none may, whatever is ever smuggled into it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._policy = ", ".join(f"{feature}=()" for feature in settings.PERMISSIONS_REFUSED)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Adds the header to every answer."""
        response = self._get_response(request)
        response.headers["Permissions-Policy"] = self._policy
        return response
