"""How large a request may be. Looked at before anything of it is read, so that a refusal costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000
CODES = {411: "no_length", 413: "too_large"}

Handler = Callable[[HttpRequest], HttpResponseBase]


class BodyLimit:
    """Middleware: refuses bodies above settings.MOST_BODY_BYTES, and those that do not say how long they are.

    A body without a length (`Transfer-Encoding: chunked`) would else be taken for an empty one: WSGI applications
    cannot know where it ends.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The reply of the site, or a refusal with a sentence."""
        status = refused(request)
        return self.get_response(request) if status is None else _reply(request, status)


def refused(request: HttpRequest) -> int | None:
    """The status of the refusal; None for a body that may be read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isascii() or not length.isdigit():
        return 411 if request.META.get("HTTP_TRANSFER_ENCODING") or length else None
    return 413 if int(length[:20]) > settings.MOST_BODY_BYTES else None


def _reply(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": CODES[status], "sentence": _sentence(status)}, status=status)
    page = render_to_string(f"{status}.html", {"limit": settings.MOST_BODY_BYTES / MEGABYTE})
    return HttpResponse(page, status=status)


def _sentence(status: int) -> str:
    if status == 411:
        return _(
            "The request does not say how long it is, so it was not read. Send it with a Content-Length."
        )
    limit = settings.MOST_BODY_BYTES / MEGABYTE
    return _("The request is larger than %(limit)s MB, so it was not read. Nothing was changed.") % {
        "limit": limit
    }
