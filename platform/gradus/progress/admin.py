"""Evidence and mastery in Django's admin: to look at."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gradus.accounts.admin import Looked, site
from gradus.progress.models import Evidence, Mastery


@admin.register(Evidence, site=site)
class EvidenceAdmin(Looked):
    """Append-only."""

    plural = _("Evidence")
    organisation = "course__organisation"
    list_display = ("user", "skill", "course", "problem", "value", "received_at", "replaced_at")
    list_select_related = ("user", "skill", "course", "problem")
    search_fields = ("=user__email", "=skill__code", "=submission__public_id")
    ordering = ("-pk",)


@admin.register(Mastery, site=site)
class MasteryAdmin(Looked):
    """The fold of the evidence."""

    plural = _("Mastery")
    organisation = "user__organisation"
    list_display = ("user", "skill", "level", "score", "variants", "review_due_at", "updated_at")
    list_select_related = ("user", "skill")
    list_filter = ("level",)
    search_fields = ("=user__email", "=skill__code")
    ordering = ("-pk",)
