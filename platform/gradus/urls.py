"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("gradus.pages.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("gradus.api.urls")),
]
