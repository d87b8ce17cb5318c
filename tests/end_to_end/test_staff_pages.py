"""The pages of teachers and admins, full of the demo class: no accessibility violation, no page wider than its window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, Feedback, Role
from gradus.demo.classroom.load import load_class
from gradus.demo.course import TITLE
from gradus.demo.people import ADMIN, PASSWORD, TEACHER
from gradus.library.models import Problem
from gradus.submissions.models import State, Submission

pytestmark = [pytest.mark.browser, pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

FAULTY_LIST = (
    "email,name,role\nanna@example.org,Anna,student\nbo at example.org,Bo,student\ncarl@example.org,Carl,head"
)


@pytest.fixture
def course(bank: Any) -> Course:
    """The demo course with its class."""
    load_class()
    return Course.objects.get(title=TITLE)


@pytest.fixture
def window(signed_in: Callable[..., Page]) -> Callable[[str], Page]:
    """`window(email)`: the page of one of the demo's people."""

    def run(email: str) -> Page:
        return signed_in(User.objects.get(email=email), password=PASSWORD)

    return run


def test_the_pages_of_a_course(course: Course, window: Any, inspector_of: Any) -> None:
    page = window(TEACHER.email)
    inspector = inspector_of(page)
    inspector.look("home")
    of_course = [course.public_id]
    student = Enrolment.objects.filter(course=course, role=Role.STUDENT).latest("pk")
    visit(inspector, "course", of_course)
    visit(inspector, "course_settings", of_course)
    visit(inspector, "join_codes", of_course)
    visit(inspector, "people", of_course)
    visit(inspector, "enrolment", [student.public_id])
    visit(inspector, "roster", of_course)
    page.locator("#text").fill(FAULTY_LIST)
    page.get_by_role("button", name="Check the list").click()
    expect(page.locator(".faults")).to_be_visible()
    inspector.look("roster with faults")
    page.goto(reverse("course_new"))
    page.get_by_role("button", name="Make the course").click()
    expect(page.locator(".fault").first).to_be_visible()
    inspector.look("new course with faults")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_the_pages_of_a_set_and_of_the_bank(course: Course, window: Any, inspector_of: Any) -> None:
    page = window(TEACHER.email)
    inspector = inspector_of(page)
    first = course.problem_sets.earliest("position")
    test = course.problem_sets.get(feedback=Feedback.TEST)
    visit(inspector, "set_edit", [first.public_id])
    visit(inspector, "set_items", [first.public_id])
    visit(inspector, "set_extensions", [first.public_id])
    visit(inspector, "set_release", [test.public_id])
    visit(inspector, "problem_set", [first.public_id])
    page.goto(reverse("set_new", args=[course.public_id]))
    page.get_by_role("button", name="Make the set").click()
    expect(page.locator(".fault").first).to_be_visible()
    inspector.look("new set with faults")
    visit(inspector, "bank")
    for slug in ("diff.chain.inner-square", "backprop.two-layer", "diff.limit.which"):
        visit(inspector, "bank_problem", [Problem.objects.get(slug=slug).public_id])
    assert not inspector.faults, "\n".join(inspector.faults)


def test_the_pages_of_a_draft(course: Course, window: Any, inspector_of: Any, grader_worker: Any) -> None:
    page = window(TEACHER.email)
    inspector = inspector_of(page)
    visit(inspector, "drafts")
    page.get_by_role("button", name="New problem").click()
    heading = page.locator("#outcome h2").first
    expect(heading).to_have_text("Ready to publish.", timeout=60_000)
    inspector.look("draft with variants")
    text = page.locator("#source").input_value()
    for name, old, new, said in (
        ("draft with faults", '"a*x^3 + b*x"', '"a*x^3 + b*x("', "mend"),
        ("draft with a failing test", '"15x^2 - 3"', '"15x^2 + 3"', "1 test does not pass."),
    ):
        page.locator("#source").fill(text.replace(old, new, 1))
        page.get_by_role("button", name="Save and check").click()
        expect(heading).to_contain_text(said, timeout=60_000)
        inspector.look(name)
    visit(inspector, "drafts")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_the_pages_of_a_class(course: Course, window: Any, inspector_of: Any) -> None:
    page = window(TEACHER.email)
    inspector = inspector_of(page)
    of_course = [course.public_id]
    visit(inspector, "class_problems", of_course)
    visit(inspector, "class_problems", of_course, "?set=all")
    visit(inspector, "class_skills", of_course)
    visit(inspector, "reviews", of_course)
    visit(inspector, "export", of_course)
    for slug in ("derivatives", "backpropagation"):
        judged = Submission.objects.filter(attempt__item__problem_set__slug=slug, state=State.GRADED)
        sent = judged.filter(attempt__course=course).latest("attempt__item__position", "pk")
        item = sent.attempt.item
        place = Enrolment.objects.get(course=course, user=sent.by)
        visit(inspector, "person", [place.public_id])
        visit(inspector, "person", [place.public_id], f"?item={item.public_id}")
        visit(inspector, "grade_again", [item.public_id])
        visit(inspector, "override", [sent.public_id])
        page.get_by_role("button", name="Save the grade").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        inspector.look(f"override with faults, {slug}")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_the_pages_of_administration(course: Course, window: Any, inspector_of: Any) -> None:
    page = window(ADMIN.email)
    inspector = inspector_of(page)
    inspector.look("home")
    for name in (
        "administration",
        "administration_people",
        "queue",
        "queue_workers",
        "audit_log",
        "tokens",
    ):
        visit(inspector, name)
    visit(inspector, "administration_person", [User.objects.get(email=TEACHER.email).public_id])
    visit(inspector, "administration", [], "?q=nothing+is+called+so")
    visit(inspector, "class_problems", [course.public_id])
    assert not inspector.faults, "\n".join(inspector.faults)


def visit(inspector: Any, name: str, arguments: list[str] | None = None, query: str = "") -> None:
    """Opens the page of a route, which must be there, and looks at it."""
    answer = inspector.page.goto(reverse(name, args=arguments) + query)
    assert answer.status == 200, (name, answer.status)
    inspector.look(f"{name}{query}")
