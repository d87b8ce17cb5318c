"""The library app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Django's entry for library."""

    name = "gradus.library"
    default_auto_field = "django.db.models.BigAutoField"
