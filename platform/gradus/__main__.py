"""`python -m gradus <command>`: Django's commands, inside an environment that is ready. People use manage.py."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from gradus.environment import choose_settings


def main(arguments: list[str]) -> int:
    """Runs a Django command. A setting that cannot be used is one sentence, not a traceback."""
    choose_settings()
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as fault:
        print(fault, file=sys.stderr)
        return 2
    execute_from_command_line(["manage.py", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
