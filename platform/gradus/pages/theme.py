"""Light, dark, or as the device says: a choice kept in a cookie, so that it needs no account."""

from __future__ import annotations

from typing import Literal, cast, get_args

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Theme = Literal["auto", "light", "dark"]
COOKIE = "theme"
ONE_YEAR = 365 * 24 * 3600

NAMES: dict[Theme, Promise] = {"auto": _("Auto"), "light": _("Light"), "dark": _("Dark")}


def chosen(request: HttpRequest) -> Theme:
    """What the cookie says; anything unknown is `auto`."""
    value = request.COOKIES.get(COOKIE, "auto")
    return cast(Theme, value) if value in get_args(Theme) else "auto"
