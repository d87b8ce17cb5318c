"""Addresses of administration. A GET never writes."""

from __future__ import annotations

from django.urls import path

from gradus.administration.views import audit, overview, people, queue

urlpatterns = [
    path("", overview.overview, name="administration"),
    path("people/", people.people, name="administration_people"),
    path("people/<public_id:public_id>/", people.one, name="administration_person"),
    path("people/<public_id:public_id>/teaching/", people.teaching, name="administration_teaching"),
    path("people/<public_id:public_id>/suspension/", people.suspension, name="administration_suspension"),
    path("queue/", queue.queue, name="queue"),
    path("queue/workers/", queue.workers, name="queue_workers"),
    path("queue/<public_id:public_id>/retry/", queue.retry, name="queue_retry"),
    path("queue/<public_id:public_id>/resolve/", queue.resolve, name="queue_resolve"),
    path("audit/", audit.audit_log, name="audit_log"),
]
