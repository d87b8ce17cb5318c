"""The processes of the demo: started so that none outlives the supervisor, stopped in order, restarted when they die."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from gradus.lifeline import die_with_parent

LOG_LIMIT = 5_000_000
TAIL = 15
LONGEST_PAUSE = 30.0
STEADY = 60.0
"""Seconds of running after which earlier deaths are forgotten."""


def ready_at_once() -> bool:
    """For a process that counts as ready as soon as it runs."""
    return True


@dataclass
class Child:
    """One process. `ready` says whether it does its work; it is asked until it is true."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] = ready_at_once
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float | None = None
    log_began: int = 0
    _lifeline: int | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts the process in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self._rotate_log()
        self.start_again_at = None
        self.started_at = time.monotonic()
        on_linux = sys.platform.startswith("linux")
        with self.log.open("ab") as stream:
            self.log_began = stream.tell()
            self.process = subprocess.Popen(
                self.command if on_linux else self._kept(),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # The supervisor has one thread, so that a function between fork and exec is safe.
                preexec_fn=partial(die_with_parent, os.getpid()) if on_linux else None,  # noqa: PLW1509
                pass_fds=() if on_linux or self._lifeline is None else (self._lifeline,),
            )

    def hold_by_pipe(self, reading_end: int) -> None:
        """Where the system cannot tie a child to its parent, a keeper watches this end of a pipe instead."""
        self._lifeline = reading_end

    def _kept(self) -> list[str]:
        return [sys.executable, "-m", "gradus.demo.keeper", str(self._lifeline), *self.command]

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def ended_how(self) -> str:
        """In words: the exit code or the signal."""
        code = None if self.process is None else self.process.returncode
        if code is not None and code < 0:
            return f"ended by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    def seen_in_log(self, words: str) -> bool:
        """Whether this run has written `words` to its log."""
        with self.log.open("rb") as stream:
            stream.seek(self.log_began)
            return words.encode() in stream.read()

    def last_lines(self) -> str:
        """The end of the log, of this run only."""
        with self.log.open("rb") as stream:
            stream.seek(self.log_began)
            lines = deque(stream, maxlen=TAIL)
        return "".join("    " + line.decode(errors="replace") for line in lines).rstrip()

    def plan_restart(self) -> float:
        """Notes a death; returns the seconds until the next start, longer after each death in a row."""
        now = time.monotonic()
        self.deaths = 1 if now - self.started_at > STEADY else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
        self.start_again_at = now + pause
        return pause

    def ask_to_stop(self) -> None:
        """SIGTERM to the process itself: masters stop their own children."""
        self.start_again_at = None
        if self.process is not None and self.is_running():
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def kill(self) -> None:
        """SIGKILL to the whole group; harmless if it is gone."""
        self.start_again_at = None
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
