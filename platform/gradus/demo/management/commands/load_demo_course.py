"""`manage.py load_demo_course`: three people and a course with the bundled sets. For trying out, not for production."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gradus.demo.course import load_demo_course


class Command(BaseCommand):
    """Idempotent."""

    help = "Make the demo course, after load_exercises."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses in production: the password of these people is public."""
        if settings.PRODUCTION:
            raise CommandError("The demo course has a public password; it is not for production.")
        self.stdout.write(f"{load_demo_course()} is there.")
