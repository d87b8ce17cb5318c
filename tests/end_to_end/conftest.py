"""The site in a real browser: a live server, a real worker, a course with real problems from the bank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from exercises.reading import load_bank
from gradus.accounts.models import Organisation
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
