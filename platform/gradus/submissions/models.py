"""The record: attempts, submissions, grades.

Submissions and grades are append-only: triggers refuse the rest (gradus.record_guard). The one column that
holds what a person typed is `Submission.typed`. The queue's tables are written in `queue` and imported from here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from gradus.accounts.identifiers import public_id_field
from gradus.accounts.models import User
from gradus.courses.models import Course, ProblemSetItem
from gradus.library.models import Variant
from gradus.submissions.queue import LANE_PRIORITY, MOST_STARTS, Alert, GradingJob, Heartbeat, Lane

__all__ = [
    "CERTIFICATES",
    "FULL_SCORE",
    "LANE_PRIORITY",
    "MOST_STARTS",
    "VERDICTS",
    "Alert",
    "Attempt",
    "AttemptQuerySet",
    "Grade",
    "GradingJob",
    "Heartbeat",
    "HintUse",
    "Lane",
    "PartGrade",
    "Source",
    "State",
    "Submission",
    "SubmissionQuerySet",
]

FULL_SCORE = 1_000_000


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts by who may see them."""

    def of(self, user: User) -> AttemptQuerySet:
        """This person's own attempts: the only ones they may answer."""
        return self.filter(user=user)

    def visible_to(self, user: User) -> AttemptQuerySet:
        """One's own, those of courses one teaches or assists in; for an admin, all of the organisation."""
        if user.is_admin:
            return self.filter(course__organisation_id=user.organisation_id)
        return self.filter(Q(user=user) | Q(course__in=Course.objects.taught_by(user)))


class Attempt(models.Model):
    """One student on one variant. A new variant closes the attempt before it."""

    public_id = public_id_field()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="attempts")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="attempts")
    item = models.ForeignKey(
        ProblemSetItem, null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )
    number = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    gave_up_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "item", "number"], name="attempt_number_unique"),
            models.UniqueConstraint(fields=["user", "item", "variant"], name="attempt_variant_once"),
            models.UniqueConstraint(
                fields=["user", "item"],
                condition=Q(closed_at__isnull=True, item__isnull=False),
                name="attempt_one_open_per_item",
            ),
            models.CheckConstraint(
                condition=Q(gave_up_at__isnull=True) | Q(closed_at__isnull=False),
                name="attempt_given_up_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.public_id}"


class State(models.TextChoices):
    """Where a submission stands. `failed` is our fault and counts nothing; `needs_review` waits for a teacher."""

    WAITING = "waiting"
    GRADED = "graded"
    NEEDS_REVIEW = "needs_review"
    FAILED = "failed"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions by who may see them."""

    def visible_to(self, user: User) -> SubmissionQuerySet:
        """Submissions of attempts this person may see."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class Submission(models.Model):
    """The responses sent at one moment, and the dates and policy that applied to them. Only `state` moves.

    `typed` is `{"responses": {part: text}, "read_as": {part: LaTeX}}`.
    """

    public_id = public_id_field()
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="submissions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField()
    typed = models.JSONField()
    received_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    policy = models.JSONField(default=dict)
    hints_used = models.PositiveSmallIntegerField(default=0)
    milliseconds = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "client_key"], name="submission_client_key_unique"),
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(state="waiting"), name="submission_one_open_per_attempt"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="submission_state_known"),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], name="submission_received"),
            models.Index(fields=["by", "state"], name="submission_by_state"),
        ]

    def __str__(self) -> str:
        return f"submission {self.public_id}"


class Source(models.TextChoices):
    """Who or what made a grade."""

    AUTOMATIC = "automatic"
    REGRADE = "regrade"
    MANUAL = "manual"


VERDICTS = ("correct", "partial", "incorrect", "unreadable", "undecided")
CERTIFICATES = ("proved", "agrees", "differs", "undecided")


class Grade(models.Model):
    """The stored outcome of a submission. A newer grade replaces an older one; none is deleted.

    `score` is 0 to 1 in millionths, as the grader gave it. `replaced_at` is empty for the current grade.
    """

    public_id = public_id_field()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="grades")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.AUTOMATIC)
    verdict = models.CharField(max_length=12)
    score = models.PositiveIntegerField()
    grader_version = models.CharField(max_length=40)
    graded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(replaced_at__isnull=True), name="grade_one_current"
            ),
            models.CheckConstraint(condition=Q(score__range=(0, FULL_SCORE)), name="grade_score_range"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="grade_verdict_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="grade_source_known"),
            models.CheckConstraint(
                condition=~Q(source=Source.MANUAL) | Q(by__isnull=False), name="grade_manual_names_its_author"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} for {self.submission_id}"


class PartGrade(models.Model):
    """The judgement on one part. `result` is grader.results.PartResult as JSON, without what was typed."""

    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=12)
    certificate = models.CharField(max_length=12, blank=True)
    score = models.PositiveIntegerField()
    points = models.PositiveSmallIntegerField(default=1)
    diagnosis = models.JSONField(default=list)
    wrong_class = models.CharField(max_length=64, blank=True)
    result = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "part"], name="part_grade_unique"),
            models.CheckConstraint(condition=Q(score__range=(0, FULL_SCORE)), name="part_score_range"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="part_verdict_known"),
            models.CheckConstraint(
                condition=Q(certificate__in=("", *CERTIFICATES)), name="part_certificate_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.verdict}"


class HintUse(models.Model):
    """A hint a student asked for: evidence after it counts half."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="hint_uses")
    number = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="hint_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="hint_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"hint {self.number}"
