"""Which command a person asked for. `test`, `check_code`, `fix_code` and `lock` work even where Django cannot start."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from door import checks, environment, lock, testing
from door.failure import Stop

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Runs one command inside .venv/ and returns its exit code. Every failure of ours is one sentence."""
    try:
        _at_the_door(arguments)
        return _inside(arguments)
    except Stop as stop:
        print(stop.sentence, file=sys.stderr)
        return stop.code


def _at_the_door(arguments: Sequence[str]) -> None:
    """Enters the environment; an interrupted set-up says what happens next."""
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        environment.enter(arguments)
    except KeyboardInterrupt:
        raise Stop("\nStopped. The next start takes the set-up up again.", INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _inside(arguments: Sequence[str]) -> int:
    own: dict[str, Callable[[Sequence[str]], int]] = {
        "test": testing.test,
        "check_code": checks.check_code,
        "fix_code": checks.fix_code,
        "lock": lock.renew,
        "demo": _demo,
    }
    name = arguments[0] if arguments else "help"
    if name in own:
        try:
            return own[name](arguments[1:])
        except KeyboardInterrupt:
            return INTERRUPTED
    return _django(arguments)


def _demo(arguments: Sequence[str]) -> NoReturn:
    os.execv(sys.executable, [sys.executable, "-m", "gradus.demo", *arguments])


def _django(arguments: Sequence[str]) -> NoReturn:
    """Becomes Django's command. A process of its own image, so that this package stays free of Django."""
    os.execv(sys.executable, [sys.executable, "-m", "gradus", *arguments])
