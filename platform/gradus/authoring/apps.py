"""The authoring app."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """Django's entry for authoring."""

    name = "gradus.authoring"
    default_auto_field = "django.db.models.BigAutoField"
