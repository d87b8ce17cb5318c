"""Settings on which other promises rest."""

from __future__ import annotations

import inspect

from django.conf import settings
from django.test import Client

from grader.symbolic import prove_equal
from gradus.celery import app
from gradus.courses.actions import invitations
from gradus.submissions import doorbell
from gradus.submissions.models import Lane

CONTENT_SECURITY_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


CELERY = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "task_publish_retry": False,
    "broker_connection_max_retries": None,
    "broker_connection_retry_on_startup": True,
    "worker_cancel_long_running_tasks_on_connection_loss": True,
    "task_soft_time_limit": 8,
    "task_time_limit": 10,
    "worker_max_tasks_per_child": 200,
    "worker_max_memory_per_child": 400_000,
    "broker_transport_options": {
        "visibility_timeout": 60,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 5,
        "max_retries": 0,
    },
    # Not about losing: which queues there are, how messages look, whose logging is used.
    "task_default_queue": "answer",
    "task_create_missing_queues": False,
    "task_serializer": "json",
    "accept_content": ["json"],
    "timezone": "UTC",
    "worker_hijack_root_logger": False,
}


def test_time_limits_nest() -> None:
    limits = [
        inspect.signature(prove_equal).parameters["wall"].default,
        settings.GRADING_SUBMISSION_SECONDS,
        settings.CELERY_TASK_SOFT_TIME_LIMIT,
        settings.CELERY_TASK_TIME_LIMIT,
        settings.GRADING_LEASE_SECONDS,
    ]
    assert limits == [1, 5, 8, 10, 30]


def test_no_task_has_limits_of_its_own() -> None:
    """A task that ran longer than its message is invisible would be run by two workers."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if name.startswith("gradus.")}
    assert set(ours) == {doorbell.GRADE_TASK, doorbell.REFILL_TASK, doorbell.TRIAL_TASK, invitations.TASK}
    assert {(task.soft_time_limit, task.time_limit) for task in ours.values()} == {(8, 10)}


def test_every_lane_has_its_queue() -> None:
    assert {queue.name for queue in settings.CELERY_TASK_QUEUES} == set(Lane.values)


def test_celery_takes_what_loses_nothing() -> None:
    """Each was measured: change one only with the fault tests at hand."""
    taken = {name: getattr(settings, name) for name in dir(settings) if name.startswith("CELERY_")}
    assert taken.pop("CELERY_BROKER_URL") == settings.REDIS_URL
    assert [queue.name for queue in taken.pop("CELERY_TASK_QUEUES")] == ["answer", "proof", "regrade"]
    assert taken == {f"CELERY_{name.upper()}": value for name, value in CELERY.items()}
    assert {name: app.conf[name] for name in CELERY} == CELERY


def test_the_content_security_policy_is_sent(client: Client) -> None:
    response = client.get("/health/live")
    sent = {directive.strip() for directive in response["Content-Security-Policy"].split(";")}
    assert sent == CONTENT_SECURITY_POLICY


def test_other_headers_of_the_browsers_protection_are_sent(client: Client) -> None:
    response = client.get("/health/live")
    found = {
        name: response[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    }
    assert found == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
