"""`check_code` and `fix_code`: what CI asks for, and what a tool can repair."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from door.environment import ROOT
from door.failure import Stop

BIN = Path(sys.executable).parent
PYTHON = sys.executable


@dataclass(frozen=True)
class Check:
    """One command that must exit 0. `settings` are laid over the environment."""

    name: str
    command: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)


# An installation as it should be: HTTPS, a real secret, known hosts. Nothing here is used outside the check.
PRODUCTION = {
    "GRADUS_ENVIRONMENT": "production",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "gradus.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEBUG": "0",
    "HTTPS": "1",
}
# Django's own checks must not make a data folder in the checkout.
NO_DATA = {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATABASE_URL": "sqlite://:memory:"}

CHECKS = (
    Check("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Check("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Check("types", (PYTHON, "-m", "mypy"), NO_DATA),
    Check("import directions", (str(BIN / "lint-imports"), "--no-cache")),
    Check("templates: style", (str(BIN / "djlint"), "templates", "--lint", "--quiet")),
    Check("templates: compile", (PYTHON, "-m", "gradus", "check_templates"), NO_DATA),
    Check("migrations", (PYTHON, "-m", "gradus", "makemigrations", "--check", "--dry-run"), NO_DATA),
    Check(
        "deployment",
        (PYTHON, "-m", "gradus", "check", "--deploy", "--fail-level", "WARNING"),
        PRODUCTION | NO_DATA,
    ),
)

FIXES = (
    (PYTHON, "-m", "ruff", "check", "--fix", "--quiet", "."),
    (PYTHON, "-m", "ruff", "format", "--quiet", "."),
)


def check_code(arguments: Sequence[str]) -> int:
    """Runs every check, also after one has failed; changes nothing. 0 only if all pass."""
    if arguments:
        raise Stop("check_code takes no options.", 2)
    failed = [check.name for check in CHECKS if not _passes(check)]
    if failed:
        print(f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}.")
        return 1
    print(f"All {len(CHECKS)} checks pass.")
    return 0


def fix_code(arguments: Sequence[str]) -> int:
    """Repairs format, import order and what ruff can mend safely."""
    if arguments:
        raise Stop("fix_code takes no options.", 2)
    for command in FIXES:
        subprocess.run(command, cwd=ROOT, check=False)
    print("Repaired what a tool can repair. check_code says what is left.")
    return 0


def _passes(check: Check) -> bool:
    """Runs one check and prints its line; its output only if it failed."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    passed = done.returncode == 0
    print(f"{'pass' if passed else 'FAIL'}  {check.name:<20} {time.monotonic() - began:6.1f} s", flush=True)
    if not passed:
        print(done.stdout.rstrip(), flush=True)
    return passed
