"""Who asks, and sending replies: whole ones, and lists by pages of at most a hundred."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from gradus.accounts.models import User
from gradus.api.errors import Fault
from gradus.api.shapes.base import Body, Page, Reply

MOST = 100
"""Rows of a page."""

B = TypeVar("B", bound=Body)


def who(request: Request) -> User:
    """Whom IsAuthenticated let in."""
    if not isinstance(request.user, User):
        raise TypeError("IsAuthenticated lets in only people")
    return request.user


def answer(reply: Reply, status_code: int = status.HTTP_200_OK) -> Response:
    """A reply as JSON."""
    return Response(reply.model_dump(mode="json"), status=status_code)


def page_of(
    request: Request,
    rows: Any,
    shown: Callable[[list[Any]], Sequence[Reply]],
    kind: type[Page[Any]],
    **more: Any,
) -> Response:
    """The page of `rows` (a queryset or list in a stable order) that is asked for; `more` is told beside it.

    Raises Fault.
    """
    limit = number_in(request, "limit", MOST, least=1, most=MOST)
    number = number_in(request, "page", 1, least=1, most=1_000_000)
    count = len(rows) if isinstance(rows, list) else rows.count()
    start = (number - 1) * limit
    if start >= count and number > 1:
        raise Fault(status.HTTP_404_NOT_FOUND, "no_such_page", field="page")
    here = request.build_absolute_uri()
    return answer(
        kind(
            count=count,
            next=replace_query_param(here, "page", number + 1) if start + limit < count else None,
            previous=replace_query_param(here, "page", number - 1) if number > 1 else None,
            results=list(shown(list(rows[start : start + limit]))),
            **more,
        )
    )


def number_in(request: Request, name: str, default: int, *, least: int, most: int) -> int:
    """A whole number among the parameters of the address. Raises Fault."""
    given = request.query_params.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(most))):
        raise Fault(status.HTTP_400_BAD_REQUEST, "bad_number", field=name)
    if not least <= int(given) <= most:
        raise Fault(status.HTTP_400_BAD_REQUEST, "bad_number", field=name)
    return int(given)


def text_in(request: Request, name: str) -> str:
    """A text among the parameters of the address; empty where it is not given. Raises Fault."""
    given = request.query_params.get(name, "")
    if "\0" in given or "\ufffd" in given or len(given) > MOST:
        raise Fault(status.HTTP_400_BAD_REQUEST, "bad_text", field=name)
    return given


def body_of(request: Request, kind: type[B]) -> B:
    """The body as `kind`; no body is an empty object. Raises Fault with the field at fault."""
    try:
        return kind.model_validate({} if request.data is None else request.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(each) for each in first["loc"])[:100]
        field = place.encode("utf-8", "replace").decode()
        code = {"missing": "missing", "extra_forbidden": "unknown_field"}.get(first["type"], "bad_value")
        raise Fault(status.HTTP_400_BAD_REQUEST, code, field=field) from error
