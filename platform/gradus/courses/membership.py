"""Courses and who takes part in them. Imported through `courses.models`."""

from __future__ import annotations

import secrets
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gradus.accounts.identifiers import public_id_field
from gradus.accounts.models import Organisation, User
from gradus.courses.rights import OF_ADMINS, Right, Role, roles_with

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

    def where(self, user: User, right: Right) -> CourseQuerySet:
        """Courses in which this person holds `right` now (courses.rights): the permission query of every view."""
        if user.is_admin and right in OF_ADMINS:
            return self.filter(organisation_id=user.organisation_id)
        places = Enrolment.objects.current().filter(user=user, role__in=roles_with(right))
        return self.filter(pk__in=places.values("course"))

    def visible_to(self, user: User) -> CourseQuerySet:
        """Courses this person is enrolled in now; every course of the organisation for an admin."""
        return self.where(user, Right.SEE)

    def taught_by(self, user: User) -> CourseQuerySet:
        """Courses in which this person sees the work of others by their own enrolment, not as an admin."""
        staff = Enrolment.objects.current().filter(user=user, role__in=roles_with(Right.SEE_WORK))
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

    public_id = public_id_field()
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


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments by time."""

    def current(self) -> EnrolmentQuerySet:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


class Enrolment(models.Model):
    """A person's place in a course. It ends, it does not vanish."""

    public_id = public_id_field()
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


class InvitationState(models.TextChoices):
    """Where a mail stands. `retrying`: the mail server has not taken it so far; `failed`: in none of its starts."""

    WAITING = "waiting"
    RETRYING = "retrying"
    SENT = "sent"
    FAILED = "failed"


class Invitation(models.Model):
    """A mail that tells a person of their place and lets them choose a password. The row is the queue.

    `next_at`: not to be started before; a start puts it ahead, so that two processes do not send the same mail.
    `site` is the address of the web site as the teacher's browser knew it, for the link in the mail.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="invitation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    site = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=InvitationState.choices, default=InvitationState.WAITING)
    starts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(sent_at=None), name="invitation_waiting"),
        ]

    def __str__(self) -> str:
        return f"invitation to {self.enrolment_id}: {self.state}"
