"""Starts the parts of the demo, watches them, and stops all of them however it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from types import FrameType

from gradus.demo import parts
from gradus.demo.children import TAIL, Child
from gradus.demo.failure import CannotStart
from gradus.demo.phases import phase, row, say
from gradus.demo.place import Place
from gradus.lifeline import die_with_parent

STEP = 0.05
PATIENCE = 60.0
"""Seconds a part may take to become ready."""
FAREWELL = 12.0
"""Seconds to stop in: a worker may finish what it grades (hard limit 10 s)."""
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(Exception):
    """Somebody asked the demo to stop."""


class Supervisor:
    """The parent of all processes of one demo."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: list[Child] = []
        self.asked = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Inside, the site answers and grades; after, every process is gone.

        Raises CannotStart, or Asked if told to stop meanwhile.
        """
        before = {number: signal.signal(number, self._note) for number in STOPPING}
        try:
            self._start_what_students_need()
            yield
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start_the_rest(self) -> None:
        """What nobody waits for at first: on a small machine it would only delay the address. Raises CannotStart."""
        self._start(parts.the_rest(self.place))

    def watch(self) -> None:
        """Restarts what dies, until somebody asks to stop (raises Asked)."""
        while True:
            self.pause()
            for child in self.children:
                self._look_after(child)

    def pause(self) -> None:
        """A moment; raises Asked if somebody asked to stop."""
        time.sleep(STEP)
        if self.asked:
            raise Asked

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def _start_what_students_need(self) -> None:
        self.place.logs.mkdir(exist_ok=True)
        if self.place.own_redis_port is not None:
            self._start([parts.redis_server(self.place, self.place.own_redis_port)])
        else:
            row("redis", "the server REDIS_URL names")
        self._prepare()
        self._start([parts.web(self.place), parts.worker(self.place)])

    def _prepare(self) -> None:
        """Database, exercises, course, static files: a process of its own, whose lines go to the terminal."""
        errors = self.place.logs / "prepare.log"
        with errors.open("wb") as stream:
            process = subprocess.Popen(
                parts.preparation(self.place),
                env=self.place.variables,
                stdin=subprocess.DEVNULL,
                stderr=stream,
                # One thread here: a function between fork and exec is safe.
                preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509
            )
        try:
            while process.poll() is None:
                self.pause()
        finally:
            process.kill()
            process.wait()
        if process.returncode != 0:
            tail = errors.read_text(errors="replace").strip().splitlines()[-TAIL:]
            raise CannotStart("\n".join(["The demo could not be prepared:", *tail]))

    def _start(self, children: Sequence[Child]) -> None:
        """Starts several at once and waits until each is ready."""
        with contextlib.ExitStack() as open_phases:
            waiting = {}
            for child in children:
                self._hold(child)
                self.children.append(child)
                child.start()
                stack = open_phases.enter_context(contextlib.ExitStack())
                stack.enter_context(phase(child.name, "starting"))
                waiting[child.name] = (child, stack)
            self._await_ready(waiting)

    def _await_ready(self, waiting: dict[str, tuple[Child, contextlib.ExitStack]]) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while waiting:
            self.pause()
            for child, stack in list(waiting.values()):
                if not child.is_running():
                    raise CannotStart(
                        f"{child.name} {child.ended_how()}. Its last lines:\n{child.last_lines()}"
                    )
                if child.ready():
                    stack.close()
                    del waiting[child.name]
            if time.monotonic() > give_up_at:
                names = " and ".join(waiting)
                raise CannotStart(f"{names}: not ready after {PATIENCE:.0f} s. Logs: {self.place.logs}")

    def _hold(self, child: Child) -> None:
        """Ties the child to this process where the system does not do so by itself."""
        if not sys.platform.startswith("linux"):
            reading, _writing = os.pipe()  # the writing end closes when this process ends, and not before
            child.hold_by_pipe(reading)

    def _look_after(self, child: Child) -> None:
        if child.is_running():
            return
        if child.start_again_at is None:
            pause = child.plan_restart()
            row(child.name, f"{child.ended_how()}; starting it again in {pause:.0f} s (log: {child.log})")
        elif time.monotonic() >= child.start_again_at:
            child.start()
            row(child.name, "started again")

    def _stop_all(self) -> None:
        """The web server first, the Redis server last; what does not stop in time, or is asked twice, is killed."""
        if any(child.is_running() for child in self.children):
            say("Stopping ...")
        asked_before = self.asked
        last = [child for child in self.children if child.name == "redis"]
        for group in ([child for child in self.children if child not in last], last):
            for child in group:
                child.ask_to_stop()
            give_up_at = time.monotonic() + FAREWELL
            while any(child.is_running() for child in group):
                if self.asked > asked_before or time.monotonic() > give_up_at:
                    break
                time.sleep(STEP)
            for child in group:
                child.kill()
        self.children.clear()
