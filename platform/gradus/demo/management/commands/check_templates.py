"""`manage.py check_templates`: every template of ours compiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template


class Command(BaseCommand):
    """Part of check_code."""

    help = "Compile every template, and name those that cannot be."

    def handle(self, *args: Any, **options: Any) -> None:
        """Goes on after a fault, so that all are named at once."""
        folder = Path(settings.ROOT, "templates")
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))
        faults = [fault for name in names if (fault := _fault(name))]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(names)} templates compile.")


def _fault(name: str) -> str:
    """What is wrong with a template, with its line; empty if nothing is."""
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        line = getattr(getattr(error, "token", None), "lineno", None)
        return f"{name}{f', line {line}' if line else ''}: {error}"
    return ""
