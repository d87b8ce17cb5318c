"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path, register_converter

from gradus.accounts.admin import site
from gradus.accounts.converters import CodeConverter, PublicIdConverter

register_converter(PublicIdConverter, "public_id")
register_converter(CodeConverter, "code")

urlpatterns = [
    path("", include("gradus.pages.urls")),
    path("accounts/", include("gradus.accounts.urls")),
    path("profile/tokens/", include("gradus.api.token_urls")),
    path("admin/", site.urls),
    path("api/v1/", include("gradus.api.urls")),
]
