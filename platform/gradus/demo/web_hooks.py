"""gunicorn's hooks: `--config python:gradus.demo.web_hooks`."""

from __future__ import annotations

import os

from gradus.lifeline import die_with_parent


def post_fork(_server: object, _worker: object) -> None:
    """A web worker whose master was killed would keep the port."""
    die_with_parent(os.getppid())
