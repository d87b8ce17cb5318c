"""Settings on which other promises rest."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from gradus.celery import app
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


def test_time_limits_nest() -> None:
    limits = [
        1,  # the symbolic child
        settings.GRADING_SUBMISSION_SECONDS,
        settings.CELERY_TASK_SOFT_TIME_LIMIT,
        settings.CELERY_TASK_TIME_LIMIT,
        settings.GRADING_LEASE_SECONDS,
    ]
    assert limits == sorted(set(limits))


def test_every_lane_has_its_queue() -> None:
    assert {queue.name for queue in settings.CELERY_TASK_QUEUES} == set(Lane.values)


def test_celery_takes_what_loses_nothing() -> None:
    taken = {
        name: app.conf[name]
        for name in (
            "task_acks_late",
            "task_reject_on_worker_lost",
            "worker_prefetch_multiplier",
            "task_ignore_result",
            "task_publish_retry",
            "broker_connection_max_retries",
            "worker_cancel_long_running_tasks_on_connection_loss",
        )
    }
    assert taken == {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "task_publish_retry": False,
        "broker_connection_max_retries": None,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
    }
    assert app.conf.broker_transport_options["max_retries"] == 0


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
