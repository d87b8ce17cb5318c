"""The main job, in a browser: sign up, join, answer unreadably, wrongly and rightly, look at the progress."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

VERDICT = "#outcome .verdict"
PASSWORD = "ein langes Passwort 17"


def sign_up_and_join(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill("Noor Aziz")
    page.get_by_label("Email").fill("noor@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="You are in no course yet")).to_be_visible()
    page.locator("main").get_by_role("link", name="Join a course").click()
    page.get_by_label("Course code").fill("WRONGC0DE1")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("No course has this code")
    page.get_by_label("Course code").fill("j01nm en0w-1")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("status")).to_contain_text("Calculus for ML")


def open_first_problem(page: Page) -> None:
    page.get_by_role("link", name="Chain rule").click()
    page.locator(".items .name").first.click()
    expect(page.locator("form.answers")).to_be_visible()
    page.wait_for_load_state("load")  # what is typed before the script has run gets no echo


def test_a_student_gets_from_sign_up_to_progress(
    right_answer: Any, grader_worker: Any, open_page: Any
) -> None:
    page = open_page()
    sign_up_and_join(page)
    open_first_problem(page)
    field = page.locator("form.answers input[type=text]").first

    field.fill("2x*(")
    expect(page.locator(".read mark").first).to_have_text("(")
    field.press("Enter")
    expect(page.locator(VERDICT)).to_contain_text("Could not be read")
    expect(field).to_have_value("2x*(")

    field.fill("x + 1")
    expect(page.locator(".read math").first).to_be_visible()
    page.locator("#row .check").press("Enter")
    expect(page.locator(VERDICT)).to_contain_text("Not yet")
    expect(page.locator("#row .check")).to_be_focused()  # the keyboard stays where it was
    expect(page.locator(".witness")).to_contain_text("your formula gives")
    expect(page.locator(".steps [aria-current] .dot.incorrect")).to_be_visible()

    page.locator("#next-hint").press("Enter")
    expect(page.locator("#hints li")).to_have_count(1)
    expect(page.locator("#next-hint")).to_be_focused()

    field.fill(right_answer())
    page.locator("#row .check").press("Enter")
    expect(page.locator(f"{VERDICT}.correct")).to_be_visible()
    expect(page.get_by_role("button", name="Next problem")).to_be_focused()
    page.get_by_role("link", name="See what this did to your progress").click()
    expect(page.locator(".map .level.started").first).to_be_visible()


def test_the_same_way_works_without_javascript(right_answer: Any, grader_worker: Any, open_page: Any) -> None:
    page = open_page(javascript=False)
    sign_up_and_join(page)
    open_first_problem(page)
    where = page.url
    answer = right_answer()
    for typed, state in (("2x*(", "unreadable"), ("x + 1", "incorrect"), (answer, "correct")):
        page.locator("form.answers input[type=text]").first.fill(typed)
        page.locator("#row .check").click()
        expect(page.locator(f"{VERDICT}.{state}")).to_be_visible()
    page.goto(where)
    expect(page.locator(f"{VERDICT}.correct")).to_be_visible()
    page.goto("/progress/")
    expect(page.locator(".map .level.started").first).to_be_visible()


def test_the_pages_have_no_accessibility_violation(
    right_answer: Any, grader_worker: Any, open_page: Any, inspector_of: Any
) -> None:
    page = open_page()
    inspector = inspector_of(page)
    for name, path in (("front", "/"), ("sign in", "/accounts/login/"), ("sign up", "/accounts/signup/")):
        page.goto(path)
        inspector.look(name)
    sign_up_and_join(page)
    inspector.look("home")
    open_first_problem(page)
    inspector.look("problem")
    field = page.locator("form.answers input[type=text]").first
    for typed, state in (("2x*(", "unreadable"), ("x + 1", "incorrect"), (right_answer(), "correct")):
        field.fill(typed)
        page.locator("#row .check").click()
        expect(page.locator(f"{VERDICT}.{state}")).to_be_visible()
        inspector.look(state)
    page.get_by_role("link", name="Chain rule").click()
    inspector.look("set")
    for name, path in (("progress", "/progress/"), ("profile", "/profile/"), ("nothing", "/no/such/page/")):
        page.goto(path)
        inspector.look(name)
    assert not inspector.faults, "\n".join(inspector.faults)
