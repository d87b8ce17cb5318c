"""The record in Django's admin: to look at, never to change. Lists are by key, newest first, and join what they show."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from gradus.accounts.admin import Looked, site
from gradus.submissions.models import (
    Alert,
    Attempt,
    Grade,
    GradingJob,
    Heartbeat,
    HintUse,
    PartGrade,
    Submission,
)


@admin.register(Attempt, site=site)
class AttemptAdmin(Looked):
    """One student on one variant."""

    organisation = "course__organisation"
    list_display = ("public_id", "user", "course", "item", "number", "started_at", "gave_up_at", "closed_at")
    list_select_related = ("user", "course", "item")
    search_fields = ("=public_id", "=user__email")
    ordering = ("-pk",)


@admin.register(Submission, site=site)
class SubmissionAdmin(Looked):
    """What was sent."""

    organisation = "attempt__course__organisation"
    list_display = ("public_id", "by", "state", "received_at", "late", "hints_used")
    list_select_related = ("by",)
    list_filter = ("state", "late")
    search_fields = ("=public_id", "=by__email", "=attempt__public_id")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Submission]:
        """What was typed may be long: the list does not fetch it."""
        return super().get_queryset(request).defer("typed", "policy")


@admin.register(Grade, site=site)
class GradeAdmin(Looked):
    """The stored outcome."""

    organisation = "submission__attempt__course__organisation"
    list_display = ("public_id", "submission", "verdict", "score", "source", "by", "graded_at", "replaced_at")
    list_select_related = ("submission", "by")
    list_filter = ("source", "verdict")
    search_fields = ("=public_id", "=submission__public_id")
    ordering = ("-pk",)


@admin.register(PartGrade, site=site)
class PartGradeAdmin(Looked):
    """The judgement on one part."""

    organisation = "grade__submission__attempt__course__organisation"
    list_display = ("grade", "part", "verdict", "certificate", "score", "points")
    list_select_related = ("grade",)
    list_filter = ("verdict",)
    search_fields = ("=grade__public_id", "=grade__submission__public_id")
    ordering = ("-pk",)


@admin.register(HintUse, site=site)
class HintUseAdmin(Looked):
    """A hint that was shown."""

    organisation = "attempt__course__organisation"
    list_display = ("attempt", "number", "used_at")
    list_select_related = ("attempt",)
    search_fields = ("=attempt__public_id",)
    ordering = ("-pk",)


@admin.register(GradingJob, site=site)
class GradingJobAdmin(Looked):
    """The queue."""

    organisation = "submission__attempt__course__organisation"
    list_display = ("submission", "purpose", "lane", "starts", "enqueued_at", "claim", "lease_until")
    list_select_related = ("submission",)
    list_filter = ("lane",)
    search_fields = ("=submission__public_id",)
    ordering = ("-pk",)


@admin.register(Alert, site=site)
class AlertAdmin(Looked):
    """Resolved on the queue's page."""

    organisation = "submission__attempt__course__organisation"
    list_display = ("kind", "submission", "raised_at", "resolved_at")
    list_select_related = ("submission",)
    list_filter = ("kind",)
    search_fields = ("=submission__public_id",)
    ordering = ("-pk",)


@admin.register(Heartbeat, site=site)
class HeartbeatAdmin(Looked):
    """Signs of life of our processes."""

    list_display = ("name", "beat_at")
