"""Submissions made the way a student makes them, in any number."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from gradus.accounts.models import User
from gradus.courses.models import Enrolment
from gradus.submissions import actions
from gradus.submissions.models import Submission

Submit = Callable[..., Submission]


@pytest.fixture
def submit(world: Any) -> Submit:
    """`submit("3x^2")`: a new student of the course submits it; `submit(text, by=user)`: that person does.

    Without text, the right answer of the student's variant.
    """
    made = 0

    def run(text: str | None = None, by: User | None = None) -> Submission:
        nonlocal made
        made += 1
        if by is None:
            by = User.objects.create_user(f"student-{made}@example.org", None)
            Enrolment.objects.create(user=by, course=world.course)
        attempt = actions.start_attempt(user=by, item=world.item)
        answer = attempt.variant.question["parts"][0]["answer"]
        return actions.submit(
            attempt=attempt, responses={"df": answer if text is None else text}, by=by, client_key=uuid4()
        )

    return run


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes started after this have leases of 2 s, and a grader that can be poisoned (poison/poison_app.py)."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "poison"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "poisoned_settings")
    monkeypatch.setenv("POISON_LEASE", "2")


StartSweeper = Callable[[], AbstractContextManager[subprocess.Popen[bytes]]]


@pytest.fixture
def start_sweeper(transactional_db: None, tmp_path: Path) -> StartSweeper:
    """`with start_sweeper() as process:` the sweeper as a process, on the test's database and Redis address."""

    @contextmanager
    def start() -> Iterator[subprocess.Popen[bytes]]:
        name = connection.settings_dict["NAME"]
        url = (
            f"sqlite:///{name}"
            if settings.ON_SQLITE
            else str(settings.DATABASE_URL).rpartition("/")[0] + f"/{name}"
        )
        environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL}
        environment["SECRET_KEY"] = settings.SECRET_KEY
        environment.setdefault("DJANGO_SETTINGS_MODULE", "gradus.settings")
        with (tmp_path / "sweeper.log").open("ab") as log:
            command = [sys.executable, "-m", "django", "run_sweeper", "--every", "0.2"]
            started = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(20)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()

    return start


@pytest.fixture
def sweeper(start_sweeper: StartSweeper) -> Iterator[subprocess.Popen[bytes]]:
    """One sweeper."""
    with start_sweeper() as started:
        yield started
