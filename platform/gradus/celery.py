"""The Celery application: `celery -A gradus worker`. Tasks are in grading/tasks.py."""

from __future__ import annotations

import importlib
import logging.config
import os
from typing import Any

from celery import Celery, signals
from django.conf import settings

from gradus.environment import choose_settings
from gradus.lifeline import die_with_parent

choose_settings()

app = Celery("gradus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # for every thread: current_app would else be a bare one in the web server's threads
app.autodiscover_tasks()


@signals.setup_logging.connect
def _log_as_django_does(**_kwargs: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_init.connect
def _import_sympy_before_the_fork(**_kwargs: Any) -> None:
    """So that no child's first grade waits for it."""
    importlib.import_module("sympy")


@signals.worker_process_init.connect
def _end_with_the_worker(**_kwargs: Any) -> None:
    """A pool child whose worker was killed would wait for work for ever."""
    die_with_parent(os.getppid())
