"""Who may ask what: every route, every one of the cast, every method."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.courses.models import Enrolment
from gradus.submissions.models import Attempt, Submission
from tests.gradus.security.conftest import As, undone, unvarying, whole
from tests.gradus.security.routes import CAST, TABLES, Site, expected, routes

NAMES = list(dict.fromkeys(name for name, _ in expected()))
OURS = [name for name in NAMES if not name.startswith("account_")]
WRITING = ["preview", "submit", "hint", "another", "give_up", "api_submissions"]
PRIVATE = [*WRITING, "attempt", "submission", "api_submission"]
SIGN_IN = reverse("account_login")


@pytest.fixture
def site(world: Any, attempt: Attempt, sent: Submission) -> Site:
    """The student has an attempt with one submission that waits. Addresses are known to allauth, as after sign-up."""
    for user in User.objects.all():
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    site = Site(world, attempt, sent)
    for table in TABLES:
        getattr(table, "prepare", lambda _site: None)(site)
    return site


def everything() -> str:
    """All rows of all tables, the cache's too."""
    rows = {model._meta.label: sorted(map(repr, model.objects.values_list())) for model in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cache ORDER BY cache_key")
        return json.dumps(rows) + repr(cursor.fetchall())


def test_every_route_stands_in_the_table() -> None:
    assert sorted(str(route.name) for route in routes()) == sorted(NAMES)
    assert sorted(expected()) == sorted((name, method) for name in NAMES for method in ("GET", "POST"))


def test_no_route_of_ours_takes_two_ids_that_might_not_belong_together() -> None:
    """A route that does needs a case of its own here: a right parent with a child of someone else."""
    several = [str(route.name) for route in routes() if str(route.pattern).count("<") > 1]
    assert several == ["account_reset_password_from_key"]


@pytest.mark.parametrize("name", NAMES)
def test_each_of_the_cast_gets_what_the_table_says(site: Site, as_: As, name: str) -> None:
    got: dict[str, dict[str, int]] = {"GET": {}, "POST": {}}
    for method, found in got.items():
        for who in CAST:
            with undone():
                reply = site.ask(as_(who), name, method)
            found[who] = reply.status_code
            if reply.status_code == 302 and name in OURS and name != "theme":
                signed_out = who in ("anonymous", "suspended")
                assert reply.headers["Location"].startswith(SIGN_IN) is signed_out, (method, who)
    assert got == {method: expected()[name, method] for method in got}


@pytest.mark.parametrize("who", ["classmate", "outsider", "other_teacher"])
def test_what_is_another_s_looks_as_if_it_were_not_there(site: Site, as_: As, who: str) -> None:
    browser, nowhere = as_(who), Site(site.world, Attempt(public_id="0" * 16), Submission(public_id="0" * 16))
    nowhere.sent.client_key = site.sent.client_key
    for name in PRIVATE:
        method = "GET" if name in ("attempt", "submission", "api_submission") else "POST"
        hidden = whole(site.ask(browser, name, method))
        assert hidden.startswith("404"), name
        ids = site.attempt.public_id, site.sent.public_id, "0" * 16
        assert unvarying(hidden, *ids) == unvarying(whole(nowhere.ask(browser, name, method)), *ids), name


@pytest.mark.parametrize("who", ["classmate", "outsider", "assistant", "teacher", "other_teacher", "admin"])
def test_nobody_writes_into_another_s_attempt(site: Site, as_: As, who: str) -> None:
    browser = as_(who)
    before = everything()
    for name in WRITING:
        assert site.ask(browser, name, "POST").status_code == 404
        assert everything() == before, name


def test_an_admin_of_another_organisation_sees_nothing(site: Site) -> None:
    elsewhere = Organisation.objects.create(slug="elsewhere", name="Elsewhere")
    admin = User.objects.create_user("admin@example.net", None, is_staff=True, organisation=elsewhere)
    browser = Client()
    browser.force_login(admin)
    for name in ("problem_set", "item", "attempt", "submission", "api_submission"):
        assert site.ask(browser, name, "GET").status_code == 404, name


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_not_allowed(site: Site, as_: As, method: str) -> None:
    browser = as_("student")
    got = {name: site.ask(browser, name, method).status_code for name in OURS}
    assert got == dict.fromkeys(OURS, 405)


def test_a_post_without_its_token_is_refused_and_writes_nothing(site: Site) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(site.world.cast.student)
    before = everything()
    got = {name: site.ask(browser, name, "POST").status_code for name in NAMES}
    # health is answered before anything is looked at, and takes no POST
    assert got == {name: 405 if name.startswith("health_") else 403 for name in NAMES}
    assert everything() == before


def test_a_form_is_not_taken_from_another_site_even_with_its_token(site: Site) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(site.world.cast.student)
    browser.get(reverse("join"))
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    taken = [name for name in OURS if expected()[name, "POST"]["student"] < 400]
    for name in taken:
        assert site.ask(browser, name, "POST", Origin="https://evil.example", **token).status_code == 403
    with undone():
        assert site.ask(browser, "api_submissions", "POST", **token).status_code == 202


@pytest.mark.parametrize("who", ["anonymous", "student", "teacher"])
def test_a_get_writes_nothing(site: Site, as_: As, who: str) -> None:
    browser = as_(who)
    before = everything()
    for name in NAMES:
        site.ask(browser, name, "GET")
        site.ask(browser, name, "GET", **{"HX-Request": "true"})
        assert everything() == before, name


def test_whoever_left_the_course_keeps_their_record_and_sends_nothing_more(site: Site, as_: As) -> None:
    site.sent.jobs.all().delete()
    site.sent.state = "failed"
    site.sent.save()
    Enrolment.objects.filter(user=site.world.cast.student).update(ended_at=timezone.now())
    browser = as_("student")
    assert site.ask(browser, "attempt", "GET").status_code == 200
    for name in ("item", "problem_set"):
        assert site.ask(browser, name, "GET").status_code == 404, name
    assert site.ask(browser, "item", "POST").status_code == 404
    data = {"df": "3x^2", "client_key": "6b8f0c1e-0000-4000-8000-000000000001"}
    page = browser.post(site.address("submit"), data)
    assert (page.status_code, Submission.objects.count()) == (409, 1)
    assert "Your place in this course has ended" in page.content.decode()
    assert 'value="3x^2"' in page.content.decode()
    api = browser.post(
        site.address("api_submissions"),
        {"responses": {"df": data["df"]}, "client_key": data["client_key"]},
        content_type="application/json",
    )
    assert (api.status_code, api.json()["code"], Submission.objects.count()) == (409, "NotEnrolled", 1)


def test_whoever_left_the_course_gets_no_new_variant(site: Site, as_: As) -> None:
    Enrolment.objects.filter(user=site.world.cast.student).update(ended_at=timezone.now())
    assert site.ask(as_("student"), "another", "POST").status_code == 409
    assert Attempt.objects.get().closed_at is None


def test_a_draft_and_a_removed_problem_are_not_there_for_students(site: Site, as_: As) -> None:
    site.world.item.removed_at = timezone.now()
    site.world.item.save()
    assert site.ask(as_("classmate"), "item", "GET").status_code == 404
    assert site.ask(as_("classmate"), "item", "POST").status_code == 404
    site.world.problem_set.published_at = None
    site.world.problem_set.save()
    for who, status in {"student": 404, "classmate": 404, "assistant": 200, "teacher": 200}.items():
        assert site.ask(as_(who), "problem_set", "GET").status_code == status, who


def test_a_suspended_person_is_signed_out_at_once(site: Site, as_: As) -> None:
    browser = as_("student")
    assert site.ask(browser, "attempt", "GET").status_code == 200
    User.objects.filter(pk=site.world.cast.student.pk).update(is_active=False)
    assert site.ask(browser, "attempt", "GET").headers["Location"].startswith(SIGN_IN)


def test_every_reply_carries_the_policy_that_keeps_foreign_scripts_out(site: Site, as_: As) -> None:
    browser = as_("student")
    for name in NAMES:
        headers = site.ask(browser, name, "GET").headers
        policy = {
            words[0]: words[1:]
            for part in headers["Content-Security-Policy"].split(";")
            if (words := part.split())
        }
        assert (policy["default-src"], policy["script-src"]) == (["'none'"], ["'self'"]), name
        assert (policy["base-uri"], policy["frame-ancestors"]) == (["'none'"], ["'none'"]), name
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff"), name
