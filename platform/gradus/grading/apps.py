"""The grading app."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    """Django's entry for grading."""

    name = "gradus.grading"
    default_auto_field = "django.db.models.BigAutoField"
