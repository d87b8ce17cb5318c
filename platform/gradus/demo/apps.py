"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Django's entry for demo: no models, only commands."""

    name = "gradus.demo"
