"""Fills .venv/ from requirements.lock: with uv from the PATH, else with a pinned uv from the package index, else with pip.

Standard library only. Every package is checked against the hash in the lock, so that any index or mirror serves.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from door.failure import Stop

LOG = "gradus-set-up.log"
NO_NETWORK = (
    "dns error",
    "name or service not known",
    "temporary failure in name resolution",
    "network is unreachable",
    "connection refused",
    "failed to establish a new connection",
    "error sending request",
    "timed out",
    "could not connect",
    "cannot connect to proxy",
    "tunnel error",
    "connection broken by",
    "max retries exceeded",
)
NOTHING_FOUND = "(from versions: none)"
"""pip's last word when no index answered, but also when one that answers lacks a package."""


def install(venv: Path, root: Path) -> None:
    """Makes the interpreter of `venv` and installs the lock and this project into it. Raises Stop."""
    uv = _uv(venv, root)
    if uv is None:
        _with_pip(venv, root)
    else:
        _with_uv(uv, venv, root)


def _uv(venv: Path, root: Path) -> str | None:
    """A uv to use, or None where none can be had."""
    found = shutil.which("uv")
    if found is not None:
        return found
    return _pinned_uv(venv / "gradus-uv", root / "door" / "uv.lock")


def _pinned_uv(home: Path, lock: Path) -> str | None:
    """The uv of `lock` in a private environment `home`, installed where missing. None if this index has none."""
    _say("fetching uv")
    _make_venv_with_pip(home)
    fetch = [
        str(home / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "-r",
        str(lock),
    ]
    done = _tried(fetch, home.parent)
    return str(home / "bin" / "uv") if done else None


def _make_venv_with_pip(home: Path) -> None:
    """A virtual environment with pip. Raises Stop where Python lacks ensurepip, as Debian's does."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Stop(
            "This Python cannot make virtual environments: its venv module is missing. "
            f"On Debian or Ubuntu: apt install python{version}-venv (or python3-venv); then start again."
        )
    _run([sys.executable, "-m", "venv", str(home)], home.parent)


def _with_uv(uv: str, venv: Path, root: Path) -> None:
    """The interpreter that runs this is the one that is used: uv must not fetch another."""
    python = str(venv / "bin" / "python")
    changes = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(venv)} | _index_for_uv()
    _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(venv)], venv, changes)
    _say("installing packages")
    into = [uv, "pip", "install", "--quiet", "--python", python]
    _run([*into, "--require-hashes", "-r", str(root / "requirements.lock")], venv, changes)
    _say("installing Gradus")
    _run(
        [*into, "--no-deps", "--no-build-isolation", "--reinstall-package", "gradus", "-e", str(root)],
        venv,
        changes,
    )


def _with_pip(venv: Path, root: Path) -> None:
    _make_venv_with_pip(venv)
    _say("installing packages with pip (slower than uv)")
    into = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*into, "--require-hashes", "-r", str(root / "requirements.lock")], venv)
    _say("installing Gradus")
    _run([*into, "--no-deps", "--no-build-isolation", "-e", str(root)], venv)


def _index_for_uv() -> dict[str, str]:
    """Whoever told pip of a mirror means uv too."""
    mirror = os.environ.get("PIP_INDEX_URL")
    if mirror and not (os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")):
        return {"UV_DEFAULT_INDEX": mirror}
    return {}


def _say(what: str) -> None:
    print(f"  {what} ...", flush=True)


def _tried(command: Sequence[str], folder: Path) -> bool:
    """Whether `command` succeeded; without a network nothing else could, so that is raised as Stop."""
    done = _logged(command, folder, {})
    if done.returncode != 0 and _is_no_network(done.stdout):
        raise _failure(done.stdout, folder)
    return done.returncode == 0


def _run(command: Sequence[str], folder: Path, changes: Mapping[str, str] | None = None) -> None:
    """Runs `command` with its output in the log of `folder`. Raises Stop if it fails."""
    done = _logged(command, folder, changes or {})
    if done.returncode != 0:
        raise _failure(done.stdout, folder)


def _logged(
    command: Sequence[str], folder: Path, changes: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    process = subprocess.Popen(
        list(command),
        env={**os.environ, **changes},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _nothing = process.communicate()
    except BaseException:
        # An installer left running would go on writing into an environment that the next set-up clears.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    done = subprocess.CompletedProcess(list(command), process.returncode, output)
    with (folder / LOG).open("a") as log:
        log.write(f"$ {' '.join(command)}\n{done.stdout}")
    return done


def _is_no_network(output: str) -> bool:
    lowered = output.lower()
    return any(sign in lowered for sign in NO_NETWORK)


def _failure(output: str, folder: Path) -> Stop:
    log = folder / LOG
    if _is_no_network(output) or NOTHING_FOUND in output:
        return Stop(
            "No package index could be reached. Check the network, or name a mirror in "
            f"UV_DEFAULT_INDEX (for pip: PIP_INDEX_URL), then start again. Details: {log}"
        )
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "no output")
    return Stop(f"The environment could not be made: {last} (details: {log})")
