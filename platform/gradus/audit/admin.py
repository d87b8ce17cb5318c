"""The audit log in Django's admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gradus.accounts.admin import Looked, site
from gradus.audit.models import AuditEntry


@admin.register(AuditEntry, site=site)
class AuditEntryAdmin(Looked):
    """Append-only."""

    plural = _("Audit entries")
    organisation = "organisation"
    list_display = ("at", "actor", "action", "person", "course", "target_kind", "target")
    list_select_related = ("actor", "person")
    list_filter = ("action",)
    search_fields = ("=course", "=target", "=person__public_id", "=actor__public_id")
    date_hierarchy = None
