"""The submissions app."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Django's entry for submissions."""

    name = "gradus.submissions"
    default_auto_field = "django.db.models.BigAutoField"
