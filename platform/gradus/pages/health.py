"""Is it alive, and is it ready? For load balancers and watchers; tells nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gradus.administration.health import OLDEST_JOB, SWEEPER_SILENT
from gradus.submissions.clock import database_now
from gradus.submissions.models import GradingJob, Heartbeat, Lane

PEOPLE_WAIT = frozenset({Lane.ANSWER.value, Lane.PROOF.value})
"""Nobody waits for a regrade: it may take as long as it takes."""


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when all is well or only Redis is away (answers are still taken and graded), else 503."""
    checks = _database_checks() | {"redis": _redis()}
    needed = [check["ok"] for name, check in checks.items() if name != "redis"]
    status = (
        "ok" if all(check["ok"] for check in checks.values()) else "degraded" if all(needed) else "failing"
    )
    return JsonResponse({"status": status, "checks": checks}, status=200 if all(needed) else 503)


ANSWERS = {"/health/live": live, "/health/ready": ready}


class HealthMiddleware:
    """Answers the two questions whatever host they are put to: those who ask know this machine by its number only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or what the rest of the site says."""
        answer = ANSWERS.get(request.path_info, self._get_response)
        return answer(request)


def oldest_wait(lanes: Collection[str]) -> float:
    """Seconds since the longest waiting answer of `lanes` was received; 0 where none waits. Regrades do not count."""
    waiting = (
        GradingJob.objects.filter(lane__in=PEOPLE_WAIT.intersection(lanes)).order_by("received_at").first()
    )
    return (database_now() - waiting.received_at).total_seconds() if waiting else 0.0


def sweeper_silence() -> float | None:
    """Seconds since the sweeper last said that it works; None if it never did."""
    beat = Heartbeat.objects.filter(name="sweeper").first()
    return (timezone.now() - beat.beat_at).total_seconds() if beat else None


def grading_goes_on(seconds: float) -> bool:
    """Whether an oldest wait of `seconds` is still normal."""
    return seconds <= OLDEST_JOB.total_seconds()


def sweeper_works(silence: float | None) -> bool:
    """Whether a sweeper that was silent for that long is still at work."""
    return silence is not None and silence <= SWEEPER_SILENT.total_seconds()


def _database_checks() -> dict[str, dict[str, Any]]:
    try:
        connection.ensure_connection()
        waited = oldest_wait(PEOPLE_WAIT)
        silence = sweeper_silence()
    except DatabaseError:
        return {"database": {"ok": False}}
    return {
        "database": {"ok": True},
        "oldest_pending": {"ok": grading_goes_on(waited), "seconds": round(waited, 1)},
        "sweeper": {
            "ok": sweeper_works(silence),
            "seconds_since_heartbeat": None if silence is None else round(silence, 1),
        },
    }


def _redis() -> dict[str, Any]:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
    try:
        client.ping()
    except redis.RedisError:
        return {"ok": False}
    finally:
        client.close()
    return {"ok": True}
