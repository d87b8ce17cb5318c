"""Addresses of administration. A GET never writes."""

from __future__ import annotations

from django.urls import path

from gradus.administration import views

urlpatterns = [
    path("", views.overview, name="administration"),
    path("people/", views.people, name="administration_people"),
    path("people/<public_id:public_id>/", views.one, name="administration_person"),
    path("people/<public_id:public_id>/teaching/", views.teaching, name="administration_teaching"),
    path("people/<public_id:public_id>/suspension/", views.suspension, name="administration_suspension"),
    path("queue/", views.queue, name="queue"),
    path("queue/workers/", views.workers, name="queue_workers"),
    path("queue/<public_id:public_id>/retry/", views.retry, name="queue_retry"),
    path("queue/<public_id:public_id>/resolve/", views.resolve, name="queue_resolve"),
    path("audit/", views.audit_log, name="audit_log"),
]
