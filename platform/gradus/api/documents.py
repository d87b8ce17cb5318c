"""What the OpenAPI document says of a view: summary, bodies, replies, errors, each with its example."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import api_view

from gradus.api.shapes.base import Error

EXAMPLES = Path(__file__).with_name("examples.json")
"""Operation -> `body` or a status -> an example. Errors that are alike everywhere stand under `errors`."""

WHEN: dict[int, str] = {
    200: "As asked.",
    201: "Made.",
    202: "Kept; it is being checked.",
    400: "The body or a parameter cannot be read: `field` says which. Nothing was done.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "A request with the site's cookie came without its CSRF token.",
    404: "There is nothing here that you may see.",
    409: "Not now: `code` names the refusal. Nothing was done.",
    413: "The body is too large.",
    415: "The body is not sent as JSON.",
    429: "Too much of yours waits already.",
}

PAGED = (
    OpenApiParameter("page", int, description="From 1."),
    OpenApiParameter("limit", int, description="Rows of a page, 1 to 100; 100 by default."),
)

View = TypeVar("View", bound=Callable[..., Any])


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """The examples, read once."""
    read: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text())
    return read


def described(
    method: str,
    name: str,
    *,
    tag: str,
    summary: str,
    replies: Mapping[int, Any],
    body: Any = None,
    errors: Sequence[int] = (),
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[View], View]:
    """Makes an API view of one method of a function. `name` is its operation, as in the routes and the examples."""
    told = examples().get(name, {})
    failures = sorted({401, *errors, *((400, 403, 413, 415) if method == "POST" else ())})
    responses: dict[int, Any] = {
        status: OpenApiResponse(kind, WHEN[status], _examples(told, str(status)))
        for status, kind in replies.items()
    }
    shared = examples()["errors"]
    for status in failures:
        found = told if str(status) in told else shared
        responses[status] = OpenApiResponse(Error, WHEN[status], _examples(found, str(status)))
    documented = extend_schema(
        operation_id=name.removeprefix("api_"),
        tags=[tag],
        summary=summary,
        request={"application/json": body} if body else None,
        responses=responses,
        parameters=list(parameters),
        examples=_examples(told, "body", request_only=True),
    )

    def wrap(view: View) -> View:
        return cast(View, documented(api_view([method])(view)))

    return wrap


def _examples(told: Mapping[str, Any], key: str, *, request_only: bool = False) -> list[OpenApiExample]:
    if key not in told:
        return []
    return [OpenApiExample(key, told[key], request_only=request_only, response_only=not request_only)]
