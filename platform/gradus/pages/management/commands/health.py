"""`manage.py health sweeper | <lanes>`: exit 0 where that part of the grading works, 1 where it does not.

For the health checks of containers. It looks at progress in the database, not at processes: a worker that stays up
but takes no work is not well.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from gradus.pages import health
from gradus.submissions.models import Lane

SWEEPER = "sweeper"


class Command(BaseCommand):
    """Changes nothing, tells nothing about anybody."""

    help = "Say whether the sweeper, or the workers of some lanes, do their work."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What to look at."""
        parser.add_argument("parts", nargs="+", choices=[SWEEPER, *Lane.values], help="what to look at")

    def handle(self, *_args: Any, parts: list[str], **_options: Any) -> None:
        """One sentence; a database that does not answer is not well either."""
        try:
            if SWEEPER in parts:
                self._sweeper()
            lanes = [part for part in parts if part != SWEEPER]
            if lanes:
                self._lanes(lanes)
        except DatabaseError as fault:
            raise CommandError(f"The database does not answer ({type(fault).__name__}).") from None

    def _sweeper(self) -> None:
        silence = health.sweeper_silence()
        said = (
            "The sweeper has never said that it works." if silence is None else f"Seen {silence:.1f} s ago."
        )
        if not health.sweeper_works(silence):
            raise CommandError(said)
        self.stdout.write(said)

    def _lanes(self, lanes: list[str]) -> None:
        waited = health.oldest_wait(lanes)
        said = f"The oldest answer of {', '.join(lanes)} has waited {waited:.1f} s."
        if not health.grading_goes_on(waited):
            raise CommandError(said)
        self.stdout.write(said)
