"""A computation graph in a browser: filled by keyboard, one slip followed through, the passes replayed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from grader.equivalence.values import exact
from grader.graphs.marking import Sheet, answer_key
from grader.graphs.values import shown
from grader.question import Question
from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, ProblemSetItem, Role
from gradus.library.models import Problem
from gradus.submissions.models import Attempt

pytestmark = [pytest.mark.browser, pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

PASSWORD = "ein langes Passwort 17"
VERDICT = "#outcome .verdict"
SLIP = "l:h/z"
FOLLOW = ("g:z", "g:w1", "g:w2", "g:b1")
"""The cells that a wrong local derivative of the sigmoid spoils, though their method is right."""


@pytest.fixture
def begun(course: Course, signed_in: Any) -> Any:
    """`begun(javascript=True)`: a student's window at the 2-1-1 net."""
    version = Problem.objects.get(slug="backprop.two-layer").current
    problem_set = course.problem_sets.get()
    ProblemSetItem.objects.create(problem_set=problem_set, version=version, position=9, points=2)
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


def entries(slip: str | None = SLIP) -> dict[str, str]:
    """What somebody writes, in the order of the table, whose one slip is a local derivative of 2."""
    part = Question.from_json(Attempt.objects.latest("started_at").variant.question).parts[0]
    assert part.graph is not None
    key = answer_key(part.graph)
    sheet = Sheet(key.graph, {slip: exact(2)} if slip else {})
    written = {cell.name: shown(sheet.read(cell), 4) for cell in key.cells}
    return {name: written[name] for name in part.graph.ask}


def field(page: Page, cell: str) -> Locator:
    return page.locator(f'input[name="cells.{cell}"]')


def slot(page: Page, cell: str) -> Locator:
    return page.locator(f'.slot[data-cell="{cell}"]')


def fill_by_keyboard(page: Page, typed: dict[str, str]) -> None:
    """From field to field by Tab, in the order of the page; at the end stands the way to Check."""
    field(page, next(iter(typed))).focus()
    for cell, text in typed.items():
        expect(field(page, cell)).to_be_focused()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.locator("#row .check")).to_be_focused()


def expect_followed(page: Page) -> None:
    """The slip is where to start, what follows counts, in the table and in the drawing."""
    expect(page.locator(f"{VERDICT}.partial")).to_contain_text("Start here, at the local derivative:")
    for cell, state, sign in (
        (SLIP, "wrong", "✕"),
        *((each, "follow_through", "▸") for each in FOLLOW),
        ("v:h", "right", "✓"),
    ):
        expect(slot(page, cell)).to_contain_class(state)
        expect(slot(page, cell).locator(".sign")).to_have_text(sign)
        in_table = page.locator(".field").filter(has=field(page, cell)).locator(".state")
        expect(in_table).to_contain_class(state)
        expect(in_table.locator(".tag")).to_have_text(sign)


def test_a_net_is_filled_graded_and_replayed_by_keyboard_alone(begun: Any, grader_worker: Any) -> None:
    page = begun()
    typed = entries()
    expect(page.locator(".replay")).to_be_hidden()
    fill_by_keyboard(page, typed)
    expect(slot(page, SLIP)).to_contain_text("2")
    page.keyboard.press("Enter")
    expect_followed(page)

    replay = page.locator(".replay")
    expect(replay).to_be_visible()
    replay.get_by_role("button", name="Next", exact=True).focus()
    said = replay.locator(".now")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(said).to_have_text(f"h = σ(z): {typed['v:h']}")
    expect(slot(page, "v:h")).to_contain_class("current")
    expect(slot(page, "g:z").locator(".entry")).to_be_hidden()
    for _ in range(9):
        page.keyboard.press("Enter")
    gradient, product = (typed[cell].replace("-", "\u2212") for cell in ("g:h", "g:z"))
    expect(said).to_have_text(f"gradient at z: {gradient} × 2 = {product}")
    expect(replay.locator(".whose")).to_have_text("The numbers are your own.")
    expect(page.locator(".edge.flow")).to_have_attribute("data-edge", "z>h")
    replay.get_by_role("button", name="Back", exact=True).press("Enter")
    expect(said).to_contain_text("gradient at h")


def test_a_slot_leads_to_its_field_and_shows_what_is_typed(begun: Any) -> None:
    page = begun()
    slot(page, "v:p").click()
    expect(field(page, "v:p")).to_be_focused()
    expect(slot(page, "v:p")).to_contain_class("here")
    expect(page.locator(".edge.used")).to_have_count(3)
    page.keyboard.type("-0.25")
    expect(slot(page, "v:p").locator(".entry")).to_have_text("\u22120.25")
    page.keyboard.press("Tab")
    expect(slot(page, "v:p")).not_to_contain_class("here")


def test_the_right_numbers_show_only_once_the_answer_does(begun: Any, grader_worker: Any) -> None:
    page = begun()
    right = entries(None)
    field(page, "v:h").fill("9")
    page.locator("#row .check").click()
    expect(page.locator(f"{VERDICT}.incorrect, {VERDICT}.partial")).to_be_visible()
    step = page.get_by_role("button", name="Next", exact=True)
    step.click()
    step.click()
    expect(page.locator(".replay .now")).to_have_text("h = σ(z): 9")
    assert right["v:h"] not in page.locator("main").inner_text()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".reveal")).to_be_visible()
    step.click()
    step.click()
    expect(page.locator(".replay .now")).to_have_text(f"h = σ(z): {right['v:h']}")
    expect(page.locator(".replay .whose")).to_have_text("The numbers are the right ones.")
    expect(slot(page, "v:h").locator(".entry")).to_have_text(right["v:h"])


def test_the_replay_plays_unless_less_motion_is_wanted(begun: Any, grader_worker: Any) -> None:
    page = begun()
    field(page, "v:h").fill("9")
    page.locator("#row .check").click()
    play = page.get_by_role("button", name="Play", exact=True)
    play.click()
    expect(page.locator(".replay .count")).to_have_text("1 / 15")
    expect(page.locator(".replay .count")).to_have_text("2 / 15")
    page.get_by_role("button", name="Pause").click()
    page.emulate_media(reduced_motion="reduce")
    expect(play).to_be_hidden()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".replay .count")).to_have_text("3 / 15")


def test_all_but_the_replay_is_there_without_javascript(begun: Any, grader_worker: Any) -> None:
    page = begun(javascript=False)
    typed = entries()
    fill_by_keyboard(page, typed)
    page.keyboard.press("Enter")
    expect_followed(page)
    for cell in typed:
        expect(field(page, cell)).to_have_value(typed[cell])
    expect(slot(page, "g:w1").locator(".entry")).to_have_text(typed["g:w1"].replace("-", "\u2212"))
    expect(page.locator(".replay")).to_be_hidden()


def test_a_graph_has_no_accessibility_violation(begun: Any, grader_worker: Any, inspector_of: Any) -> None:
    page = begun()
    inspector = inspector_of(page)
    inspector.look("graph to fill")
    for cell, text in entries().items():
        field(page, cell).fill(text)
    page.locator("#row .check").click()
    expect(page.locator(f"{VERDICT}.partial")).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    inspector.look("graded graph")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".reveal")).to_be_visible()
    inspector.look("graph with its answer")
    assert not inspector.faults, "\n".join(inspector.faults)
