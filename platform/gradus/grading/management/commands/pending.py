"""`manage.py pending`: what waits for the grader, and whether somebody works on it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Min, Q

from gradus.submissions.clock import database_now
from gradus.submissions.models import Alert, GradingJob, Heartbeat, State, Submission


class Command(BaseCommand):
    """A short table for operators; changes nothing."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Lanes, the sweeper's heartbeat, submissions that need a person."""
        now = database_now()
        lanes = GradingJob.objects.values("lane").annotate(
            waiting=Count("pk", filter=Q(claim__isnull=True)),
            claimed=Count("pk", filter=Q(claim__isnull=False)),
            oldest=Min("enqueued_at"),
        )
        self.stdout.write(f"{'lane':<10}{'waiting':>9}{'claimed':>9}{'oldest':>12}")
        for row in lanes.order_by("lane"):
            age = f"{(now - row['oldest']).total_seconds():.1f} s"
            self.stdout.write(f"{row['lane']:<10}{row['waiting']:>9}{row['claimed']:>9}{age:>12}")
        beat = Heartbeat.objects.filter(name="sweeper").first()
        seen = f"{(now - beat.beat_at).total_seconds():.1f} s ago" if beat else "never"
        self.stdout.write(f"sweeper seen {seen}")
        for state in (State.FAILED, State.NEEDS_REVIEW):
            self.stdout.write(f"{state.value}: {Submission.objects.filter(state=state).count()}")
        self.stdout.write(f"open alerts: {Alert.objects.filter(resolved_at__isnull=True).count()}")
