"""The fixtures other tests stand on: a real server and a real worker."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection

from gradus.celery import app


def test_without_its_fixture_no_redis_server_is_found() -> None:
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(settings.REDIS_URL).ping()


def test_the_redis_server_is_real_and_comes_back_empty(redis_server: Any) -> None:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.set("left", "behind")
    assert client.get("left") == b"behind"

    redis_server.kill()
    redis_server.start()

    assert redis.Redis.from_url(settings.REDIS_URL).get("left") is None


@pytest.mark.pipeline
def test_the_worker_listens_on_the_test_servers_queues(grader_worker: subprocess.Popen[bytes]) -> None:
    answers = app.control.inspect(timeout=5).active_queues()

    assert [sorted(queue["name"] for queue in queues) for queues in answers.values()] == [
        ["answer", "proof", "regrade"]
    ]
    assert grader_worker.poll() is None


@pytest.mark.django_db
def test_the_database_of_the_tests_waits_for_its_turn_to_write() -> None:
    with connection.cursor() as cursor:
        if not settings.ON_SQLITE:
            pytest.skip("PostgreSQL queues writers by itself")
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
