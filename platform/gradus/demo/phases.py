"""What the demo tells the person at the terminal: a line for each phase while it works."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

WIDTH = 12


def say(line: str = "") -> None:
    """One line at once. A terminal that was closed is no reason to stop."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def row(name: str, state: str) -> None:
    """A line of the table of parts."""
    say(f"  {name:<{WIDTH}}  {state}")


class Outcome:
    """What a phase says when it is done, filled in while it runs."""

    def __init__(self) -> None:
        self.words = "ready"


@contextlib.contextmanager
def phase(name: str, doing: str) -> Iterator[Outcome]:
    """Says what is being done, then how it ended and how long it took."""
    row(name, f"{doing} ...")
    began = time.monotonic()
    outcome = Outcome()
    yield outcome
    row(name, f"{outcome.words} ({time.monotonic() - began:.1f} s)")
