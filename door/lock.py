"""Writes requirements.lock and door/uv.lock: every version with its hashes, and no index address."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from door.environment import ROOT, VENV
from door.failure import Stop

COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
)


def renew(arguments: Sequence[str]) -> int:
    """`lock [--upgrade]`: keeps locked versions where pyproject.toml allows, or takes the newest with --upgrade."""
    if any(argument != "--upgrade" for argument in arguments):
        raise Stop("lock knows one option: --upgrade.", 2)
    uv = shutil.which("uv") or shutil.which("uv", path=str(VENV / "gradus-uv" / "bin"))
    if uv is None:
        raise Stop("Locking needs uv on the PATH (pip install uv).")
    command = [uv, *COMPILE, *arguments]
    subprocess.run(
        [*command, "--extra", "dev", "-o", "requirements.lock", "pyproject.toml"], cwd=ROOT, check=True
    )
    subprocess.run([*command, "-o", "door/uv.lock", "-"], cwd=ROOT, check=True, input=b"uv\n")
    print("requirements.lock and door/uv.lock are up to date with pyproject.toml.")
    return 0
