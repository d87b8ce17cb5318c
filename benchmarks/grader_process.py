"""A real `python -m grader`, asked line by line or all at once."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[1]
LONGEST = 30.0
"""Seconds after which a line counts as never answered."""
FIRST = b'{"id": "first", "kind": "number", "answer": "1", "response": "1"}'


class NoAnswer(Exception):
    """The process was silent for LONGEST seconds, or ended."""


@dataclass(frozen=True)
class Reply:
    """What came back for one line, and after how many seconds of wall time."""

    answer: dict[str, Any]
    seconds: float


class Grader:
    """One process, started and ready, in an empty folder of its own: `left_behind` names what it wrote there."""

    def __init__(self, hash_seed: str = "0") -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="gradus-grader-")
        self.process = subprocess.Popen(
            command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.folder.name, env=surroundings(hash_seed)
        )  # fmt: skip
        self.ask(FIRST)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.process.kill()
        self.close()
        self.folder.cleanup()

    def ask(self, line: bytes) -> Reply:
        """Writes one line and waits for its answer before anything else is written. Raises NoAnswer."""
        assert self.process.stdin is not None and self.process.stdout is not None
        started = time.perf_counter()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], LONGEST)
        said = self.process.stdout.readline() if ready else b""
        if not said:
            raise NoAnswer(line[:200])
        return Reply(json.loads(said), time.perf_counter() - started)

    def memory(self) -> float:
        """Resident memory in MiB (Linux)."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / (1 << 20)

    def left_behind(self) -> list[str]:
        """Files that a line made the process write."""
        return sorted(os.listdir(self.folder.name))

    def close(self) -> int:
        """Ends the input; the exit status."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        status = self.process.wait(LONGEST)
        self.process.stdout.close()
        return status


def command() -> list[str]:
    """The command line that is measured."""
    return [sys.executable, "-m", "grader"]


def surroundings(hash_seed: str) -> dict[str, str]:
    """The environment: this checkout's grader, and the order of sets that `hash_seed` gives."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}


def all_at_once(lines: Iterable[bytes], hash_seed: str = "0") -> list[bytes]:
    """The answers to many lines, sent in one go. Raises NoAnswer unless there is one for each."""
    sent = list(lines)
    with tempfile.TemporaryDirectory(prefix="gradus-grader-") as folder:
        run = subprocess.run(
            command(), input=b"\n".join(sent), capture_output=True, cwd=folder, env=surroundings(hash_seed), check=False
        )  # fmt: skip
    answers = run.stdout.splitlines()
    if len(answers) != len(sent):
        raise NoAnswer(f"{len(answers)} answers to {len(sent)} lines: {run.stderr.decode()[-400:]}")
    return answers


def line_of(request: dict[str, Any]) -> bytes:
    """One line of input."""
    return json.dumps(request).encode()
