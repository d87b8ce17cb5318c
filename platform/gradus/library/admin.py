"""The bank in Django's admin. All organisations share it; problems are changed as drafts, on their own page."""

from __future__ import annotations

from django.contrib import admin

from gradus.accounts.admin import Looked, site
from gradus.library.models import Problem, ProblemVersion, Skill, Variant


@admin.register(Skill, site=site)
class SkillAdmin(Looked):
    """The skill graph is loaded from its file."""

    list_display = ("code", "title", "unit", "position", "retired_at")
    search_fields = ("code", "title", "slug")
    list_filter = ("unit",)


@admin.register(Problem, site=site)
class ProblemAdmin(Looked):
    """Content is in the versions."""

    list_display = ("slug", "unit", "kinds", "current", "owner", "retired_at")
    list_select_related = ("current", "owner")
    list_filter = ("unit",)
    search_fields = ("slug", "=public_id")


@admin.register(ProblemVersion, site=site)
class ProblemVersionAdmin(Looked):
    """Never changed."""

    list_display = ("problem", "number", "title", "difficulty", "author", "created_at")
    list_select_related = ("problem", "author")
    search_fields = ("title", "problem__slug", "=public_id", "=content_hash")
    ordering = ("-pk",)


@admin.register(Variant, site=site)
class VariantAdmin(Looked):
    """Made ahead, never changed. The list leaves the three large columns out."""

    list_display = ("pk", "version", "engine_version", "created_at")
    list_select_related = ("version",)
    search_fields = ("version__problem__slug", "=version__public_id")
    ordering = ("-pk",)
