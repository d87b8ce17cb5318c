"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Django's entry for api."""

    name = "gradus.api"
    default_auto_field = "django.db.models.BigAutoField"
