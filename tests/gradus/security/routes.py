"""Every route of the site: how its address is made, what is posted to it, and who gets what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

CAST = (
    "anonymous", "student", "classmate", "outsider", "suspended", "assistant", "teacher", "other_teacher", "admin",
)  # fmt: skip

# 302 for `anonymous` and `suspended` leads to sign-in; the student of the table owns the attempt and the submission.
TABLE = """
                                             anon stud clas outs susp assi teac othe admi
home                                    GET  200  200  200  200  200  200  200  200  200
home                                    POST 405  405  405  405  405  405  405  405  405
theme                                   GET  405  405  405  405  405  405  405  405  405
theme                                   POST 302  302  302  302  302  302  302  302  302
profile                                 GET  302  200  200  200  302  200  200  200  200
profile                                 POST 302  302  302  302  302  302  302  302  302
progress                                GET  302  200  200  200  302  200  200  200  200
progress                                POST 302  405  405  405  302  405  405  405  405
health_live                             GET  200  200  200  200  200  200  200  200  200
health_live                             POST 405  405  405  405  405  405  405  405  405
health_ready                            GET  503  503  503  503  503  503  503  503  503
health_ready                            POST 405  405  405  405  405  405  405  405  405
join                                    GET  302  200  200  200  302  200  200  200  200
join                                    POST 302  302  302  302  302  302  302  302  302
join_with_code                          GET  302  200  200  200  302  200  200  200  200
join_with_code                          POST 302  302  302  302  302  302  302  302  302
problem_set                             GET  302  200  200  404  302  200  200  404  200
problem_set                             POST 302  405  405  405  302  405  405  405  405
item                                    GET  302  302  200  404  302  200  200  404  200
item                                    POST 302  302  302  404  302  302  302  404  404
attempt                                 GET  302  200  404  404  302  200  200  404  200
attempt                                 POST 302  405  405  405  302  405  405  405  405
preview                                 GET  302  302  302  302  302  302  302  302  302
preview                                 POST 302  200  404  404  302  404  404  404  404
submit                                  GET  302  302  302  302  302  302  302  302  302
submit                                  POST 302  302  404  404  302  404  404  404  404
hint                                    GET  302  302  302  302  302  302  302  302  302
hint                                    POST 302  200  404  404  302  404  404  404  404
another                                 GET  302  302  302  302  302  302  302  302  302
another                                 POST 302  302  404  404  302  404  404  404  404
give_up                                 GET  302  302  302  302  302  302  302  302  302
give_up                                 POST 302  302  404  404  302  404  404  404  404
submission                              GET  302  200  404  404  302  200  200  404  200
submission                              POST 302  405  405  405  302  405  405  405  405
api_submissions                         GET  403  405  405  405  403  405  405  405  405
api_submissions                         POST 403  202  404  404  403  404  404  404  404
api_submission                          GET  403  200  404  404  403  200  200  404  200
api_submission                          POST 403  405  405  405  403  405  405  405  405
account_login                           GET  200  302  302  302  200  302  302  302  302
account_login                           POST 200  302  302  302  200  302  302  302  302
account_logout                          GET  302  200  200  200  302  200  200  200  200
account_logout                          POST 302  302  302  302  302  302  302  302  302
account_inactive                        GET  200  200  200  200  200  200  200  200  200
account_inactive                        POST 405  405  405  405  405  405  405  405  405
account_signup                          GET  200  302  302  302  200  302  302  302  302
account_signup                          POST 200  302  302  302  200  302  302  302  302
account_email_verification_sent         GET  200  200  200  200  200  200  200  200  200
account_email_verification_sent         POST 405  405  405  405  405  405  405  405  405
account_change_password                 GET  302  200  200  200  302  200  200  200  200
account_change_password                 POST 302  200  200  200  302  200  200  200  200
account_set_password                    GET  302  302  302  302  302  302  302  302  302
account_set_password                    POST 302  302  302  302  302  302  302  302  302
account_reset_password                  GET  200  200  200  200  200  200  200  200  200
account_reset_password                  POST 200  200  200  200  200  200  200  200  200
account_confirm_email                   GET  200  200  200  200  200  200  200  200  200
account_confirm_email                   POST 404  404  404  404  404  404  404  404  404
account_reset_password_from_key_done    GET  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done    POST 405  405  405  405  405  405  405  405  405
account_reset_password_from_key         GET  200  200  200  200  200  200  200  200  200
account_reset_password_from_key         POST 200  200  200  200  200  200  200  200  200
account_reset_password_done             GET  200  200  200  200  200  200  200  200  200
account_reset_password_done             POST 405  405  405  405  405  405  405  405  405
"""


def expected() -> dict[tuple[str, str], dict[str, int]]:
    """(route, method) -> who -> status."""
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {
        (name, method): dict(zip(CAST, map(int, statuses), strict=True)) for name, method, *statuses in rows
    }


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every route of the project, those of included packages too."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield each
        else:
            yield from routes(each)


@dataclass
class Site:
    """The ids of the rows that the table is about."""

    world: Any
    attempt: Any
    sent: Any

    def address(self, name: str) -> str:
        """The address of a route, for the student's rows."""
        given: dict[str, list[str]] = {
            "join_with_code": [self.world.code.code],
            "problem_set": [self.world.problem_set.public_id],
            "item": [self.world.item.public_id],
            "submission": [self.sent.public_id],
            "api_submission": [self.sent.public_id],
            "account_confirm_email": ["a-key"],
            "account_reset_password_from_key": ["1", "a-key"],
        }
        of_attempts = ("attempt", "preview", "submit", "hint", "another", "give_up", "api_submissions")
        return reverse(name, args=given.get(name, [self.attempt.public_id] if name in of_attempts else []))

    def body(self, name: str) -> dict[str, Any]:
        """A body that the route takes from whoever may use it."""
        given: dict[str, dict[str, Any]] = {
            "profile": {"name": "Somebody"},
            "join": {"code": self.world.code.code},
            "join_with_code": {"code": self.world.code.code},
            "preview": {"df": "x"},
            "submit": {"df": "x", "client_key": str(self.sent.client_key)},
            "api_submissions": {"responses": {"df": "x"}, "client_key": str(self.sent.client_key)},
        }
        return given.get(name, {})

    def ask(self, client: Client, name: str, method: str, **headers: str) -> HttpResponse:
        """The reply to one request."""
        kind = {"content_type": "application/json"} if name.startswith("api_") else {}
        data = self.body(name) if method == "POST" else None
        send = getattr(client, method.lower())
        reply: HttpResponse = send(self.address(name), data, headers=headers, **kind)
        return reply
