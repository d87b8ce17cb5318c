"""What the API reads: JSON in UTF-8, of a size and a depth that an answer can have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework import status
from rest_framework.parsers import BaseParser

from gradus.api.errors import Fault


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: UTF-8 whatever the charset says, no NaN.

    Unlike the framework's own, it reads no more than DATA_UPLOAD_MAX_MEMORY_SIZE bytes, and a nesting too deep for
    Python's reader is a bad request. Raises Fault.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body as Python's types."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise Fault(status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "too_large")
        try:
            return json.loads(body.decode(), parse_constant=_no_number)
        except ValueError as error:
            raise Fault(status.HTTP_400_BAD_REQUEST, "not_json") from error
        except RecursionError as error:
            raise Fault(status.HTTP_400_BAD_REQUEST, "too_deep") from error


def _no_number(text: str) -> NoReturn:
    """For NaN and Infinity, which Python's reader takes and JSON does not have."""
    raise ValueError(text)
