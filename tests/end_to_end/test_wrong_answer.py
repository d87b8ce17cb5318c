"""A wrong slope in a browser: its question with the piece marked, the picture, hints by strength, the worked steps."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, ProblemSetItem, Role
from gradus.library.models import Problem
from gradus.submissions.models import Attempt

pytestmark = [pytest.mark.browser, pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

PASSWORD = "ein langes Passwort 17"
VERDICT = "#outcome .verdict"


@pytest.fixture
def begun(course: Course, signed_in: Any) -> Any:
    """`begun(javascript=True)`: a student's window at a slope that the bank asks for with hints of its own making."""
    version = Problem.objects.get(slug="diff.chain.nested").current
    ProblemSetItem.objects.create(
        problem_set=course.problem_sets.get(), version=version, position=9, points=2
    )
    student = User.objects.create_user("noor@example.org", PASSWORD, name="Noor Aziz")
    Enrolment.objects.create(user=student, course=course, role=Role.STUDENT)

    def run(**window: Any) -> Page:
        page: Page = signed_in(student, **window)
        page.get_by_role("link", name="Chain rule").click()
        page.locator(".items .name").last.click()
        expect(page.locator("form.answers")).to_be_visible()
        page.wait_for_load_state("load")
        return page

    return run


def wrong_answer() -> str:
    """What the student's variant knows to come of a lost inner slope."""
    catalogue = Attempt.objects.latest("started_at").variant.question["parts"][0]["catalogue"]
    return next(str(each["answer"]) for each in catalogue if each["code"] == "chain_drop")


def check(page: Page, text: str) -> None:
    page.locator("form.answers input[type=text]").first.fill(text)
    page.locator("#row .check").click()
    expect(page.locator(f"{VERDICT}.incorrect")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_wrong_slope_is_asked_about_drawn_and_explained(
    begun: Any, grader_worker: Any, javascript: bool
) -> None:
    page = begun(javascript=javascript)
    check(page, wrong_answer())
    expect(page.locator(".witness")).to_contain_text("the slope there is")
    expect(page.locator(VERDICT)).to_contain_text("The inside changes too.")
    expect(page.locator(".look .marked")).to_be_visible()
    expect(page.locator(".pic.tangent .own").first).to_be_visible()
    for number, strength in ((1, "which rule"), (2, "the parts"), (3, "the first step")):
        page.get_by_role("button", name=f"Hint {number} of 3: {strength}").click()
        expect(page.locator("#hints li")).to_have_count(number)
    expect(page.get_by_role("button", name="Ask for the next hint")).to_be_hidden()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".worked li").first).to_be_visible()
    expect(page.locator(".worked li").last).to_be_visible()
    page.locator(".worked summary").click()
    expect(page.locator(".worked li").first).to_be_hidden()


def test_none_of_it_has_an_accessibility_violation(begun: Any, grader_worker: Any, inspector_of: Any) -> None:
    page = begun()
    inspector = inspector_of(page)
    check(page, wrong_answer())
    inspector.look("wrong slope")
    expect(page.get_by_role("img", name="The curve near")).to_be_visible()
    page.locator("#next-hint").click()
    expect(page.locator("#hints li")).to_have_count(1)
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".worked li").first).to_be_visible()
    inspector.look("worked steps")
    assert not inspector.faults, "\n".join(inspector.faults)
