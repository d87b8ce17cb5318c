"""`manage.py run_sweeper`: the sweeper as a process of its own."""

from __future__ import annotations

import signal
import threading
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from gradus.grading.sweep import Sweeper

logger = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Rings for what waits too long, frees expired leases, grades by itself while Redis is away."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """How often, and once only for tests and repairs."""
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two rounds (1)")
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *_args: Any, every: float, once: bool, **_options: Any) -> None:
        """Until SIGTERM or SIGINT; a round that has begun is ended first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        sweeper = Sweeper()
        logger.info("sweeper_started", every=every)
        while not stop.is_set():
            more = self._round(sweeper)
            if once:
                break
            if not more:
                stop.wait(every)
        logger.info("sweeper_stopped")

    @staticmethod
    def _round(sweeper: Sweeper) -> bool:
        """One round that outlives a database that is away: the next one tries again."""
        close_old_connections()
        try:
            return sweeper.tick()
        except DatabaseError:
            logger.exception("sweeper_round_failed")
            return False
