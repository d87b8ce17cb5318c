"""No process of ours outlives the one that started it, even when that one is killed outright."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(parent: int, with_signal: signal.Signals = signal.SIGKILL) -> None:
    """Asks Linux to send `with_signal` when the parent ends; ends at once if process `parent` is already gone.

    Elsewhere it does nothing: there the supervisor's pipe is the only lifeline.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), with_signal)
