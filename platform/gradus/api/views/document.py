"""The OpenAPI document, and the answer at addresses that are none."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response


@extend_schema(exclude=True)
@api_view(["GET"])
@permission_classes([AllowAny])
def schema(request: Request) -> Response:
    """The document, for everybody: it says what can be asked for, and nothing of what is stored."""
    return Response(document())


@extend_schema(exclude=True)
@api_view(["GET", "POST"])
@permission_classes([AllowAny])
def nowhere(request: Request, rest: str) -> Response:
    """An address of the API that does not exist: an error in the API's shape, not a page."""
    raise Http404


@cache
def document() -> dict[str, Any]:
    """Made once in each process: it does not depend on who asks."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # spectacular's generator is untyped
    return made
