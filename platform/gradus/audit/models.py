"""The audit log: who did what to whom and when. Append-only; rows hold ids and codes, never words or typed text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from gradus.accounts.models import Organisation


class Action(models.TextChoices):
    """What can be logged: a verb in the past on a noun. The words for pages are in pages.sentences.audit."""

    COURSE_MADE = "course_made"
    COURSE_CHANGED = "course_changed"
    COURSE_ARCHIVED = "course_archived"
    COURSE_REOPENED = "course_reopened"
    CODE_MADE = "code_made"
    CODE_REVOKED = "code_revoked"
    JOINED = "joined"
    ENROLLED = "enrolled"
    ROLE_CHANGED = "role_changed"
    ENROLMENT_ENDED = "enrolment_ended"
    ROSTER_IMPORTED = "roster_imported"
    SET_MADE = "set_made"
    SET_CHANGED = "set_changed"
    SET_PUBLISHED = "set_published"
    SET_WITHDRAWN = "set_withdrawn"
    SET_RELEASED = "set_released"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REMOVED = "extension_removed"
    GRADE_OVERRIDDEN = "grade_overridden"
    REVIEW_DECIDED = "review_decided"
    REGRADE_ASKED = "regrade_asked"
    RETRY_ASKED = "retry_asked"
    EXPORTED = "exported"
    PROBLEM_PUBLISHED = "problem_published"
    PROBLEM_RETIRED = "problem_retired"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    TEACHING_GRANTED = "teaching_granted"
    TEACHING_WITHDRAWN = "teaching_withdrawn"
    PERSON_SUSPENDED = "person_suspended"
    PERSON_RESTORED = "person_restored"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PASSWORD_SET = "password_set"
    ADMIN_GRANTED = "admin_granted"
    ADMIN_WITHDRAWN = "admin_withdrawn"
    ALERT_RESOLVED = "alert_resolved"


class AuditEntry(models.Model):
    """One thing done. `course` and `target` are public ids (`target_kind` says of what); `detail` holds codes,
    numbers and ids as JSON."""

    at = models.DateTimeField(db_default=Now())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30, choices=Action.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    course = models.CharField(max_length=16, blank=True)
    target_kind = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-at"], name="audit_by_organisation"),
            models.Index(fields=["course", "-at"], name="audit_by_course"),
        ]

    def __str__(self) -> str:
        return f"{self.action} by {self.actor_id}"
