"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Django's entry for pages."""

    name = "gradus.pages"
    default_auto_field = "django.db.models.BigAutoField"
