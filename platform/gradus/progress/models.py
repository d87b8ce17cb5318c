"""What a student has shown they can do: evidence, and the mastery folded from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gradus.courses.models import Course
from gradus.library.models import Problem, Skill, Variant
from gradus.submissions.models import FULL_SCORE, Grade, Submission


class Evidence(models.Model):
    """The first check of one variant, for one skill. `value` is 1, or 0.5 with a hint, or 0; in millionths.

    A regrade appends a row and sets `replaced_at` on the one before it; the database refuses other changes. Mastery folds
    current rows in order of (`received_at`, `submission_id`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="evidence")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="evidence")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="evidence")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="evidence")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="evidence")
    value = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "skill", "variant"],
                condition=Q(replaced_at__isnull=True),
                name="evidence_once_per_variant",
            ),
            models.CheckConstraint(
                condition=Q(value__in=(0, FULL_SCORE // 2, FULL_SCORE)), name="evidence_value_known"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "skill", "received_at", "submission"], name="evidence_fold_order")
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Level(models.TextChoices):
    """The four levels, and the blank before them."""

    NONE = "none", _("not started")
    STARTED = "started", _("Started")
    FAMILIAR = "familiar", _("Familiar")
    PROFICIENT = "proficient", _("Proficient")
    SECURE = "secure", _("Secure")


class Mastery(models.Model):
    """A student's level in a skill: the fold of their evidence, kept so that pages need not fold.

    `score` is m in millionths, `variants` is n, `problems` counts templates.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mastery")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="mastery")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.NONE)
    score = models.PositiveIntegerField(default=300_000)
    variants = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    review_days = models.PositiveSmallIntegerField(default=3)
    review_due_at = models.DateTimeField(null=True, blank=True)
    proficient_at = models.DateTimeField(null=True, blank=True)
    last_evidence_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="mastery_one_per_skill"),
            models.CheckConstraint(condition=Q(score__range=(0, FULL_SCORE)), name="mastery_score_range"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="mastery_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.skill_id}: {self.level}"
