"""Does grading go on? Judged by progress, not by processes: a worker may answer and yet take nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from gradus.submissions import doorbell
from gradus.submissions.clock import database_now
from gradus.submissions.models import GradingJob, Heartbeat, Lane

OLDEST_JOB = timedelta(seconds=60)
"""An answer that waits longer means that grading has stopped, whatever the processes say."""
SWEEPER_SILENT = timedelta(seconds=30)

SWEEPER = "sweeper"


@dataclass(frozen=True, slots=True)
class Health:
    """Of the whole installation. `oldest` is the age of the oldest answer without an outcome, `silent` that of the
    sweeper's last sign of life; None: there is none."""

    oldest: timedelta | None
    silent: timedelta | None
    redis: bool

    @property
    def grading(self) -> Literal["idle", "working", "stopped"]:
        """Whether answers get their verdicts."""
        if self.oldest is None:
            return "idle"
        return "working" if self.oldest <= OLDEST_JOB else "stopped"

    @property
    def sweeping(self) -> Literal["working", "silent", "never"]:
        """Whether somebody looks after what was forgotten."""
        if self.silent is None:
            return "never"
        return "working" if self.silent <= SWEEPER_SILENT else "silent"

    @property
    def well(self) -> bool:
        """Whether nobody needs to do anything."""
        return self.grading != "stopped" and self.sweeping == "working" and self.redis


def oldest_job(now: datetime) -> timedelta | None:
    """The age of the oldest answer without an outcome; regrades may take their time. None where all are done."""
    waiting = GradingJob.objects.exclude(lane=Lane.REGRADE).order_by("received_at").first()
    return now - waiting.received_at if waiting else None


def sweeper_silent(now: datetime) -> timedelta | None:
    """How long ago the sweeper gave a sign of life; None: never."""
    beat = Heartbeat.objects.filter(name=SWEEPER).first()
    return max(now - beat.beat_at, timedelta()) if beat else None


def health() -> Health:
    """Two queries and a question to Redis that waits a quarter of a second at most."""
    now = database_now()
    return Health(oldest_job(now), sweeper_silent(now), doorbell.server_run() is not None)
