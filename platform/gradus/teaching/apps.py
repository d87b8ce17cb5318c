"""The teaching app."""

from django.apps import AppConfig


class TeachingConfig(AppConfig):
    """Django's entry for teaching."""

    name = "gradus.teaching"
    default_auto_field = "django.db.models.BigAutoField"
