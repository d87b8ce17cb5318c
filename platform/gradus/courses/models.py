"""Courses, who takes part in them (`membership`), and what is set."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gradus.accounts.identifiers import public_id_field
from gradus.accounts.models import User
from gradus.courses.membership import (
    CODE_ALPHABET,
    CODE_LENGTH,
    Course,
    CourseQuerySet,
    Enrolment,
    EnrolmentQuerySet,
    Invitation,
    InvitationState,
    JoinCode,
    check_time_zone,
    new_join_code,
)
from gradus.courses.rights import Right, Role
from gradus.library.models import ProblemVersion

__all__ = [
    "CODE_ALPHABET",
    "CODE_LENGTH",
    "Counting",
    "Course",
    "CourseQuerySet",
    "Enrolment",
    "EnrolmentQuerySet",
    "Extension",
    "Feedback",
    "Invitation",
    "InvitationState",
    "JoinCode",
    "ProblemSet",
    "ProblemSetItem",
    "ProblemSetQuerySet",
    "Role",
    "check_time_zone",
    "new_join_code",
]


class Feedback(models.TextChoices):
    """When a student learns what."""

    PRACTICE = "practice", _("practice: verdicts and feedback at once")
    TEST = "test", _("test: nothing before release")


class Counting(models.TextChoices):
    """Which try gives the points."""

    BEST = "best", _("the best try counts")
    LAST = "last", _("the last try counts")
    FIRST = "first", _("the first try counts")


class ProblemSetQuerySet(models.QuerySet["ProblemSet"]):
    """Problem sets by who may see them."""

    def visible_to(self, user: User) -> ProblemSetQuerySet:
        """Published sets of courses this person sees; drafts only for the course's staff and admins."""
        published = Q(published_at__isnull=False, course__in=Course.objects.where(user, Right.SEE))
        return self.filter(published | Q(course__in=Course.objects.where(user, Right.SEE_WORK)))

    def where(self, user: User, right: Right) -> ProblemSetQuerySet:
        """Sets of courses in which this person holds `right`: the permission query of the staff's views."""
        return self.filter(course__in=Course.objects.where(user, right))


class ProblemSet(models.Model):
    """Problems to be done together, with its dates and policy."""

    public_id = public_id_field()
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="problem_sets")
    slug = models.CharField(
        max_length=80, blank=True, default="", help_text="The id in sets.toml; empty for a set made here."
    )
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    feedback = models.CharField(max_length=10, choices=Feedback.choices, default=Feedback.PRACTICE)
    counting = models.CharField(max_length=10, choices=Counting.choices, default=Counting.BEST)
    tries_allowed = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: unlimited.")
    published_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="When a test shows its verdicts.")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProblemSetQuerySet.as_manager()

    class Meta:
        ordering = ["course", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "slug"], condition=~Q(slug=""), name="set_slug_unique_in_course"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(due_at__isnull=True) | Q(opens_at__lt=F("due_at")),
                name="set_opens_before_due",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(closes_at__isnull=True) | Q(due_at__lte=F("closes_at")),
                name="set_due_before_close",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="set_opens_before_close",
            ),
            models.CheckConstraint(condition=Q(feedback__in=Feedback.values), name="set_feedback_known"),
            models.CheckConstraint(condition=Q(counting__in=Counting.values), name="set_counting_known"),
            models.CheckConstraint(
                condition=Q(tries_allowed__isnull=True) | Q(tries_allowed__gte=1), name="set_tries_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def shows_verdicts(self, now: datetime) -> bool:
        """Whether verdicts and feedback may leave the server at `now`."""
        return self.feedback == Feedback.PRACTICE or (
            self.released_at is not None and self.released_at <= now
        )


class ProblemSetItem(models.Model):
    """One problem of a set, pinned to a version. `points` is its weight."""

    public_id = public_id_field()
    problem_set = models.ForeignKey(ProblemSet, on_delete=models.PROTECT, related_name="items")
    version = models.ForeignKey(ProblemVersion, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    points = models.PositiveSmallIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["problem_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem_set", "position"],
                condition=Q(removed_at__isnull=True),
                name="item_position_unique",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="item_position_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_set_id}.{self.position}"


class Extension(models.Model):
    """Other dates for one student."""

    public_id = public_id_field()
    problem_set = models.ForeignKey(ProblemSet, on_delete=models.PROTECT, related_name="extensions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="extensions")
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem_set", "user"], name="extension_one_per_student"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(closes_at__isnull=True) | Q(due_at__lte=F("closes_at")),
                name="extension_due_before_close",
            ),
        ]

    def __str__(self) -> str:
        return f"extension {self.pk}"
