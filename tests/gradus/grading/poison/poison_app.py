"""A grader that certain texts kill, stop or slow down. Only a worker started by a test loads it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from django.apps import AppConfig

from grader.results import Result


def _stall_once(marker: Path) -> None:
    """Longer than the test's lease the first time, not at all the second. The markers tell the test."""
    if marker.exists():
        marker.with_suffix(".second").touch()
        return
    marker.touch()
    time.sleep(3)
    marker.with_suffix(".late").touch()


class PoisonConfig(AppConfig):
    """Wraps the judge."""

    name = "poison_app"

    def ready(self) -> None:
        """The models are there now."""
        from gradus.grading import bridge  # noqa: PLC0415  # needs the app registry

        judge = bridge.judge

        def poisoned(variant: Any, responses: dict[str, Any], lane: str) -> Result:
            text = responses["df"]
            if text == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if text == "raise":
                raise RuntimeError(text)
            if text.startswith("sleep "):
                time.sleep(float(text.removeprefix("sleep ")))
                responses = {"df": "0"}
            if text.startswith("stall once "):
                _stall_once(Path(text.removeprefix("stall once ")))
                responses = {"df": "0"}
            return judge(variant, responses, lane)

        bridge.judge = poisoned
