"""What a browser is told about protection, with every reply of every route, as production sends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gradus.submissions.models import Attempt, Submission
from tests.gradus.security.conftest import As, undone
from tests.gradus.security.routes import Site, expected

NAMES = sorted({name for name, _method in expected()})
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HTTPS = {"X-Forwarded-Proto": "https"}
REFUSED = ("camera", "geolocation", "microphone", "payment")


@pytest.fixture
def production(settings: Any) -> None:
    """HTTPS behind a proxy, as an installation has it; static files from where they are written."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.WHITENOISE_USE_FINDERS = True
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


def missing(headers: Any) -> list[str]:
    """The names of the headers that are not there, or say something else."""
    wrong = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    if not all(
        word in policy for word in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
    ):
        wrong.append("Content-Security-Policy")
    if not all(f"{feature}=()" in headers.get("Permissions-Policy", "") for feature in REFUSED):
        wrong.append("Permissions-Policy")
    return wrong


@pytest.mark.parametrize("who", ["anonymous", "student", "teacher", "admin"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_reply_of_every_route_protects_its_reader(
    world: Any, attempt: Attempt, sent: Submission, as_: As, production: None, who: str, method: str
) -> None:
    site, browser = Site(world, attempt, sent), as_(who)
    browser.defaults["HTTP_X_FORWARDED_PROTO"] = HTTPS["X-Forwarded-Proto"]
    found = {}
    for name in NAMES:
        with undone():
            reply = site.ask(browser, name, method)
        assert reply.status_code != 301, name
        found[name] = missing(reply.headers)
    assert found == {name: [] for name in NAMES}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no/such/page/", 404),
        ("/static/css/gradus.css", 200),
        ("/static/no/such.css", 404),
        ("/health/live", 200),
    ],
)
def test_so_do_files_health_and_what_is_not_there(db: None, production: None, path: str, status: int) -> None:
    reply = Client().get(path, headers=HTTPS)
    assert (reply.status_code, missing(reply.headers)) == (status, [])


def test_so_does_the_page_that_says_that_we_failed(
    db: None, production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("gradus.pages.views.render", broken)
    browser = Client(raise_request_exception=False)
    reply = browser.get("/", headers=HTTPS)
    assert (reply.status_code, missing(reply.headers)) == (500, [])
    assert "a fault of ours" not in reply.content.decode()


def test_a_redirect_to_https_is_not_remembered_over_plain_http(db: None, production: None) -> None:
    reply = Client().get("/accounts/login/")
    assert (reply.status_code, reply["Location"]) == (301, "https://testserver/accounts/login/")
    assert missing(reply.headers) == ["Strict-Transport-Security"]
