"""`test [--postgresql] [pytest's arguments]`: every test, on SQLite or on PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from door import postgresql
from door.environment import ROOT
from door.failure import Stop

OPTION = "--postgresql"
SCHEMES = ("postgres://", "postgresql://")
PYTEST = (sys.executable, "-m", "pytest")


def test(arguments: Sequence[str]) -> int:
    """Becomes pytest, so that its summary is the last thing on the screen.

    With --postgresql the tests use the server DATABASE_URL names, or one that is started for them and stopped after.
    """
    os.chdir(ROOT)
    if OPTION not in arguments:
        os.execv(sys.executable, [*PYTEST, *arguments])
    rest = [argument for argument in arguments if argument != OPTION]
    given = os.environ.get("DATABASE_URL", "").strip()
    if given.startswith(SCHEMES):
        os.execv(sys.executable, [*PYTEST, *rest])
    if given:
        raise Stop(f"{OPTION} with a DATABASE_URL needs one that starts with postgres://.", 2)
    with postgresql.running() as server:
        return _pytest(rest, server.url())


def _pytest(arguments: Sequence[str], database_url: str) -> int:
    """Runs pytest and prints nothing after it. However it is asked to end, the server behind it is stopped."""
    child = subprocess.Popen([*PYTEST, *arguments], env={**os.environ, "DATABASE_URL": database_url})

    def leave_to_pytest(_number: int, _frame: FrameType | None) -> None:
        """Ctrl-C reaches pytest, too, by itself."""

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        """pytest takes its fixtures down on SIGINT; on SIGTERM it would leave what they started."""
        child.send_signal(signal.SIGINT)

    signal.signal(signal.SIGINT, leave_to_pytest)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    code = child.wait()
    return code if code >= 0 else 128 - code
