"""Every route of the site: how its address is made, what is posted to it, and who gets what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

CAST = (
    "anonymous", "student", "classmate", "outsider", "suspended", "assistant", "teacher", "other_teacher", "admin",
)  # fmt: skip

# 302 for `anonymous` and `suspended` leads to sign-in; the student of the tables owns the attempt and the submission.
TABLES = [
    import_module(f"tests.gradus.security.tables.{path.stem}")
    for path in sorted(Path(__file__).with_name("tables").glob("*.py"))
]
"""One module for each area: TABLE, addresses(site) and bodies(site); where rows are needed, prepare(site)."""


def expected() -> dict[tuple[str, str], dict[str, int]]:
    """(route, method) -> who -> status."""
    rows = [line.split() for each in TABLES for line in each.TABLE.strip().splitlines()[1:]]
    return {
        (name, method): dict(zip(CAST, map(int, statuses), strict=True)) for name, method, *statuses in rows
    }


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every route of the project, those of included packages too, but Django's admin: test_admin_routes has it."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield each
        elif each.namespace != "admin":
            yield from routes(each)


@dataclass
class Site:
    """The ids of the rows that the table is about."""

    world: Any
    attempt: Any
    sent: Any

    def address(self, name: str) -> str:
        """The address of a route, for the student's rows."""
        given = {route: ids for each in TABLES for route, ids in each.addresses(self).items()}
        return reverse(name, args=given.get(name, []))

    def body(self, name: str) -> dict[str, Any]:
        """A body that the route takes from whoever may use it."""
        given = {route: body for each in TABLES for route, body in each.bodies(self).items()}
        return given.get(name, {})

    def ask(self, client: Client, name: str, method: str, **headers: str) -> HttpResponse:
        """The reply to one request."""
        kind = {"content_type": "application/json"} if name.startswith("api_") else {}
        data = self.body(name) if method == "POST" else None
        send = getattr(client, method.lower())
        reply: HttpResponse = send(self.address(name), data, headers=headers, **kind)
        return reply
