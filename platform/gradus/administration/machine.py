"""The machine behind the site: workers that answer, the database, versions. Tells no address and no secret."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass

import redis
import structlog
from django.db import connection
from kombu.exceptions import KombuError

import grader
from gradus.celery import app
from gradus.submissions import doorbell
from gradus.submissions.models import Lane

logger = structlog.get_logger(__name__)

ASK_SECONDS = 0.8
"""How long workers may take to answer. One that is busy grading answers too: its parent process does."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A Celery worker that answered, and the lanes it takes from."""

    name: str
    lanes: tuple[str, ...]


def workers() -> list[Worker] | None:
    """The workers that answer, by name; None where nobody can be asked because Redis is away."""
    if doorbell.server_run() is None:
        return None
    try:
        replies = app.control.inspect(timeout=ASK_SECONDS).active_queues() or {}
    except (KombuError, redis.RedisError, OSError) as error:
        logger.warning("workers_not_asked", error=type(error).__name__)
        return None
    return [
        Worker(name, tuple(sorted(queue["name"] for queue in queues)))
        for name, queues in sorted(replies.items())
    ]


def unserved(answered: Sequence[Worker]) -> list[str]:
    """The lanes from which none of these workers takes anything."""
    served = {lane for worker in answered for lane in worker.lanes}
    return [lane for lane in Lane.values if lane not in served]


@dataclass(frozen=True, slots=True)
class Machine:
    """`database_bytes` is None where the database does not tell."""

    database: str
    database_bytes: int | None
    grader: str
    site: str


def machine() -> Machine:
    """What runs here. One query, cheap on both databases."""
    return Machine(connection.display_name, _size(), grader.VERSION, importlib.metadata.version("gradus"))


_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def _size() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_SIZE[connection.vendor])
        row = cursor.fetchone()
    return int(row[0]) if row else None
