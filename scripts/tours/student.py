"""The student: an answer unreadable, wrong and right, what helps after a wrong one, one problem of each look."""

from __future__ import annotations

import os
from typing import Any

import django
from playwright.sync_api import Page

from tours.camera import Camera

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gradus.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in this thread
django.setup()

from grader.equivalence.values import exact
from grader.graphs.marking import Sheet, answer_key
from grader.graphs.values import shown
from grader.question import Part
from grader.records import load
from gradus.demo.people import STUDENT  # Django first
from gradus.submissions.models import Attempt

NET = "Backprop through a 2-1-1 network"
REPLAYED = 10
"""Steps to the gradient at the hidden unit of that net."""
NESTED = 8
"""The place of the chain of three layers in the first set."""


def tour(camera: Camera) -> None:
    """From the front page on."""
    page = camera.page
    page.goto("/")
    camera.keep("front")
    page.goto("/accounts/login/")
    camera.keep("sign-in")
    camera.sign_in(STUDENT)
    page.wait_for_selector(".courses")
    _answers(camera)
    _help(camera)
    for number, item, name in ((1, 0, "gradient"), (2, 6, "graph")):
        _open(page, number, item)
        camera.keep(name)
    _followed(camera)
    page.goto("/")
    camera.keep("home")
    page.click(".set >> nth=0")
    camera.keep("set")
    page.goto("/progress/")
    page.click(".how summary")
    camera.keep("progress")


def _answers(camera: Camera) -> None:
    page = camera.page
    _open(page, 0, 0)
    camera.keep("choice")
    _open(page, 0, 6)
    _renew(page)
    camera.keep("problem")
    field = page.locator("form.answers input[type=text]")
    for name, typed in (("unreadable", "2x + (3"), ("wrong", "x^2"), ("right", _reference(page.url))):
        field.fill(typed)
        page.wait_for_timeout(500)
        page.click("#row .check")
        page.wait_for_selector(f"#outcome .{ {'wrong': 'incorrect', 'right': 'correct'}.get(name, name) }")
        page.wait_for_timeout(400)
        camera.keep(name)


def _help(camera: Camera) -> None:
    """A slip that is known with its picture, the hints, and the worked solutions of a nested chain and a gradient."""
    page = camera.page
    _open(page, 0, NESTED)
    _renew(page)
    _wrongly(page, _slip(page.url))
    camera.keep("diagnosed")
    while page.locator("#next-hint").count():
        shown = page.locator("#hints li").count()
        page.click("#next-hint")
        page.wait_for_selector(f"#hints li >> nth={shown}")
    camera.keep("hints")
    _give_up(camera, "solution-chain")
    _open(page, 1, 1)
    _renew(page)
    _wrongly(page, "(1, 2)")
    _give_up(camera, "solution-gradient")


def _followed(camera: Camera) -> None:
    """A net with one slip and what follows from it: graded, and in the middle of its replay."""
    page = camera.page
    page.goto("/")
    page.click(".set >> nth=2")
    page.click(f".items .name:has-text('{NET}')")
    page.wait_for_selector("form.answers")
    _renew(page)
    for cell, text in _slipped(page.url).items():
        page.fill(f"[name='{cell}']", text)
    page.wait_for_timeout(500)
    page.click("#row .check")
    page.wait_for_selector("#outcome .partial")
    page.wait_for_timeout(400)
    page.evaluate("scrollTo(0, 0)")  # where the drawing stands beside the top of the table
    camera.keep("graph-graded")
    for _ in range(REPLAYED):
        page.click("[data-go=next]")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(400)
    camera.keep("graph-replay")


def _slipped(url: str) -> dict[str, str]:
    """Field -> what somebody writes who takes the slope of σ for 2 and does everything else right."""
    part = load(Part, _part(url))
    assert part.graph is not None
    key = answer_key(part.graph)
    sheet = Sheet(key.graph, {"l:h/z": exact(2)})
    return {f"{part.name}.{cell.name}": shown(sheet.read(cell), 4) for cell in key.cells}


def _renew(page: Page) -> None:
    with page.expect_navigation():
        page.click("button:has-text('New variant')")  # a finished attempt has the words in its notice too


def _wrongly(page: Page, typed: str) -> None:
    page.locator("form.answers input[type=text]").fill(typed)
    page.wait_for_timeout(500)
    page.click("#row .check")
    page.wait_for_selector("#outcome .incorrect")
    page.wait_for_timeout(400)


def _give_up(camera: Camera, name: str) -> None:
    camera.page.click("text=Show the answer")
    camera.page.wait_for_selector(".worked li")
    camera.keep(name)


def _slip(url: str) -> str:
    """What comes of a lost inner slope."""
    return next(str(each["answer"]) for each in _part(url)["catalogue"] if each["code"] == "chain_drop")


def _open(page: Page, number_of_set: int, item: int) -> None:
    page.goto("/")
    page.click(f".set >> nth={number_of_set}")
    page.click(f".items .name >> nth={item}")
    page.wait_for_selector("form.answers")


def _reference(url: str) -> str:
    return str(_part(url)["answer"])


def _part(url: str) -> dict[str, Any]:
    """The first part of the question behind an attempt's page."""
    attempt = Attempt.objects.get(public_id=url.rstrip("/").rsplit("/", 1)[-1])
    part: dict[str, Any] = attempt.variant.question["parts"][0]
    return part
