"""Is it alive, and is it ready? For load balancers and watchers; tells nothing about anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gradus.submissions.clock import database_now
from gradus.submissions.models import GradingJob, Heartbeat, Lane

OLDEST_JOB = timedelta(seconds=60)
"""An answer that waits longer means that grading has stopped, whatever the processes say."""
SWEEPER_SILENT = timedelta(seconds=30)


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when all is well or only Redis is away (answers are still taken and graded), else 503."""
    checks = _database_checks() | {"redis": _redis()}
    needed = [check["ok"] for name, check in checks.items() if name != "redis"]
    status = (
        "ok" if all(check["ok"] for check in checks.values()) else "degraded" if all(needed) else "failing"
    )
    return JsonResponse({"status": status, "checks": checks}, status=200 if all(needed) else 503)


def _database_checks() -> dict[str, dict[str, Any]]:
    try:
        connection.ensure_connection()
        now = database_now()
        waiting = GradingJob.objects.exclude(lane=Lane.REGRADE).order_by("received_at").first()
        beat = Heartbeat.objects.filter(name="sweeper").first()
    except DatabaseError:
        return {"database": {"ok": False}}
    age = (now - waiting.received_at).total_seconds() if waiting else 0.0
    silent = (timezone.now() - beat.beat_at).total_seconds() if beat else None
    return {
        "database": {"ok": True},
        "oldest_pending": {"ok": age <= OLDEST_JOB.total_seconds(), "seconds": round(age, 1)},
        "sweeper": {
            "ok": silent is not None and silent <= SWEEPER_SILENT.total_seconds(),
            "seconds_since_heartbeat": None if silent is None else round(silent, 1),
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
