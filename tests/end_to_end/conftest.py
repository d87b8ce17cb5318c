"""The site in a real browser: a live server, a real worker, a course with real problems from the bank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from exercises.reading import load_bank
from gradus.accounts.models import Organisation, User
from gradus.courses.models import Course, JoinCode, ProblemSet, ProblemSetItem
from gradus.library.models import Problem
from gradus.submissions.models import Attempt

PROBLEMS = ("diff.chain.inner-square", "grad.two-variables")


@pytest.fixture
def course(transactional_db: None) -> Course:
    """A course to join by the code JOINMEN0W1, with one set of problems from the bank."""
    call_command("createcachetable", verbosity=0)
    organisation, _made = Organisation.objects.get_or_create(slug="default", defaults={"name": "Gradus"})
    known = {file.id for file in load_bank()}
    assert known.issuperset(PROBLEMS)
    call_command("load_exercises", pool=2, verbosity=0, stdout=StringIO())
    course = Course.objects.create(
        organisation=organisation, title="Calculus for ML", time_zone="Europe/London"
    )
    JoinCode.objects.create(course=course, code="J01NMEN0W1")
    now = timezone.now()
    problem_set = ProblemSet.objects.create(
        course=course, title="Chain rule", published_at=now, due_at=now + timedelta(days=3)
    )
    for position, slug in enumerate(PROBLEMS, 1):
        version = Problem.objects.get(slug=slug).current
        ProblemSetItem.objects.create(problem_set=problem_set, version=version, position=position, points=2)
    return course


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Any]:
    """`open_page(javascript=True, width=1280)`: a page of the live site; it fails the test on a script's error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def run(*, javascript: bool = True, width: int = 1280, scheme: Any = "light") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="en-GB",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
        return page

    yield run
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def right_answer(course: Course) -> Callable[[], str]:
    """`right_answer()`: the reference answer of the newest attempt."""

    def run() -> str:
        answer: str = Attempt.objects.latest("started_at").variant.question["parts"][0]["answer"]
        return answer

    return run


LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


class Inspector:
    """Looks at a page in every size and scheme; `faults` holds what axe and the width say."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def look(self, name: str) -> None:
        """Runs axe, and compares the width of the page with that of the window."""
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.wait_for_timeout(150)
            found = Axe().run(self.page)
            self.faults += [
                f"{name} {width} {scheme}: {fault['id']} at {[node['target'] for node in fault['nodes']]}"
                for fault in found.response["violations"]
            ]
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append(f"{name} {width} {scheme}: {wide} pixels wide")
        self.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def inspector_of() -> type[Inspector]:
    """`inspector_of(page).look("name")`."""
    return Inspector


PASSWORD = "ein langes Passwort 17"


@pytest.fixture
def bank(transactional_db: None) -> Organisation:
    """The problems of the bank, and the organisation; no course yet."""
    call_command("createcachetable", verbosity=0)
    organisation, _made = Organisation.objects.get_or_create(slug="default", defaults={"name": "Gradus"})
    call_command("load_exercises", pool=2, verbosity=0, stdout=StringIO())
    return organisation


@pytest.fixture
def account(bank: Organisation) -> Callable[..., User]:
    """`account("tess", "Tess Tutor", may_teach=True)`: somebody at example.org who can sign in."""

    def make(handle: str, name: str, **rights: bool) -> User:
        return User.objects.create_user(
            f"{handle}@example.org", PASSWORD, name=name, organisation=bank, **rights
        )

    return make


@pytest.fixture
def signed_in(open_page: Any) -> Callable[..., Page]:
    """`signed_in(user, javascript=True)`: a window of their own, at their home page."""

    def run(user: User, *, password: str = PASSWORD, **window: Any) -> Page:
        page: Page = open_page(**window)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill(password)
        page.locator("main button.primary").click()
        page.wait_for_url("**/")
        return page

    return run
