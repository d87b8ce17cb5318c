"""The site as compose runs it, from outside: sign-up by mail, an answer and its verdict, headers, backup, the end.

One site for the whole module; the last test stops it.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import wait_until
from tests.production.compose import OURS
from tests.production.conftest import Databases, MailServer, Site
from tests.production.visitor import HOST, Page, Visitor

RUNNING = OURS[1:]
ADDRESS = "noor@example.org"
PASSWORD = "ein langes Passwort 17"
NEW_PASSWORD = "noch ein langes Passwort 18"
CODE = "J01NMEN0W1"
LINK = re.compile(r"https?://\S+")
HIDDEN = re.compile(r'name="client_key" value="([^"]+)"')
FIELD = re.compile(r'id="answer-[^"]+"\s+name="([^"]+)"')
VERDICT = re.compile(r'<section class="verdict (\w+)')
COURSE = f"""
from django.utils import timezone
from gradus.accounts.models import Organisation
from gradus.courses.models import Course, JoinCode, ProblemSet, ProblemSetItem
from gradus.library.models import Problem
course = Course.objects.create(organisation=Organisation.default(), title="Calculus", time_zone="Europe/London")
JoinCode.objects.create(course=course, code="{CODE}")
chosen = ProblemSet.objects.create(course=course, title="Chain rule", published_at=timezone.now())
version = Problem.objects.get(slug="diff.chain.inner-square").current
print(ProblemSetItem.objects.create(problem_set=chosen, version=version, position=1, points=2).public_id)
"""
ANSWER = """
from gradus.submissions.models import Attempt
print(Attempt.objects.get(public_id="{attempt}").variant.question["parts"][0]["answer"])
"""
RECORD = """
import json
from django.apps import apps
from django.db.models import Sum
from gradus.submissions.models import Grade, PartGrade
counts = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
sums = [Model.objects.aggregate(Sum("score"))["score__sum"] for Model in (Grade, PartGrade)]
print(json.dumps([counts, sums], sort_keys=True))
"""


def link_in(mail: Message) -> str:
    """The path of the one link to the site in a mail."""
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    (link,) = LINK.findall(text.decode())
    assert urlsplit(link)[:2] == ("https", HOST)
    return urlsplit(link).path


def sign_in(visitor: Visitor, password: str) -> Page:
    return visitor.post("/accounts/login/", visitor.get("/accounts/login/"), login=ADDRESS, password=password)


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.once("GET", "/profile/").status == 200


@pytest.fixture(scope="module")
def student(site: Site, mail_server: MailServer) -> Visitor:
    """Signed up through the page, and confirmed by the link in the mail."""
    visitor = site.visitor()
    form = visitor.get("/accounts/signup/")
    sent = visitor.post(
        "/accounts/signup/", form, name="Noor Aziz", email=ADDRESS, password1=PASSWORD, password2=PASSWORD
    )
    assert "Look in your mail" in sent.text
    assert not is_signed_in(visitor)
    mail = mail_server.next()
    assert (mail["To"], mail["From"]) == (ADDRESS, f"gradus@{HOST}")
    assert mail["Subject"] == "Confirm your address for Gradus"
    path = link_in(mail)
    visitor.post(path, visitor.get(path))
    sign_in(visitor, PASSWORD)
    assert is_signed_in(visitor)
    return visitor


@pytest.fixture(scope="module")
def answered(site: Site, student: Visitor) -> list[str]:
    """The verdicts on an unreadable, a wrong and a right answer, given through the pages."""
    item = site.shell(COURSE)
    assert "Calculus" in student.post("/join/", student.get("/join/"), code=CODE).text
    page = student.post(f"/items/{item}/", student.get(f"/items/{item}/"))
    answer = site.shell(ANSWER.format(attempt=page.path.strip("/").split("/")[1]))
    return [submit(student, page.path, typed) for typed in ("2x*(", f"({answer}) + 1", answer)]


def submit(visitor: Visitor, path: str, typed: str) -> str:
    """Types one answer and waits for what is said of it."""
    page = visitor.get(path)
    (name,) = set(FIELD.findall(page.text))
    given = {name: typed, "client_key": HIDDEN.findall(page.text)[0]}
    shown = [visitor.post(f"{path}submit/", page, **given)]

    def is_final() -> bool:
        found = VERDICT.findall(shown[-1].text)
        if found and found[0] not in ("waiting", "received"):
            return True
        shown.append(visitor.get(path))
        return False

    wait_until(is_final, f"there is a verdict on {typed}", 30)
    return VERDICT.findall(shown[-1].text)[0]


def test_everybody_is_healthy(site: Site) -> None:
    assert {name: site.health(name).returncode for name in RUNNING} == dict.fromkeys(RUNNING, 0)
    ready = site.visitor().get("/health/ready")
    assert (ready.status, json.loads(ready.text)["status"]) == (200, "ok")


def test_a_student_signs_up_by_mail_and_has_answers_judged(answered: list[str]) -> None:
    assert answered == ["unreadable", "incorrect", "correct"]


def test_a_forgotten_password_is_chosen_anew_by_mail(
    site: Site, student: Visitor, mail_server: MailServer
) -> None:
    visitor = site.visitor()
    asked = visitor.post("/accounts/password/reset/", visitor.get("/accounts/password/reset/"), email=ADDRESS)
    assert "Look in your mail" in asked.text
    mail = mail_server.next()
    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Choose a new password for Gradus")
    page = visitor.get(link_in(mail))
    visitor.post(page.path, page, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    sign_in(old := site.visitor(), PASSWORD)
    sign_in(new := site.visitor(), NEW_PASSWORD)
    assert (is_signed_in(old), is_signed_in(new)) == (False, True)


PROTECTION = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
TOO_LARGE = "x=" + "y" * 3_000_000
ASKED: list[tuple[str, int, Callable[[Visitor], Page]]] = [
    ("a page", 200, lambda v: v.once("GET", "/")),
    ("sign-in", 200, lambda v: v.once("GET", "/accounts/login/")),
    ("to sign-in", 302, lambda v: v.once("GET", "/progress/")),
    ("nothing there", 404, lambda v: v.once("GET", "/no/such/page/")),
    ("a form without its token", 403, lambda v: v.once("POST", "/accounts/login/", "login=x")),
    (
        "a form that is too large",
        413,
        lambda v: v.get("/accounts/login/") and v.once("POST", "/theme/", TOO_LARGE),
    ),
    ("nothing there in the API", 404, lambda v: v.once("GET", "/api/v1/no/such/thing")),
    ("a style", 200, lambda v: v.once("GET", style(v))),
    ("no such style", 404, lambda v: v.once("GET", "/static/css/nothing.css")),
    ("alive", 200, lambda v: v.once("GET", "/health/live")),
    ("the wrong method", 405, lambda v: v.once("POST", "/health/ready")),
]


def style(visitor: Visitor) -> str:
    """The address of the style sheet, as the front page gives it."""
    found = re.search(r'href="(/static/css/gradus\.[0-9a-f]+\.css)"', visitor.get("/").text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize(("status", "ask"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_the_browser_is_told_to_protect_every_answer(site: Site, status: int, ask: Any) -> None:
    page = ask(site.visitor())
    assert {name: page.headers[name] for name in PROTECTION} == PROTECTION
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert page.status == status, page.text[:500]


def test_plain_http_is_sent_to_https_and_cookies_stay_on_https(site: Site) -> None:
    visitor = site.visitor(https=False)
    moved = visitor.once("GET", "/accounts/login/")
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/accounts/login/")
    form = site.visitor().once("GET", "/accounts/login/")
    cookies = form.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("; Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_another_host_s_name_is_refused_though_health_answers_to_any(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.once("GET", "/accounts/login/", Host="evil.example.com").status == 400
    assert visitor.once("GET", "/health/live", Host="10.0.0.7:8000").status == 200


def test_a_backup_restored_into_an_empty_installation_is_the_same_record(
    site: Site, answered: list[str], databases: Databases
) -> None:
    before, copy = site.shell(RECORD), site.folder / "gradus.dump"
    programs, empty = databases.server.programs, databases.new()
    for command in (
        ["pg_dump", "--format", "custom", "--file", str(copy), site.database_url],
        ["pg_restore", "--exit-on-error", "--no-owner", "--dbname", empty, str(copy)],
    ):
        subprocess.run([str(programs / command[0]), *command[1:]], check=True)
    restored = Site(site.folder, empty, site.redis_url, site.dotenv)
    assert json.loads(before)[0]["submissions.Submission"] == 2
    assert restored.shell(RECORD) == before
    assert restored.run("web", ["python", "-m", "gradus", "migrate", "--check"]).returncode == 0


def test_a_second_start_changes_nothing(site: Site, answered: list[str]) -> None:
    before = site.shell(RECORD)
    done = site.run("migrations", site.services["migrations"].command)
    assert done.returncode == 0, done.stderr[-3000:]
    assert site.shell(RECORD) == before


def test_a_grader_that_does_not_work_is_not_healthy(
    site: Site, student: Visitor, answered: list[str]
) -> None:
    age = "update submissions_heartbeat set beat_at = now() - interval '5 minutes'"
    site.stop("sweeper")
    site.shell(f"from django.db import connection; connection.cursor().execute({age!r})")
    check = site.health("sweeper")
    assert check.returncode == 1
    assert check.stderr.startswith("CommandError: Seen 30")
    assert site.visitor().get("/health/ready").status == 503
    site.start("sweeper")
    wait_until(lambda: site.health("sweeper").returncode == 0, "the sweeper is healthy again")


def test_each_service_ends_in_time_when_it_is_told_to(site: Site) -> None:
    ended = {name: site.stop(name)[0] for name in RUNNING}
    assert ended == dict.fromkeys(RUNNING, 0)
    assert site.health("web").returncode != 0
