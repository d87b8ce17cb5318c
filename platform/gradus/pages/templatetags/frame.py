"""Template tags of the page frame: theme, initials, where one is."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from gradus.accounts.models import User
from gradus.pages import theme

register = template.Library()


@register.simple_tag(takes_context=True)
def chosen_theme(context: dict[str, Any]) -> str:
    """`auto`, `light` or `dark`. Error pages are drawn without a request: `auto`."""
    request = context.get("request")
    return theme.chosen(request) if isinstance(request, HttpRequest) else "auto"


@register.simple_tag
def themes() -> list[tuple[str, Any]]:
    """The choices with their names, in order."""
    return list(theme.NAMES.items())


@register.filter
def initials(person: User) -> str:
    """Up to two letters: of the first and last word of the name, else of the address."""
    words = (person.name or person.email.partition("@")[0].replace(".", " ")).split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[:2] for word in words[:1]]
    return "".join(letters).upper()


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], *names: str) -> bool:
    """Whether the page shown is one of the named routes."""
    match = getattr(context.get("request"), "resolver_match", None)
    return match is not None and match.view_name in names


@register.simple_tag(takes_context=True)
def here_under(context: dict[str, Any], start: str) -> bool:
    """Whether the address of the page shown begins with `start`."""
    request = context.get("request")
    return isinstance(request, HttpRequest) and request.path.startswith(start)
