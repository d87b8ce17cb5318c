"""The queue, which is rows too, and what tells people and processes how it fares."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

MOST_STARTS = 3
"""A job that was started this often without an outcome is failed."""


class Lane(models.TextChoices):
    """The queues of the grader worker."""

    ANSWER = "answer"
    PROOF = "proof"
    REGRADE = "regrade"


LANE_PRIORITY: dict[str, int] = {Lane.ANSWER: 0, Lane.PROOF: 1, Lane.REGRADE: 2}


class GradingJob(models.Model):
    """The queue: a row until its submission has an outcome. Redis only says that there is something to do."""

    submission = models.ForeignKey("submissions.Submission", on_delete=models.PROTECT, related_name="jobs")
    purpose = models.CharField(max_length=10, choices=Lane.choices, default=Lane.ANSWER)
    lane = models.CharField(max_length=10, choices=Lane.choices, default=Lane.ANSWER)
    priority = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    enqueued_at = models.DateTimeField(db_default=Now())
    starts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "purpose"], name="job_unique_per_purpose"),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="job_lane_known"),
            models.CheckConstraint(condition=Q(purpose__in=Lane.values), name="job_purpose_known"),
            models.CheckConstraint(condition=Q(starts__lte=MOST_STARTS), name="job_starts_bounded"),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False),
                name="job_claim_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "priority", "received_at", "id"],
                condition=Q(claim__isnull=True),
                name="job_waiting",
            ),
            models.Index(fields=["claim"], name="job_claim"),
            models.Index(fields=["lease_until"], name="job_lease"),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} for {self.submission_id}"


class Alert(models.Model):
    """Something a person must look at: a submission that failed, two authorities that disagree."""

    kind = models.CharField(max_length=40)
    submission = models.ForeignKey(
        "submissions.Submission", null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    detail = models.JSONField(default=dict)
    raised_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kind


class Heartbeat(models.Model):
    """When a process of ours last said that it works (`sweeper`)."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name} at {self.beat_at}"
