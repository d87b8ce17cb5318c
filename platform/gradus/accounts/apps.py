"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's entry for accounts."""

    name = "gradus.accounts"
    default_auto_field = "django.db.models.BigAutoField"
