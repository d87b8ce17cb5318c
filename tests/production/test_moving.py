"""A record can be carried away: a copy of the SQLite file, and the way from SQLite to PostgreSQL, as docs/operations.md tells them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Submission
from tests.conftest import child_environment
from tests.gradus.conftest import world  # noqa: F401  # the cast, as a fixture
from tests.production.conftest import Databases
from tests.production.test_the_site import RECORD

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs/operations.md").read_text()
NOBODY = "redis://127.0.0.1:1/0"
pytestmark = pytest.mark.django_db(transaction=True)


def gradus(database_url: str, *arguments: str) -> str:
    """What one of our commands prints on another database."""
    done = subprocess.run(
        [sys.executable, "-m", "gradus", *arguments],
        env={**child_environment(NOBODY), "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def record(database_url: str) -> Any:
    """Rows of every table, and the sums of grades."""
    counts, sums = json.loads(gradus(database_url, "shell", "--no-imports", "-c", RECORD))
    kept = {name: count for name, count in counts.items() if name not in ("sessions.Session",)}
    return kept, sums


@pytest.fixture
def source(world: Any) -> str:  # noqa: F811
    """The test database, with a right, a wrong and a waiting submission of two students."""
    for user, typed in ((world.cast.student, ["x", "x^2"]), (world.cast.classmate, ["nx"])):
        attempt = actions.start_attempt(user=user, item=world.item)
        answer = attempt.variant.question["parts"][0]["answer"]
        for text in (*typed, answer):
            actions.submit(attempt=attempt, responses={"df": text}, by=user, client_key=uuid4())
            grade_batch("answer")
    attempt = actions.start_attempt(user=world.cast.assistant, item=world.item)
    actions.submit(attempt=attempt, responses={"df": "7"}, by=world.cast.assistant, client_key=uuid4())
    assert Submission.objects.count() == 6
    connection.close()
    return child_environment(NOBODY)["DATABASE_URL"]


def commands(heading: str) -> list[str]:
    """The lines of the first block of commands below a heading of docs/operations.md."""
    section = MANUAL.split(f"## {heading}\n")[1]
    block = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block.group(1).strip().splitlines()


def test_the_record_moves_to_an_empty_postgresql(source: str, databases: Databases, tmp_path: Path) -> None:
    target, before = databases.new(), record(source)
    for line in commands("From SQLite to PostgreSQL"):
        python, program, *arguments = line.replace("gradus.json", str(tmp_path / "gradus.json")).split()
        assert (python, program) == ("python3", "manage.py"), line
        gradus(source if arguments[0] == "dumpdata" else target, *arguments)
    assert record(target) == before
    assert before[0]["submissions.Grade"] == 5
    assert before[0]["submissions.GradingJob"] == 1


@pytest.mark.skipif(not settings.ON_SQLITE, reason="a file is copied only where there is one")
def test_a_copy_of_the_sqlite_file_is_the_same_record(source: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(source.removeprefix("sqlite:///")) as there, sqlite3.connect(copy) as here:
        there.backup(here)
    assert record(f"sqlite:///{copy}") == record(source)
