"""`manage.py health`: what a container's health check says looks at progress, not at processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from gradus.pages import health
from gradus.submissions import actions
from gradus.submissions.clock import database_now
from gradus.submissions.models import GradingJob, Heartbeat, Lane


def told(*parts: str) -> tuple[bool, str]:
    """Whether the command is content, and its sentence."""
    said = StringIO()
    try:
        call_command("health", *parts, stdout=said)
    except CommandError as fault:
        return False, str(fault)
    return True, said.getvalue().strip()


@pytest.fixture
def waits(world: Any) -> Callable[[str, int], None]:
    """`waits("answer", 90)`: the one job there is waits in that lane for so many seconds."""
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())

    def run(lane: str, seconds: int) -> None:
        GradingJob.objects.update(lane=lane, received_at=database_now() - timedelta(seconds=seconds))

    return run


@pytest.mark.parametrize(
    ("lane", "seconds", "asked", "well"),
    [
        ("answer", 0, ["answer", "regrade"], True),
        ("answer", 50, ["answer", "regrade"], True),
        ("answer", 90, ["answer", "regrade"], False),
        ("answer", 90, ["proof"], True),
        ("proof", 90, ["proof"], False),
        ("proof", 90, ["answer", "regrade"], True),
        ("regrade", 9000, ["answer", "regrade"], True),
    ],
)
def test_workers_are_well_while_nobody_waits_long_in_their_lanes(
    waits: Callable[[str, int], None], lane: str, seconds: int, asked: list[str], well: bool
) -> None:
    waits(lane, seconds)
    assert told(*asked)[0] is well


def test_a_claimed_job_that_does_not_end_counts_as_waiting(waits: Callable[[str, int], None]) -> None:
    waits("answer", 90)
    GradingJob.objects.update(claim=uuid4(), lease_until=database_now())
    well, sentence = told("answer")
    assert (well, sentence) == (False, "The oldest answer of answer has waited 90.0 s.")


@pytest.mark.parametrize(("silent", "well"), [(0, True), (20, True), (45, False), (None, False)])
def test_the_sweeper_is_well_while_it_says_so(db: None, silent: int | None, well: bool) -> None:
    if silent is not None:
        Heartbeat.objects.create(name="sweeper", beat_at=timezone.now() - timedelta(seconds=silent))
    assert told("sweeper")[0] is well


def test_a_database_that_does_not_answer_is_one_sentence(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "sweeper_silence", broken)
    assert told("sweeper") == (False, "The database does not answer (OperationalError).")


def test_only_parts_that_exist_can_be_asked_for(db: None) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'worker'"):
        call_command("health", "worker")
    assert set(Lane.values) == {"answer", "proof", "regrade"}
