"""Mail where there is no mail server: the demo writes it to the log, and one that is away breaks no page."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gradus.accounts.models import User
from gradus.demo import parts
from gradus.demo.place import Place, place_of
from tests.conftest import NOBODY, free_port, wait_until
from tests.production.visitor import Visitor

ADDRESS = "noor@example.org"
PASSWORD = "ein langes Passwort 17"
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/accounts/password/reset/key/\S+)")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The web process of the demo, on an empty database of its own."""
    place = place_of(tmp_path_factory.mktemp("demo"), free_port(), redis_url=NOBODY, database_url="")
    place.logs.mkdir()
    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--no-input"]):
        subprocess.run(
            [sys.executable, "-m", "gradus", *command], env=place.variables, check=True, capture_output=True
        )
    web = parts.web(place)
    web.start()
    try:
        wait_until(web.ready, "the web server answers")
        yield place
    finally:
        web.ask_to_stop()
        assert web.process is not None
        web.process.wait(15)
        web.kill()


def test_in_the_demo_a_forgotten_password_is_chosen_anew_from_the_log(demo: Place) -> None:
    def visitor() -> Visitor:
        return Visitor(demo.port, https=False, host=f"127.0.0.1:{demo.port}")

    log: Path = demo.logs / "web.log"
    owner = visitor()
    names = {
        "name": "Noor",
        "email": ADDRESS,
        "password1": "the first password 1",
        "password2": "the first password 1",
    }
    owner.post("/accounts/signup/", owner.get("/accounts/signup/"), **names)
    assert owner.once("GET", "/profile/").status == 200

    asked = visitor()
    asked.post("/accounts/password/reset/", asked.get("/accounts/password/reset/"), email=ADDRESS)
    wait_until(lambda: LINK.search(log.read_text()) is not None, "the mail is in the log", 20)
    written = log.read_text()
    assert f"To: {ADDRESS}" in written
    assert "Subject: Choose a new password for Gradus" in written
    link = LINK.search(written)
    assert link is not None
    page = asked.get(link[1])
    asked.post(page.path, page, password1=PASSWORD, password2=PASSWORD)
    again = visitor()
    again.post("/accounts/login/", again.get("/accounts/login/"), login=ADDRESS, password=PASSWORD)
    assert again.once("GET", "/profile/").status == 200


SUBJECTS = {
    "a person": (ADDRESS, "Choose a new password for Gradus", "It works once."),
    "nobody": ("nobody@example.org", "No account at Gradus has this address", "/accounts/signup/"),
}


@pytest.mark.parametrize("who", SUBJECTS)
def test_whoever_asks_is_told_the_same_and_only_the_mail_differs(db: None, who: str) -> None:
    User.objects.create_user(ADDRESS, PASSWORD, name="Noor")
    address, subject, words = SUBJECTS[who]
    page = Client().post("/accounts/password/reset/", {"email": address}, follow=True)
    assert "If an account has this address, a message with a link is on its way." in page.content.decode()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([address], subject)
    assert words in sent.body
    assert sent.body.rstrip().endswith("Gradus, at testserver")


def test_who_signs_up_twice_is_told_by_mail_only(db: None, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    User.objects.create_user(ADDRESS, PASSWORD, name="Noor")
    form = {"name": "Mallory", "email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD}
    page = Client().post("/accounts/signup/", form, follow=True)
    assert "Look in your mail" in page.content.decode()
    (sent,) = mail.outbox
    assert sent.subject == "You have an account at Gradus already"
    assert "/accounts/password/reset/" in sent.body


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_a_mail_server_that_is_away_breaks_no_page_and_is_told(db: None, settings: Any, path: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    form = {"name": "Noor", "email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD}
    page = Client().post(path, form, follow=True)
    assert page.status_code == 200
    assert "The message could not be sent: our mail server does not answer." in page.content.decode()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"EMAIL_PORT": "465"}, (True, False, "gradus@a.example.org")),
        ({"EMAIL_PORT": "587"}, (False, True, "gradus@a.example.org")),
        ({"EMAIL_PORT": "465", "EMAIL_TLS": "0"}, (False, False, "gradus@a.example.org")),
        ({"EMAIL_FROM": "maths@b.example.org"}, (False, True, "maths@b.example.org")),
        ({"ALLOWED_HOSTS": ".example.org"}, (False, True, "gradus@example.org")),
        ({"ALLOWED_HOSTS": "*"}, (False, True, "gradus@localhost")),
    ],
)
def test_the_settings_of_mail(
    tmp_path: Path, given: dict[str, str], expected: tuple[bool, bool, str]
) -> None:
    variables = {
        "GRADUS_ENVIRONMENT": "production",
        "GRADUS_DATA": str(tmp_path),
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "a.example.org,b.example.org",
        "EMAIL_HOST": "mail.example.org",
        "DJANGO_SETTINGS_MODULE": "gradus.settings",
        "PYTHONPATH": "platform:.",
    }
    code = "from django.conf import settings as s; print((s.EMAIL_USE_SSL, s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables | given, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(expected)
