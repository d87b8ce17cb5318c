"""The environment in .venv/: made on first use, then only compared with its stamp. Standard library only.

A set-up that was interrupted leaves its mark, and the next one starts over. Two at once wait for each other.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from door import installer
from door.failure import Stop

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = "gradus-stamp"
UNFINISHED = "gradus-set-up-unfinished"
CLEARINGS = 10
DESCRIBING = ("build-system", "project")  # the tables of pyproject.toml that decide what is installed


def enter(arguments: Sequence[str]) -> None:
    """Returns once this process runs inside a finished .venv/; before that it sets up and starts itself again.

    Raises Stop with the reason if the environment cannot be made.
    """
    if not is_ready(VENV):
        set_up(VENV)
    if not runs_inside(VENV):
        start_again(VENV, arguments)


def python_of(venv: Path) -> Path:
    """The interpreter of `venv`."""
    return venv / "bin" / "python"


def runs_inside(venv: Path) -> bool:
    """Whether this process is an interpreter of `venv`, whatever other environment is active in the shell."""
    return Path(sys.prefix).exists() and Path(sys.prefix).samefile(venv)


def stamp_of(root: Path) -> str:
    """A hash of all that decides the content of the environment. A folder that was moved has another one."""
    with (root / "pyproject.toml").open("rb") as stream:
        tables = tomllib.load(stream)
    described = json.dumps({name: tables.get(name) for name in DESCRIBING}, sort_keys=True)
    digest = hashlib.sha256((root / "requirements.lock").read_bytes())
    for piece in (described, str(root)):
        digest.update(piece.encode())
    return digest.hexdigest()


def is_ready(venv: Path) -> bool:
    """Whether `venv` was finished for just this lock, and its interpreter is still there."""
    try:
        stamped = (venv / STAMP).read_text()
    except OSError:
        return False
    return stamped == stamp_of(venv.parent) and python_of(venv).exists() and not (venv / UNFINISHED).exists()


def set_up(venv: Path) -> None:
    """Makes or renews `venv`. Raises Stop."""
    if sys.platform == "win32":
        raise Stop("Gradus runs on Linux and macOS; on Windows, use it inside WSL.")
    with _alone(venv.parent):
        if is_ready(venv):
            return
        began = time.monotonic()
        print(f"Making the environment in {venv.name}/ (first start or new versions) ...", flush=True)
        _begin(venv)
        installer.install(venv, venv.parent)
        (venv / STAMP).write_text(stamp_of(venv.parent))
        (venv / UNFINISHED).unlink()
        print(f"The environment is ready ({time.monotonic() - began:.0f} s).", flush=True)


def _begin(venv: Path) -> None:
    """Leaves the mark of an unfinished set-up; throws away what an earlier unfinished one left."""
    try:
        if (venv / UNFINISHED).exists():
            print("An earlier set-up did not finish; starting over.", flush=True)
            _clear(venv)
        venv.mkdir(exist_ok=True)
        (venv / UNFINISHED).touch()
        (venv / STAMP).unlink(missing_ok=True)
    except OSError as fault:
        raise Stop(
            f"Cannot write to {venv} ({fault.strerror}): Gradus keeps its environment there. "
            "Copy the project to a folder you may write to, and start it from there."
        ) from None


def _clear(venv: Path) -> None:
    """Removes `venv`; tries again for a while, because an installer that was killed may still be ending."""
    for _ in range(CLEARINGS):
        shutil.rmtree(venv, ignore_errors=True)
        if not venv.exists():
            return
        time.sleep(1)
    shutil.rmtree(venv)


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One set-up at a time. The lock is on a file that is always there, so that it leaves nothing behind."""
    with (root / "pyproject.toml").open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work; waiting for it ...", flush=True)
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def start_again(venv: Path, arguments: Sequence[str]) -> NoReturn:
    """Becomes manage.py inside `venv`. What another active environment put into the shell is left behind."""
    python = str(python_of(venv))
    kept = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "__PYVENV_LAUNCHER__")
    }
    kept["VIRTUAL_ENV"] = str(venv)
    os.execve(python, [python, str(venv.parent / "manage.py"), *arguments], kept)
