"""Which static files of packages are served: those of Django's admin, no others."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder


class AdminFilesFinder(AppDirectoriesFinder):
    """Finds the files of django.contrib.admin (settings: STATICFILES_FINDERS)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(["django.contrib.admin"], *args, **kwargs)
