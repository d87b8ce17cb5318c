"""The OpenAPI document: valid, complete, with examples that fit it, and nothing in it that is a secret."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from gradus.api.views.document import document
from tests.gradus.security.routes import routes

METHODS = ("get", "post")
OPEN = {"api_schema", "api_nowhere"}
"""Routes that are not part of the document."""


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation: its id and its object."""
    for path in document()["paths"].values():
        for method in METHODS:
            if method in path:
                yield path[method]["operationId"], path[method]


def bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body of a request or reply: what it is, and its media type object."""
    for name, operation in operations():
        if "requestBody" in operation:
            yield f"{name} body", operation["requestBody"]["content"]["application/json"]
        for status, response in operation["responses"].items():
            yield f"{name} {status}", response["content"]["application/json"]


BODIES = dict(bodies())


def test_the_document_is_valid_and_made_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_it_tells_of_every_route() -> None:
    ours = {str(route.name) for route in routes() if str(route.name).startswith("api_")}
    assert {f"api_{name}" for name, _operation in operations()} == ours - OPEN


def test_everybody_may_read_it(client: Client) -> None:
    reply = client.get(reverse("api_schema"))
    assert (reply.status_code, reply.json()["openapi"]) == (200, "3.1.0")
    assert set(reply.json()["components"]["securitySchemes"]) == {"token", "session"}


@pytest.mark.parametrize("name", BODIES)
def test_each_body_has_an_example_that_fits_its_schema(name: str) -> None:
    body = BODIES[name]
    schema = body["schema"] | {"components": document()["components"]}
    assert body["examples"], name
    for example in body["examples"].values():
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
            example["value"]
        )


@pytest.mark.parametrize("name", [name for name in BODIES if name.endswith(" 200")])
def test_an_example_with_one_field_more_does_not_fit(name: str) -> None:
    """The schemas are closed: what is not declared cannot be told."""
    body = BODIES[name]
    schema = body["schema"] | {"components": document()["components"]}
    value = next(iter(body["examples"].values()))["value"]
    assert not Draft202012Validator(schema).is_valid(value | {"answer": "3x^2"})


def test_every_operation_says_what_it_does_and_how_it_fails() -> None:
    for name, operation in operations():
        assert operation["summary"] and operation["description"] and operation["tags"], name
        assert {"token", "session"} == {key for each in operation["security"] for key in each}, name
        assert "401" in operation["responses"], name
