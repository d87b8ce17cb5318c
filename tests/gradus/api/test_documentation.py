"""docs/api.md: each of its commands is run against a real server, and its replies have the shape that is shown."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gradus.api.actions import make_token
from gradus.grading.batch import grade_batch
from gradus.submissions.models import Attempt, Submission

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
COMMANDS = re.findall(r"```sh\n(.*?)```(?:\n\n```json\n(.*?)```)?", PAGE, re.DOTALL)
"""Each block of commands, and the reply shown under it."""


@pytest.fixture
def shell(live_server: Any, world: Any) -> dict[str, str]:
    """What the page leaves to its reader."""
    student, teacher = world.cast.student, world.cast.teacher
    return {
        "PATH": os.environ["PATH"],
        "SITE": live_server.url,
        "TOKEN": make_token(user=student, name="docs", days=30)[1],
        "TEACHER": make_token(user=teacher, name="docs", days=30)[1],
        "COURSE": world.course.public_id,
        "SET": world.problem_set.public_id,
        "ITEM": world.item.public_id,
        "ENROLMENT": student.enrolments.get().public_id,
        "PROBLEM": world.version.problem.public_id,
    }


@pytest.mark.skipif(shutil.which("curl") is None, reason="NO CURL: the commands of docs/api.md are not run")
@pytest.mark.django_db(transaction=True)
def test_the_commands_do_what_the_page_says(shell: dict[str, str]) -> None:
    assert len(COMMANDS) > 8
    for commands, shown in COMMANDS:
        for command in re.split(r"\n(?=curl)", commands.strip()):
            reply = _run(command, shell)
            if shown:
                assert shape(reply) == shape(json.loads(shown)), command
            if command.rstrip().endswith('/attempts"'):
                shell["ATTEMPT"] = Attempt.objects.get().public_id
            if command.rstrip().endswith('/submissions"') and "-d" in command:
                shell["SUBMISSION"] = Submission.objects.get().public_id
                assert grade_batch("answer") is not None


def _run(command: str, shell: dict[str, str]) -> Any:
    """The reply to one command. A status that is an error fails."""
    ran = subprocess.run(
        ["bash", "-uc", command], env=shell, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    return json.loads(ran.stdout)


def shape(value: Any) -> Any:
    """The keys of objects, all the way down; a list by its first entry."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value[:1] if isinstance(each, dict)] if isinstance(value, list) else None
