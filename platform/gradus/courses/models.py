"""Courses, who takes part in them, and what is set."""

from __future__ import annotations

import secrets
import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gradus.accounts.identifiers import public_id_field
from gradus.accounts.models import Organisation, User
from gradus.library.models import ProblemVersion

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10


def new_join_code() -> str:
    """Ten letters of Crockford's base 32: 50 random bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def check_time_zone(name: str) -> None:
    """Raises ValidationError unless `name` is a time zone that pages can show instants in."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it as region and city, such as Europe/London, or UTC."),
            code="time_zone",
            params={"name": name},
        )


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by who may see them."""

    def visible_to(self, user: User) -> CourseQuerySet:
        """Courses this person is enrolled in now; every course of the organisation for an admin."""
        if user.is_admin:
            return self.filter(organisation_id=user.organisation_id)
        return self.filter(pk__in=Enrolment.objects.current().filter(user=user).values("course"))

    def taught_by(self, user: User) -> CourseQuerySet:
        """Courses in which this person is a teacher or an assistant now."""
        staff = Enrolment.objects.current().filter(user=user, role__in=Role.staff())
        return self.filter(pk__in=staff.values("course"))


class Course(models.Model):
    """A class over a term. Instants are UTC; `time_zone` (IANA) is how this course shows them."""

    public_id = public_id_field()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=200)
    term = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    is_self_study = models.BooleanField(default=False)
    proficient_tries = models.PositiveSmallIntegerField(
        default=4,
        help_text="Variants needed for Proficient. Applied when a level is shown; mastery stays one fold.",
    )
    proficient_score = models.PositiveIntegerField(
        default=800_000, help_text="In millionths. Applied when a level is shown; mastery stays one fold."
    )
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_self_study=True),
                name="course_one_self_study_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(proficient_score__range=(0, 1_000_000)), name="course_proficient_score_range"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class JoinCode(models.Model):
    """Lets people join a course as students, until it expires, is used up or is revoked."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="join_codes")
    code = models.CharField(max_length=20, unique=True, default=new_join_code)
    expires_at = models.DateTimeField(null=True, blank=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(uses__lte=F("limit")), name="join_code_within_limit"
            ),
            # A code for nobody is not made: revoking is the way to close one.
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(limit__gte=1), name="join_code_limit_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Role(models.TextChoices):
    """A place in a course."""

    STUDENT = "student", _("student")
    TEACHER = "teacher", _("teacher")
    ASSISTANT = "assistant", _("assistant")

    @classmethod
    def staff(cls) -> tuple[Role, ...]:
        """Roles that see the work of others."""
        return (cls.TEACHER, cls.ASSISTANT)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments by time."""

    def current(self) -> EnrolmentQuerySet:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


class Enrolment(models.Model):
    """A person's place in a course. It ends, it does not vanish."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.STUDENT)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], condition=Q(ended_at__isnull=True), name="enrolment_one_current"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="enrolment_role_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="enrolment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id}: {self.role}"


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
        seen = self.filter(course__in=Course.objects.visible_to(user))
        if user.is_admin:
            return seen
        return seen.filter(Q(published_at__isnull=False) | Q(course__in=Course.objects.taught_by(user)))


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
