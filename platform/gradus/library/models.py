"""The bank in the database: skills, problems, their immutable versions and the pool of variants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gradus.accounts.identifiers import public_id_field
from gradus.accounts.models import User

MOST_TRIALS = 3
"""A draft whose trial was started this often without an outcome is not tried again until it is changed."""


class Skill(models.Model):
    """One thing to learn. `code` is its number in the curriculum (S10)."""

    slug = models.SlugField(unique=True, max_length=80)
    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    requires = models.ManyToManyField("self", symmetrical=False, related_name="unlocks", blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Problem(models.Model):
    """A template, by the `id` of its file. Its content is in its versions."""

    public_id = public_id_field()
    slug = models.CharField(max_length=120, unique=True)
    unit = models.CharField(max_length=80)
    kinds = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text="The answer kinds of the current version, each between commas: `,expression,number,`.",
    )
    current = models.ForeignKey(
        "ProblemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ProblemVersion(models.Model):
    """What a problem file said at one time. Never changed; a changed file makes the next number."""

    public_id = public_id_field()
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    source = models.TextField(help_text="The problem file (TOML), as it was.")
    title = models.CharField(max_length=200)
    difficulty = models.PositiveSmallIntegerField()
    skills = models.ManyToManyField(Skill, related_name="versions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["problem", "number"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="version_number_unique"),
            models.UniqueConstraint(fields=["problem", "content_hash"], name="version_content_unique"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 5)), name="version_difficulty_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}/{self.number} {self.title}"


class Variant(models.Model):
    """A version made concrete by a seed. Made ahead of use; a request only picks one.

    `question` is grader.question.Question as JSON (reference answers: never leaves the server before release),
    `presentation` what a page shows (prompt, labels, hints, layout), `reveal` what is shown once the answer is
    right or given up.
    """

    version = models.ForeignKey(ProblemVersion, on_delete=models.PROTECT, related_name="variants")
    seed = models.BigIntegerField()
    engine_version = models.CharField(max_length=40)
    question = models.JSONField()
    presentation = models.JSONField()
    reveal = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "seed", "engine_version"], name="variant_unique_per_seed_and_engine"
            )
        ]

    def __str__(self) -> str:
        return f"variant {self.pk} of {self.version_id}"


class DraftQuerySet(models.QuerySet["ProblemDraft"]):
    """Drafts by who may see them."""

    def of(self, user: User) -> DraftQuerySet:
        """One's own: the only ones that one may change."""
        return self.filter(owner=user)

    def visible_to(self, user: User) -> DraftQuerySet:
        """One's own; for an admin, all of the organisation."""
        if user.is_admin:
            return self.filter(owner__organisation_id=user.organisation_id)
        return self.of(user)


class ProblemDraft(models.Model):
    """A problem file that somebody is writing. What was sent last is kept, faulty or not.

    The rows with `asked_at` are the queue of trials (grading.trials): the worker draws a few variants and runs the
    file's own tests. `report` (library.drafting.Report) is what came of the text whose SHA-256 is `tried_hash`.
    """

    public_id = public_id_field()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    problem = models.ForeignKey(
        Problem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="drafts",
        help_text="The owner's problem of which it will be the next version.",
    )
    source = models.TextField(help_text="The text as it was sent last.")
    title = models.CharField(max_length=200, blank=True, help_text="As the text says it, for lists.")
    made_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="Waits for its trial since then.")
    starts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tried_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text that was tried.")
    tried_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(problem__isnull=False), name="draft_one_per_problem"
            ),
            models.CheckConstraint(condition=Q(starts__lte=MOST_TRIALS), name="draft_starts_bounded"),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False),
                name="draft_claim_has_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(asked_at__isnull=False), name="draft_waits"),
        ]

    def __str__(self) -> str:
        return f"draft {self.public_id}"
