"""The progress app."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Django's entry for progress."""

    name = "gradus.progress"
    default_auto_field = "django.db.models.BigAutoField"
