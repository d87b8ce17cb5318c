"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Django's entry for audit."""

    name = "gradus.audit"
    default_auto_field = "django.db.models.BigAutoField"
