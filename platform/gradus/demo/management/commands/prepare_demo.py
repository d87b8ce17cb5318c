"""`manage.py prepare_demo`: database, exercises, demo course and static files, each only where something changed."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from gradus.demo.classroom.load import load_class
from gradus.demo.course import load_demo_course
from gradus.demo.phases import phase
from gradus.demo.stamps import Stamps, content_hash
from gradus.library.models import Variant

SOURCES = (
    "exercises",
    "grader",
    "platform/gradus/library",
    "platform/gradus/courses",
    "platform/gradus/demo",
)


class Command(BaseCommand):
    """Run by the demo before its processes start; a second run does next to nothing."""

    help = "Bring the demo's database and files up to date."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What is asked for besides."""
        parser.add_argument("--without-class", action="store_true", help="leave out the simulated students")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each phase says what it does and what came of it."""
        root = Path(settings.ROOT)
        stamps = Stamps(Path(settings.DATA) / "prepared.json")
        with phase("database", "migrating") as outcome:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            outcome.words = "SQLite, up to date" if settings.ON_SQLITE else "up to date"
        _exercises(root, stamps)
        if not options["without_class"]:
            _class()
        _static_files(root, stamps)


def _exercises(root: Path, stamps: Stamps) -> None:
    wanted = content_hash((root / name for name in SOURCES), settings.DATABASE_URL)
    with phase("exercises", "comparing with the files") as outcome:
        if stamps.has("exercises", wanted) and Variant.objects.exists():
            outcome.words = "unchanged"
            return
        report = StringIO()
        call_command("load_exercises", stdout=report)
        outcome.words = (report.getvalue().strip().splitlines() or ["loaded"])[-1]
    with phase("demo course", "making") as outcome:
        outcome.words = str(load_demo_course())
    stamps.keep("exercises", wanted)


def _class() -> None:
    with phase("class", "three weeks of work") as outcome:
        outcome.words = load_class()


def _static_files(root: Path, stamps: Stamps) -> None:
    versions = (root / "requirements.lock").read_text()
    wanted = content_hash([root / "static"], versions)
    with phase("files", "comparing styles, fonts and scripts") as outcome:
        if stamps.has("static", wanted) and Path(settings.STATIC_ROOT, "staticfiles.json").exists():
            outcome.words = "unchanged"
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamps.keep("static", wanted)
        outcome.words = "hashed and compressed"
