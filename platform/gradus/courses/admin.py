"""Courses in Django's admin: to look at. The courses' own pages change them, and log it."""

from __future__ import annotations

from django.contrib import admin

from gradus.accounts.admin import Looked, site
from gradus.courses.models import Course, Enrolment, Extension, JoinCode, ProblemSet, ProblemSetItem


@admin.register(Course, site=site)
class CourseAdmin(Looked):
    """A class over a term."""

    organisation = "organisation"
    list_display = ("title", "term", "time_zone", "is_self_study", "created_at", "archived_at")
    search_fields = ("title", "term", "=public_id")


@admin.register(Enrolment, site=site)
class EnrolmentAdmin(Looked):
    """It ends, it does not vanish."""

    organisation = "course__organisation"
    list_display = ("user", "course", "role", "started_at", "ended_at")
    list_select_related = ("user", "course")
    list_filter = ("role",)
    search_fields = ("user__email", "user__name", "course__title", "=public_id")
    ordering = ("-pk",)


@admin.register(JoinCode, site=site)
class JoinCodeAdmin(Looked):
    """The code itself is the course's secret: its own page shows it to whom it concerns."""

    organisation = "course__organisation"
    list_display = ("public_id", "course", "limit", "uses", "expires_at", "revoked_at")
    list_select_related = ("course",)
    exclude = ("code",)
    ordering = ("-pk",)


@admin.register(ProblemSet, site=site)
class ProblemSetAdmin(Looked):
    """Dates and policy."""

    organisation = "course__organisation"
    list_display = (
        "title",
        "course",
        "feedback",
        "counting",
        "published_at",
        "due_at",
        "closes_at",
        "released_at",
    )
    list_select_related = ("course",)
    list_filter = ("feedback",)
    search_fields = ("title", "course__title", "=public_id")


@admin.register(ProblemSetItem, site=site)
class ProblemSetItemAdmin(Looked):
    """One problem of a set."""

    organisation = "problem_set__course__organisation"
    list_display = ("problem_set", "position", "version", "points", "removed_at")
    list_select_related = ("problem_set", "version")
    search_fields = ("problem_set__title", "version__title", "=public_id")
    ordering = ("-pk",)


@admin.register(Extension, site=site)
class ExtensionAdmin(Looked):
    """Other dates for one student."""

    organisation = "problem_set__course__organisation"
    list_display = ("problem_set", "user", "due_at", "closes_at", "granted_by", "granted_at")
    list_select_related = ("problem_set", "user", "granted_by")
    search_fields = ("user__email", "user__name", "problem_set__title", "=public_id")
    ordering = ("-pk",)
