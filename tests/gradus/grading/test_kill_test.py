"""The kill test of benchmarks/ still runs: its people, its sender and its count, here with nothing killed.

No server is there, so the sweeper grades by itself. What is killed in the real run takes a minute and is for
`python benchmarks/faults.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SENDER = ROOT / "benchmarks" / "sender.py"


def run(folder: Path, *command: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'kill.sqlite3'}",
        "GRADUS_DATA": str(folder),
        "REDIS_URL": "redis://127.0.0.1:9/0",  # the discard port: nobody listens
        "SECRET_KEY": "only for this run",
        "DJANGO_SETTINGS_MODULE": "gradus.settings",
    }
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.pipeline
def test_it_fails_while_anything_is_lost_and_passes_once_all_is_graded(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    run(tmp_path, "-m", "django", "migrate", "-v", "0")
    run(tmp_path, str(SENDER), "prepare", "12")
    run(tmp_path, str(SENDER), "send", "100", str(journal))
    with pytest.raises(AssertionError, match=r"lost +12"):
        run(tmp_path, str(SENDER), "count", str(journal), "0.1")
    run(tmp_path, "-m", "django", "run_sweeper", "--once")
    said = run(tmp_path, str(SENDER), "count", str(journal), "10")
    table = dict(line.rsplit(maxsplit=1) for line in said.splitlines())
    counted = {name.strip(): value for name, value in table.items()}
    assert (counted["submitted"], counted["graded"], counted["lost"], counted["doubled"]) == (
        "12",
        "12",
        "0",
        "0",
    )
