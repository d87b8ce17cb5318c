"""Errors in one shape: a code for programs, a sentence for people, and the place where there is one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

SENTENCES: dict[str, Promise] = {
    "signed_out": _("Sign in, or send a token: Authorization: Bearer followed by a token from your profile."),
    "bad_token": _("This token is unknown, was revoked or has expired, or its owner is suspended."),
    "csrf": _("A request with the site's cookie needs its X-CSRFToken. A program sends a token instead."),
    "not_found": _("There is nothing here that you may see."),
    "no_such_page": _("The list has fewer pages."),
    "method": _("This address does not take this method; the Allow header names those it takes."),
    "not_acceptable": _("The answer is JSON only: accept application/json."),
    "not_json_type": _("Send the body as application/json."),
    "not_json": _("The body is not JSON in UTF-8."),
    "too_deep": _("The body is nested too deeply."),
    "too_large": _("The body is larger than what is read here."),
    "bad_request": _("This request cannot be read."),
    "bad_number": _("This is not a number in the range that is taken here."),
    "bad_text": _("This is not text that can be searched for, or it is longer than 100 letters."),
    "missing": _("The body lacks this field."),
    "unknown_field": _("The body has a field that is not known here."),
    "bad_value": _("The value of this field is of the wrong type or out of its range."),
    "bad_filter": _("There is no such value to search for."),
    "unknown_part": _("The problem has no part of this name."),
    "too_many": _("Too many requests for now. Wait a moment, then try again."),
}

BY_CLASS: tuple[tuple[type[Exception], str], ...] = (
    (Http404, "not_found"),
    (exceptions.NotFound, "not_found"),
    (exceptions.NotAuthenticated, "signed_out"),
    (exceptions.AuthenticationFailed, "bad_token"),
    (exceptions.PermissionDenied, "csrf"),  # refusals by right are 404: only the missing CSRF token is 403
    (exceptions.MethodNotAllowed, "method"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "not_json_type"),
    (exceptions.Throttled, "too_many"),
)


class Fault(exceptions.APIException):
    """An error a view or parser raises: its status, its code, and what else the reader is told (`field`, ...).

    Without a `sentence` the code's own is used.
    """

    def __init__(self, status_code: int, code: str, sentence: str = "", **place: Any) -> None:
        super().__init__(detail=code, code=code)
        self.status_code = status_code
        self.body = {"code": code, "sentence": sentence or str(SENTENCES[code]), **place}


def answer_with_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler (settings: EXCEPTION_HANDLER): the same statuses and headers, one shape of body.

    None, which is a 500 and a line in the log, for what is a fault of ours.
    """
    response = exception_handler(_as_api_error(error), context)
    if response is None:
        return None
    if isinstance(error, Fault):
        response.data = error.body
        return response
    code = next((code for kind, code in BY_CLASS if isinstance(error, kind)), "")
    code = code or ("too_large" if response.status_code == 413 else "bad_request")
    response.data = {"code": code, "sentence": str(SENTENCES[code])}
    return response


def _as_api_error(error: Exception) -> Exception:
    """What Django raises while reading a request, which DRF does not know."""
    if isinstance(error, RequestDataTooBig):
        return Fault(status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "too_large")
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return Fault(status.HTTP_400_BAD_REQUEST, "bad_request")
    return error
