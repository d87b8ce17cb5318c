"""The student: an answer unreadable, wrong and right, one problem of each look, progress."""

from __future__ import annotations

import os

import django
from playwright.sync_api import Page

from tours.camera import Camera

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gradus.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in this thread
django.setup()

from gradus.demo.people import STUDENT  # Django first
from gradus.submissions.models import Attempt


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
    for number, item, name in ((1, 0, "gradient"), (2, 6, "graph")):
        _open(page, number, item)
        camera.keep(name)
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
    page.click("text=New variant")
    camera.keep("problem")
    field = page.locator("form.answers input[type=text]")
    for name, typed in (("unreadable", "2x + (3"), ("wrong", "x^2"), ("right", _reference(page.url))):
        field.fill(typed)
        page.wait_for_timeout(500)
        page.click("#row .check")
        page.wait_for_selector(f"#outcome .{ {'wrong': 'incorrect', 'right': 'correct'}.get(name, name) }")
        page.wait_for_timeout(400)
        camera.keep(name)


def _open(page: Page, number_of_set: int, item: int) -> None:
    page.goto("/")
    page.click(f".set >> nth={number_of_set}")
    page.click(f".items .name >> nth={item}")
    page.wait_for_selector("form.answers")


def _reference(url: str) -> str:
    attempt = Attempt.objects.get(public_id=url.rstrip("/").rsplit("/", 1)[-1])
    answer: str = attempt.variant.question["parts"][0]["answer"]
    return answer
