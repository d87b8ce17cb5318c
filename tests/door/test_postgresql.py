"""`test --postgresql`: a server of one's own that ends with the run, however the run ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from door import postgresql, testing
from door.failure import Stop

ROOT = Path(__file__).resolve().parents[2]
HOLDS_A_SERVER = """
import sys, time
from door import postgresql
with postgresql.running() as server:
    print(server.url(), flush=True)
    time.sleep(600)
"""
# A run in the background of a shell without job control is deaf to SIGINT, and so is all that it starts.
ENDS_SLOWLY = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    print("begun", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    time.sleep(0.2)
    print("fixtures are down", flush=True)
    sys.exit(2)
"""
RUNS_THAT = f"""
import signal, sys
from door import testing
signal.signal(signal.SIGINT, signal.default_int_handler)
testing.PYTEST = (sys.executable, "-c", {ENDS_SLOWLY!r})
sys.exit(testing._pytest([], "postgres://nobody@127.0.0.1:1/none"))
"""


def answers(url: str) -> bool:
    """Whether a server answers there."""
    try:
        with psycopg.connect(url, connect_timeout=2) as line:
            return line.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_a_server_is_there_for_the_block_and_gone_after_it() -> None:
    with postgresql.running() as server:
        with psycopg.connect(server.url()) as line:
            (folder, version) = line.execute(
                "SELECT current_setting('data_directory'), current_setting('server_version')"
            ).fetchone() or ("", "")
        assert version.startswith(f"{postgresql.MAJOR}.")
        assert Path(folder).exists()
        assert (server.programs / "pg_dump").exists()
        wrong = server.url().replace("gradus:", "gradus:not")
        assert not answers(wrong)
    assert not answers(server.url())
    assert not Path(folder).parent.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_server_whose_run_is_killed_ends_too() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    url = holder.stdout.readline().strip()
    with psycopg.connect(url) as line:
        (folder,) = line.execute("SELECT current_setting('data_directory')").fetchone() or ("",)
    holder.kill()
    holder.wait()
    give_up_at = time.monotonic() + 20
    while answers(url) or Path(folder, "postmaster.pid").exists():
        assert time.monotonic() < give_up_at
        time.sleep(0.1)
    shutil.rmtree(Path(folder).parent)  # what nobody was left to remove


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_told_to_end_lets_pytest_take_its_fixtures_down(number: signal.Signals) -> None:
    run = subprocess.Popen([sys.executable, "-c", RUNS_THAT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "begun\n"
    run.send_signal(number)
    assert run.stdout.read() == "fixtures are down\n"
    assert run.wait() == 2


def test_programs_in_a_closed_folder_are_copied(tmp_path: Path) -> None:
    account = postgresql._Account(tmp_path / "home")
    account.home.mkdir()
    account.give(account.home)
    closed = tmp_path / "closed"
    for part in ("bin", "lib"):
        (closed / part).mkdir(parents=True)
    (closed / "bin" / "postgres").write_text("#!/bin/sh\nexit 0\n")
    (closed / "bin" / "postgres").chmod(0o755)
    closed.chmod(0o755 if os.geteuid() else 0o700)
    found = postgresql._reachable(closed / "bin", account)
    assert found == (account.home / "programs" / "bin" if os.geteuid() == 0 else closed / "bin")
    assert (found / "postgres").exists()


def test_a_database_that_is_no_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///somewhere.sqlite3")
    with pytest.raises(Stop) as stop:
        testing.test(["--postgresql"])
    assert (stop.value.code, "starts with postgres://" in str(stop.value)) == (2, True)


def test_a_given_server_is_used_and_none_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []

    def become(_program: str, words: list[str]) -> None:
        became.append(words)
        raise SystemExit

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(postgresql, "running", None)
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere/gradus")
    for arguments in (["--postgresql", "-k", "x"], ["-k", "x"]):
        with pytest.raises(SystemExit):
            testing.test(arguments)
    assert became == [[*testing.PYTEST, "-k", "x"]] * 2


def test_without_any_programs_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgresql, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    with pytest.raises(Stop, match="apt install postgresql"):
        postgresql.find_programs()


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "FOR_TESTS", ("no_such_setting=1",))
    wanted = pytest.raises(Stop, match="could not be started for the tests: .*no_such_setting")
    with wanted, postgresql.running():
        pass
