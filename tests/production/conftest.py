"""The site as compose runs it: the very commands, in compose's environment, on a real PostgreSQL and a real Redis."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from psycopg import sql

from door import postgresql
from tests.conftest import RedisServer, free_port, wait_until
from tests.production.compose import OURS, Service, built_with, service
from tests.production.visitor import HOST, Visitor

BIN = Path(sys.executable).parent
PASSWORD_OF_COMPOSE = "0123456789abcdef"
ADDRESS_IN_COMPOSE = f"postgres://gradus:{PASSWORD_OF_COMPOSE}@postgres:5432/gradus"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """A real PostgreSQL: the one the tests run on, else one of our own."""
    if settings.ON_SQLITE:
        with postgresql.running() as server:
            yield server
        return
    head, _slash, _name = str(settings.DATABASE_URL).partition("?")[0].rpartition("/")
    yield postgresql.Server(head, postgresql.find_programs())


@dataclass
class Databases:
    """Makes empty databases and removes them with the run."""

    server: postgresql.Server
    made: list[str] = field(default_factory=list)

    def new(self) -> str:
        """The address of a new, empty database."""
        name = f"gradus_{secrets.token_hex(6)}"
        self._do("CREATE DATABASE {}", name)
        self.made.append(name)
        return self.server.url(name)

    def drop_all(self) -> None:
        """Removes them, whoever is still connected."""
        for name in self.made:
            self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _do(self, statement: str, name: str) -> None:
        with psycopg.connect(self.server.url(), autocommit=True) as line:
            line.execute(sql.SQL(statement).format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def databases(postgresql_server: postgresql.Server) -> Iterator[Databases]:
    """Empty databases on the real PostgreSQL."""
    made = Databases(postgresql_server)
    yield made
    made.drop_all()


class Postbox:
    """What a mail server got. aiosmtpd calls `handle_DATA`."""

    def __init__(self) -> None:
        self.got: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Takes every message."""
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content))
        return "250 taken"


@dataclass
class MailServer:
    """A real SMTP server without TLS on a port of its own."""

    controller: Controller
    box: Postbox

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.controller.port)

    def next(self) -> Message:
        """The next mail that was not taken yet, waited for."""
        wait_until(lambda: bool(self.box.got), "a mail arrives", 20)
        return self.box.got.pop(0)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    """Takes mail for anybody."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailServer(controller, box)
    controller.stop()


@dataclass
class Site:
    """The services of compose as processes of this machine."""

    folder: Path
    database_url: str
    redis_url: str
    dotenv: dict[str, str]
    web_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def services(self) -> dict[str, Service]:
        """What compose says of each of ours."""
        return {name: service(name, self.dotenv) for name in OURS}

    def here(self, text: str) -> str:
        """Containers' addresses and folders, as they are on this machine."""
        for there, here in (
            (ADDRESS_IN_COMPOSE, self.database_url),
            ("redis://redis:6379/0", self.redis_url),
            ("0.0.0.0:8000", f"127.0.0.1:{self.web_port}"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.web_port}"),
            ("/srv/gradus/staticfiles", str(self.folder / "staticfiles")),
            ("/srv/gradus/.venv/bin:$PATH", f"{BIN}:{os.environ['PATH']}"),
            ("/var/lib/gradus", str(self.folder / "data")),
        ):
            text = text.replace(there, here)
        return text

    def environment(self, name: str) -> dict[str, str]:
        """Only what the container would have, and the way to this checkout's sources."""
        given = {key: self.here(value) for key, value in self.services[name].environment.items()}
        return {"PYTHONPATH": os.pathsep.join(["platform", "."]), "HOME": str(self.folder), **given}

    def run(self, name: str, command: list[str], timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """A command in the environment of the service `name`, to its end."""
        return subprocess.run(
            [self.here(word) for word in command],
            env=self.environment(name),
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )

    def shell(self, code: str) -> str:
        """What a line of Python prints inside the site."""
        done = self.run("web", ["python", "-m", "gradus", "shell", "--no-imports", "-c", code])
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def start(self, name: str) -> None:
        """Starts a service that runs on; its output is in a file of the folder."""
        with self.log(name).open("ab") as stream:
            self.running[name] = subprocess.Popen(
                [self.here(word) for word in self.services[name].command],
                env=self.environment(name),
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def log(self, name: str) -> Path:
        """Where its output goes."""
        return self.folder / f"{name}.log"

    def health(self, name: str) -> subprocess.CompletedProcess[str]:
        """Its own health check."""
        check = self.services[name].health
        assert check is not None
        return self.run(name, check, timeout=60)

    def stop(self, name: str) -> tuple[int, float]:
        """As docker stops it: SIGTERM, then SIGKILL. Returns the exit code and the seconds it took."""
        began, process = time.monotonic(), self.running.pop(name)
        process.terminate()
        try:
            code = process.wait(self.services[name].grace_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        return code, time.monotonic() - began

    def visitor(self, *, https: bool = True) -> Visitor:
        """Somebody who comes through the proxy."""
        return Visitor(self.web_port, https=https)


@pytest.fixture(scope="module")
def site(
    databases: Databases,
    redis_process: RedisServer,
    mail_server: MailServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Collected files as the image has them, migrations run to their end, the four others running and healthy."""
    dotenv = {
        "POSTGRES_PASSWORD": PASSWORD_OF_COMPOSE,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server.port),
        "EMAIL_TLS": "0",
    }
    site = Site(tmp_path_factory.mktemp("site"), databases.new(), redis_process.url, dotenv)
    (site.folder / "data").mkdir()
    collecting = built_with().split("&&")[-1].strip()
    for name, command in (
        ("migrations", ["sh", "-c", f"GRADUS_ENVIRONMENT=local {collecting}"]),
        ("migrations", site.services["migrations"].command),
    ):
        done = site.run(name, command)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    try:
        for name in OURS[1:]:
            site.start(name)
        for name in OURS[1:]:
            wait_until(lambda name=name: site.health(name).returncode == 0, f"{name} is healthy")
        yield site
    finally:
        for name in list(site.running):
            site.stop(name)
