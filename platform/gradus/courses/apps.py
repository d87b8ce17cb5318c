"""The courses app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Django's entry for courses."""

    name = "gradus.courses"
    default_auto_field = "django.db.models.BigAutoField"
