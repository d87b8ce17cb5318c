"""`python -m gradus.demo.keeper <pipe> <command...>`: runs a command until the other end of the pipe is closed.

Linux ends a child with its parent by itself; this does the same where the system cannot: the supervisor holds the
writing end, and the system closes it however the supervisor ends.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType


def keep(pipe: int, command: list[str]) -> int:
    """Runs `command` in this process group; returns its exit code. Kills the group when the pipe ends."""
    child = subprocess.Popen(command)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    return child.wait()


def _end_with(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(keep(int(sys.argv[1]), sys.argv[2:]))
