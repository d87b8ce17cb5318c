"""The other two, in a browser: a teacher from an empty course to exported grades, and an admin who looks after it.

Everything is done on the pages, once with JavaScript and once without; only the accounts are there before.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

COURSE = "Calculus, group B"
PROBLEM = "A cubic with a line"
SET = "First week"
PATIENCE = 60_000
"""Milliseconds for what the worker does: five variants and the tests of a draft."""

GOOD_LINES = [f"pupil{number}@example.org,Pupil {name}" for number, name in enumerate("ABCDEFGHI", 1)]
LIST = "\n".join(["email,name", "sam@example.org,Sam Student", *GOOD_LINES])
FAULTY_LIST = LIST.replace("pupil2@example.org", "pupil2 at example.org").replace(
    "pupil7@example.org", "pupil3@example.org"
)

SOURCE = """
id = "own.cubic"
title = "A cubic with a line"
skills = ["power-rule"]
difficulty = 1
prompt = "Differentiate $f(x)={f}$."
hints = ["Term by term."]

[params]
a = { int = [2, 12] }
b = { int = [-9, 9], not = [-1, 0, 1] }
where = ["a != b"]

[let]
f = "a*x^3 + b*x"

[[answer]]
name = "df"
label = "$f'(x)=$"
type = "expression"
is = "diff(f, x)"

[[test]]
params = { a = 5, b = -3 }
give = { df = "15x^2 - 3" }
expect = "correct"

[[test]]
params = { a = 5, b = -3 }
give = { df = "5x^2 - 3" }
expect = "incorrect"
"""
WRONG_TEST = SOURCE.replace('"15x^2 - 3"', '"15x^2 + 3"')


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_empty_course_to_exported_grades_and_the_audit_log(
    javascript: bool, account: Any, signed_in: Any, grader_worker: Any
) -> None:
    teacher = signed_in(account("tess", "Tess Tutor", may_teach=True), javascript=javascript)
    sam = account("sam", "Sam Student")
    make_a_course(teacher)
    import_ten_students(teacher)
    publish_a_problem(teacher)
    build_and_publish_a_set(teacher)

    student = signed_in(sam, javascript=javascript)
    answer_wrongly(student)

    see_it_and_override(teacher)
    student.goto("/")
    student.get_by_role("link", name=SET).click()
    expect(student.locator("main")).to_contain_text("3 of 4 points")
    export_the_grades(teacher)

    admin = signed_in(account("ada", "Ada Admin", is_staff=True), javascript=javascript)
    find_the_class_and_the_log(admin)


def make_a_course(page: Page) -> None:
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill(COURSE)
    page.get_by_label("Time zone").fill("Europe/Nowhere")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_role("alert")).to_contain_text("is not a time zone")
    expect(page.get_by_label("Title")).to_have_value(COURSE)
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_role("heading", name=COURSE, level=1)).to_be_visible()


def import_ten_students(page: Page) -> None:
    page.get_by_role("link", name="Import a class list").click()
    page.get_by_label("Paste the list").fill(FAULTY_LIST)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("alert")).to_contain_text("2 faults in the list. Nothing was imported")
    assert page.locator(".faults tbody th").all_inner_texts() == ["4", "9"]
    page.locator("#text").fill(LIST)
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("status")).to_contain_text("No faults")
    page.get_by_role("button", name="Import 10 people").click()
    expect(page.locator("table.people caption")).to_contain_text("11 people")
    expect(page.locator("table.people")).to_contain_text("sam@example.org")


def publish_a_problem(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Problems").click()
    page.get_by_role("button", name="New problem").click()
    save_and_check(page, WRONG_TEST, "1 test does not pass.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#refused")).to_be_visible()
    expect(page.locator("#source")).to_have_value(re.compile(r"15x\^2 \+ 3"))
    save_and_check(page, SOURCE, "Ready to publish.")
    expect(page.locator("#variants-title")).to_have_text("5 variants")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").first).to_contain_text("Published as version 1.")
    expect(page.get_by_role("heading", name=PROBLEM, level=1)).to_be_visible()


def save_and_check(page: Page, source: str, outcome: str) -> None:
    page.locator("#source").fill(source)
    page.get_by_role("button", name="Save and check").click()
    expect(page.locator("#outcome h2").first).to_have_text(outcome, timeout=PATIENCE)


def build_and_publish_a_set(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("link", name="New problem set").click()
    page.get_by_label("Title").fill(SET)
    page.get_by_label("Due", exact=True).fill("2090-03-02T18:00")
    page.get_by_label("Closes", exact=True).fill("2090-03-01T18:00")
    page.get_by_role("button", name="Make the set").click()
    expect(page.locator(".fault").first).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value(SET)
    page.get_by_label("Closes", exact=True).fill("2090-03-03T18:00")
    page.get_by_role("button", name="Make the set").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("problem")  # a set without problems is not published
    page.get_by_role("navigation", name="Problem set").get_by_role("link", name="Problems").click()
    for title in (PROBLEM, "Differentiate one power"):
        page.locator("#search [name=text]").fill(title)
        page.locator("#search [name=text]").press("Enter")
        page.get_by_role("button", name=f"Add {title}").click()
        expect(page.locator(".chosen")).to_contain_text(title)
    first = page.locator(".chosen > li").first
    first.get_by_label("points").fill("3")
    first.get_by_role("button", name="Save the points of").click()
    expect(page.locator("main")).to_contain_text("2 problems, 4 points")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".set-head")).to_contain_text("published")


def answer_wrongly(page: Page) -> None:
    expect(page.get_by_role("heading", name=COURSE)).to_be_visible()
    page.get_by_role("link", name=SET).click()
    page.locator(".items .name").first.click()
    field = page.locator("form.answers input[type=text]").first
    expect(field).to_be_visible()
    page.wait_for_load_state("load")
    field.fill("x + 1")
    page.locator("#row .check").click()
    expect(page.locator("#outcome .verdict.incorrect")).to_be_visible(timeout=PATIENCE)


def see_it_and_override(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("link", name="By problem").click()
    row = page.locator("table.class-table tbody tr", has_text="Sam Student")
    row.locator("a.outcome.incorrect").click()
    work = page.locator(".work-card")
    expect(work).to_contain_text("x + 1")
    work.get_by_role("link", name="Change the grade").click()
    page.get_by_label("Right", exact=True).check()
    page.get_by_role("button", name="Save the grade").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed yet")
    page.get_by_label("Reason").fill("Agreed in the exercise class")
    page.get_by_role("button", name="Save the grade").click()
    expect(page.locator(".work-card").first).to_contain_text("Agreed in the exercise class")


def export_the_grades(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("link", name="By problem").click()
    expect(page.locator("a.outcome.correct")).to_have_count(1)
    page.get_by_role("link", name="Export").click()
    lines = downloaded(page, "CSV grades").decode("utf-8-sig").splitlines()
    assert len(lines) == 11
    (sam,) = (line for line in lines if "sam@example.org" in line)
    assert "Sam Student" in sam
    assert re.search(r",3(\.0+)?(,|$)", sam), sam
    sheet = load_workbook(BytesIO(downloaded(page, "XLSX submissions"))).worksheets[0]
    assert any("x + 1" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def find_the_class_and_the_log(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Administration").click()
    row = page.locator(".courses-table tbody tr", has_text=COURSE)
    expect(row).to_contain_text("Tess Tutor")
    row.get_by_role("link", name="10", exact=True).click()
    expect(page.locator("table.class-table")).to_contain_text("Sam Student")
    page.goto("/administration/audit/")
    told = page.locator("table.log")
    for deed in (
        "made the course",
        "imported a class list",
        "published a problem",
        "published a problem set",
        "overrode a grade",
        "exported grades",
    ):
        expect(told.locator("tr", has_text=deed).first).to_contain_text("Tess Tutor")
    expect(told.locator("tr", has_text="overrode a grade")).to_contain_text("Sam Student")
