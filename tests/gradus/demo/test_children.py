"""Processes of the demo: none outlives its parent, however that ends; who dies is noticed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gradus.demo.children import LOG_LIMIT, STEADY, Child

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
PARENT = """
import os, sys, time
from pathlib import Path
from gradus.demo.children import Child
{held}
child = Child("c", {command!r}, dict(os.environ), Path({log!r}))
{hold}
child.start()
while not child.seen_in_log("pids"):
    time.sleep(0.02)
print("started", flush=True)
time.sleep(60)
"""
GRANDPARENT = (
    "import os, subprocess, sys, time\n"
    "from gradus.lifeline import die_with_parent\n"
    "me = os.getpid()\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
    " preexec_fn=lambda: die_with_parent(me))\n"
    "print('pids', me, child.pid, flush=True)\n"
    "time.sleep(60)\n"
)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def soon(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether `condition` comes true in time."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def child(tmp_path: Path) -> Child:
    """A process that sleeps."""
    return Child("sleeper", SLEEP, dict(os.environ), tmp_path / "sleeper.log")


def test_it_starts_and_stops(child: Child) -> None:
    child.start()
    assert soon(lambda: child.seen_in_log("up"))
    assert child.is_running()
    child.ask_to_stop()
    assert soon(lambda: not child.is_running())
    assert child.ended_how() == "ended by SIGTERM"


def test_the_log_shown_is_of_this_run_only(tmp_path: Path) -> None:
    script = [sys.executable, "-c", "import sys; print('no such file', file=sys.stderr); sys.exit(3)"]
    child = Child("fails", script, dict(os.environ), tmp_path / "fails.log")
    child.log.write_text("an old line\n")
    child.start()
    assert soon(lambda: not child.is_running())
    assert child.ended_how() == "ended with exit code 3"
    assert child.last_lines() == "    no such file"


def test_a_log_that_grew_large_is_put_aside(child: Child) -> None:
    child.log.write_bytes(b"x" * (LOG_LIMIT + 1))
    child.start()
    child.kill()
    assert child.log.stat().st_size < LOG_LIMIT
    assert child.log.with_suffix(".log.1").stat().st_size == LOG_LIMIT + 1


def test_the_pause_before_a_restart_doubles_and_is_forgotten_after_a_steady_run(child: Child) -> None:
    child.started_at = time.monotonic()
    assert [child.plan_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    child.started_at = time.monotonic() - STEADY - 1
    assert child.plan_restart() == 1


def test_a_kill_takes_the_whole_group(tmp_path: Path) -> None:
    child = Child("family", [sys.executable, "-c", GRANDPARENT], dict(os.environ), tmp_path / "family.log")
    child.start()
    assert soon(lambda: child.seen_in_log("pids"))
    pids = [int(word) for word in child.log.read_text().split()[1:]]
    assert all(is_alive(pid) for pid in pids)
    child.kill()
    assert soon(lambda: not any(is_alive(pid) for pid in pids))


@pytest.mark.parametrize("by_pipe", [False, True], ids=["tied by the system", "held by a pipe"])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path, by_pipe: bool) -> None:
    log = tmp_path / "family.log"
    command = [sys.executable, "-c", GRANDPARENT]
    script = PARENT.format(
        command=command,
        log=str(log),
        held="sys.platform = 'elsewhere'" if by_pipe else "",
        hold="child.hold_by_pipe(os.pipe()[0])" if by_pipe else "",
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"started\n"
    pids = [int(word) for word in log.read_text().split()[1:]]
    assert len(pids) == 2
    assert all(is_alive(pid) for pid in pids)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    assert soon(lambda: not any(is_alive(pid) for pid in pids))
