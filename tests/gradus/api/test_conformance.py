"""Requests drawn from the OpenAPI document, good and bad: no fault of ours, and no reply outside the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gradus.api.actions import make_token
from gradus.api.views.document import document
from gradus.grading.batch import grade_batch
from gradus.submissions.models import Submission
from tests.gradus.security.conftest import undone

EXAMPLES = 3
"""For each person, operation and kind of data; drawn from fixed seeds."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
HEADERS = {
    "student": {200, 201, 202, 400, 404},
    "teacher": {200, 201, 400, 404},
}
"""Whose token is sent, and the statuses that must come up: else the requests did not go deep enough."""


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request closes no connection, for the test's transaction is in it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def ids(world: Any, sent: Submission) -> dict[str, str]:
    """What stands before the id in an address -> the id of a row that is there. The answer is checked."""
    assert grade_batch("answer") is not None
    return {
        "courses": world.course.public_id,
        "enrolments": world.cast.student.enrolments.get().public_id,
        "sets": world.problem_set.public_id,
        "items": world.item.public_id,
        "attempts": sent.attempt.public_id,
        "submissions": sent.public_id,
        "problems": world.version.problem.public_id,
    }


def operations() -> Iterator[Any]:
    """Every operation of the document, as schemathesis has it."""
    for result in schemathesis.openapi.from_dict(document()).get_all_operations():
        yield result.ok()


@pytest.mark.parametrize("who", HEADERS)
def test_no_request_gets_a_reply_outside_the_document(world: Any, ids: dict[str, str], who: str) -> None:
    _token, text = make_token(user=getattr(world.cast, who), name="Conformance", days=30)
    headers, app, seen = {"Authorization": f"Bearer {text}"}, get_wsgi_application(), Counter[int]()
    for operation in operations():
        kind = operation.path.removeprefix("/api/v1/").partition("/")[0]
        place = {"public_id": ids[kind]} if "{public_id}" in operation.path else None
        for mode in GenerationMode:
            _ask(operation.as_strategy(mode, path_parameters=place), headers, app, seen)
    assert set(seen) >= HEADERS[who], seen


def _ask(cases: Any, headers: dict[str, str], app: Any, seen: Counter[int]) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        case.headers.update(headers)
        with undone():
            response = case.call(app=app)
        seen[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()
