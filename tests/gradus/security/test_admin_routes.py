"""Django's admin: one rule for all of its routes, tried on every one of its patterns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gradus.accounts.admin import site as admin_site
from gradus.accounts.models import Organisation, User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.models import Extension
from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Alert, GradingJob, Heartbeat, Submission
from tests.gradus.security.conftest import As
from tests.gradus.security.routes import CAST, Site
from tests.gradus.security.test_routes import SIGN_IN, everything

SITE_WIDE = {
    "index": 200,
    "login": 302,
    "logout": 302,
    "password_change": 302,
    "password_change_done": 302,
    "autocomplete": 403,
    "jsi18n": 200,
    "view_on_site": 404,
    "app_list": 200,
}
"""What an admin gets by GET from the routes that belong to no model. Nothing here is asked by autocomplete."""

OPEN = {"changelist": 200, "change": 200, "history": 302}
SHUT = {"add": 403, "delete": 403}
PEOPLE = {"add": 200, "auth_user_password_change": 200}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """All patterns under a resolver."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each
        else:
            yield from patterns(each)


def admin_patterns() -> list[URLPattern]:
    """All patterns of Django's admin."""
    (admin,) = (each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "admin")
    return list(patterns(admin))


def names_of_models() -> dict[str, tuple[type[Model], str]]:
    """Route name -> its model and what it does with it."""
    doings = ("changelist", "add", "history", "delete", "change")
    found = {
        f"{model._meta.app_label}_{model._meta.model_name}_{doing}": (model, doing)
        for model in admin_site._registry
        for doing in doings
    }
    return found | {"auth_user_password_change": (User, "auth_user_password_change")}


@pytest.fixture
def site(world: Any, attempt: Any, sent: Submission) -> Site:
    """At least one row of every model that is registered."""
    cast = world.cast
    actions.use_hint(attempt=attempt, by=cast.student)
    grade_batch("answer")
    waiting = actions.submit(
        attempt=attempt,
        responses={"df": "2x"},
        by=cast.student,
        client_key="6b8f0c1e-0000-4000-8000-000000000002",
    )
    assert GradingJob.objects.filter(submission=waiting).exists()
    Extension.objects.create(problem_set=world.problem_set, user=cast.student, granted_by=cast.teacher)
    Alert.objects.create(kind="submission_failed", submission=sent)
    Heartbeat.objects.create(name="sweeper")
    record(actor=cast.admin, action=Action.TEACHING_GRANTED, person=cast.outsider)
    return Site(world, attempt, sent)


def addresses() -> dict[str, tuple[str, int]]:
    """Route name -> an address of it, and what an admin gets there."""
    kind = ContentType.objects.get_for_model(User)
    arguments = {"view_on_site": [kind.pk, User.objects.first().pk], "app_list": ["accounts"]}  # type: ignore[union-attr]  # there are users
    found = {
        name: (reverse(f"admin:{name}", args=arguments.get(name)), got) for name, got in SITE_WIDE.items()
    }
    for name, (model, doing) in names_of_models().items():
        row = model._default_manager.order_by("pk").first()
        assert row is not None, f"the test needs a row of {model.__name__}"
        given = [] if doing in ("changelist", "add") else [row.pk]
        wanted = PEOPLE.get(doing) if model is User else None
        found[name] = (reverse(f"admin:{name}", args=given), wanted or (OPEN | SHUT)[doing])
    return found


def test_the_rule_covers_every_pattern(site: Site) -> None:
    named = {str(pattern.name) for pattern in admin_patterns() if pattern.name}
    assert named == set(addresses())
    unnamed = [pattern for pattern in admin_patterns() if not pattern.name]
    assert {str(pattern.pattern) for pattern in unnamed} == {"<path:object_id>/"}  # sends on to .../change/


@pytest.mark.parametrize("who", CAST)
def test_who_gets_in(site: Site, as_: As, who: str) -> None:
    browser = as_(who)
    before = everything()
    for name, (address, for_admins) in addresses().items():
        reply = browser.get(address)
        if who in ("anonymous", "suspended"):
            assert reply.headers["Location"].startswith(SIGN_IN), name
        else:
            assert reply.status_code == (for_admins if who == "admin" else 404), name
    assert everything() == before


@pytest.mark.parametrize("who", [who for who in CAST if who != "admin"])
def test_a_post_of_anybody_but_admins_changes_nothing(site: Site, as_: As, who: str) -> None:
    browser = as_(who)
    before = everything()
    for name, (address, _for_admins) in addresses().items():
        reply = browser.post(address, {"name": "Somebody else", "is_staff": "on"})
        if who in ("anonymous", "suspended"):
            assert reply.headers["Location"].startswith(SIGN_IN), name
        else:
            assert reply.status_code == 404, name
    assert everything() == before


def test_admins_change_nothing_but_people(site: Site, as_: As) -> None:
    browser, found = as_("admin"), addresses()
    before = everything()
    for name, (model, doing) in names_of_models().items():
        if model is User:
            continue
        reply = browser.post(found[name][0], {"post": "yes", "action": "delete_selected", "title": "x"})
        assert reply.status_code in (200, 302, 403, 405), name
        assert doing not in ("add", "change", "delete") or reply.status_code == 403, name
    assert everything() == before


def test_an_admin_of_another_organisation_sees_no_row_of_this_one(site: Site, as_: As) -> None:
    elsewhere = Organisation.objects.create(slug="elsewhere", name="Elsewhere")
    shared = {"skill", "problem", "problemversion", "variant", "heartbeat"}
    User.objects.filter(pk=site.world.cast.admin.pk).update(organisation=elsewhere)
    browser = as_("admin")
    for name, (model, doing) in names_of_models().items():
        row = (
            model._default_manager.exclude(pk__in=(site.world.cast.admin.pk, elsewhere.pk))
            .order_by("pk")
            .first()
        )
        if doing != "change" or model._meta.model_name in shared or row is None:
            continue
        reply = browser.get(reverse(f"admin:{name}", args=[row.pk]))
        assert (reply.status_code, reply.headers.get("Location")) == (302, reverse("admin:index")), name
