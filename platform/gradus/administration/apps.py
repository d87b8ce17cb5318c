"""The administration app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Django's entry for administration."""

    name = "gradus.administration"
    default_auto_field = "django.db.models.BigAutoField"
