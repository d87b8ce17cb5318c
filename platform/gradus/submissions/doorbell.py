"""The doorbell: tells the grader worker that a lane has something to do.

The rows are the queue; a lost, doubled or late ring does no harm. `SET wake:<lane> NX PX 1000` lets through
one message a second for each lane; the task deletes the key before it claims, so that whatever commits after
that rings again. Every error is swallowed and counted: a POST must not wait for a server that is away.
"""

from __future__ import annotations

import threading
from functools import lru_cache

import redis
import structlog
from django.conf import settings
from kombu.exceptions import KombuError

from gradus.celery import app

logger = structlog.get_logger(__name__)

GRADE_TASK = "gradus.grading.tasks.grade_pending"
REFILL_TASK = "gradus.grading.tasks.refill_pools"
POOL = "pool"
"""The bell of the variant pools. It rings on the proof lane's queue: nobody waits for it in a page."""

TRIAL_TASK = "gradus.grading.tasks.try_drafts"
TRIAL = "trial"
"""The bell of drafts of problems that wait to be tried out; on the proof lane's queue too, so that no answer waits."""

COALESCE_MS = 1000
SOCKET_TIMEOUT = 0.25
"""Seconds. A server on the same host answers within a millisecond or refuses at once."""


class Missed:
    """How many rings did not reach the server, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def add(self) -> None:
        """One more."""
        with self._lock:
            self.count += 1


missed = Missed()


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=SOCKET_TIMEOUT,
        socket_connect_timeout=SOCKET_TIMEOUT,
        retry=None,
        health_check_interval=5,
    )


def _key(lane: str) -> str:
    return f"wake:{lane}"


def ring(lane: str) -> bool:
    """Ask for one batch of `lane`. False where the server could not be reached; True otherwise.

    A bell that was rung within the last second and not yet answered is not rung again.
    """
    try:
        if not _client(settings.REDIS_URL).set(_key(lane), "1", nx=True, px=COALESCE_MS):
            return True
    except (redis.RedisError, OSError) as error:
        return _miss(lane, error)
    try:
        _publish(lane)
    except (KombuError, redis.RedisError, OSError) as error:
        answer(lane)
        return _miss(lane, error)
    return True


def _publish(lane: str) -> None:
    own = {POOL: REFILL_TASK, TRIAL: TRIAL_TASK}
    if lane in own:
        app.send_task(own[lane], queue="proof", ignore_result=True)
    else:
        app.send_task(GRADE_TASK, args=[lane], queue=lane, ignore_result=True)


def _miss(lane: str, error: Exception) -> bool:
    missed.add()
    logger.warning("doorbell_missed", lane=lane, error=type(error).__name__, missed=missed.count)
    return False


def answer(lane: str) -> None:
    """Take the bell's key away: called before a claim, so that later commits ring again."""
    try:
        _client(settings.REDIS_URL).delete(_key(lane))
    except (redis.RedisError, OSError) as error:
        _miss(lane, error)


def server_run() -> str | None:
    """An identifier of this run of the server; None where it cannot be reached. It changes with a restart."""
    try:
        info = _client(settings.REDIS_URL).info("server")
    except (redis.RedisError, OSError):
        return None
    return str(info.get("run_id", "unknown"))
