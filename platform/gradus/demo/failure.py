"""Why the demo cannot go on, in one sentence."""

from __future__ import annotations


class CannotStart(Exception):
    """Ends the demo; `str()` is for the person at the terminal. All that was started is stopped first."""
