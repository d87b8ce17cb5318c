"""The main job, once, over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from gradus.demo.place import Place


class SmokeFailure(Exception):
    """The main job does not work; `str()` says where."""


def smoke(place: Place, pause: Callable[[], None]) -> None:
    """Signs in as the student, submits, waits for the verdicts. Raises SmokeFailure."""
