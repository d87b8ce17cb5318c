"""Pictures of a running demo: `python scripts/screenshots.py http://127.0.0.1:8000` with the demo's GRADUS_DATA.

Signs in as the demo's student, answers one problem unreadably, wrongly and rightly, opens one problem of each look,
and writes each page at 1280 and 390 pixels, light and dark, to ./screenshots. Reads the reference answer from the
database of the demo, so it is for a demo only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gradus.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in this thread
django.setup()

from gradus.demo.people import PASSWORD, STUDENT  # Django first
from gradus.submissions.models import Attempt

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FOLDER = ROOT / "screenshots"
SIZES = {1280: 900, 390: 844}
VERDICT = "#outcome .verdict:not(.waiting)"


def main(address: str) -> None:
    """Every picture."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, height in SIZES.items():
            for scheme in ("light", "dark"):
                _tour(browser, address, width, height, scheme)
        browser.close()


def _tour(browser: Browser, address: str, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of two literals
    )
    page = context.new_page()
    page.on("console", lambda message: print(message.type, message.text) if message.type == "error" else None)

    def keep(name: str) -> None:
        page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)

    page.goto("/")
    keep("front")
    page.goto("/accounts/login/")
    keep("sign-in")
    page.fill("[name=login]", STUDENT.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_selector(".courses")
    _answers(page, keep)
    for number, name in ((1, "gradient"), (2, "graph")):
        _open(page, number, 0 if number == 1 else 6)
        keep(name)
    page.goto("/")
    keep("home")
    page.click(".set >> nth=0")
    keep("set")
    page.goto("/progress/")
    page.click(".how summary")
    keep("progress")
    context.close()


def _answers(page: Page, keep) -> None:  # type: ignore[no-untyped-def]  # a local function
    _open(page, 0, 0)
    keep("choice")
    _open(page, 0, 6)
    page.click("text=New variant")
    keep("problem")
    field = page.locator("form.answers input[type=text]")
    for name, typed in (("unreadable", "2x + (3"), ("wrong", "x^2"), ("right", _reference(page.url))):
        field.fill(typed)
        page.wait_for_timeout(500)
        page.click("#row .check")
        page.wait_for_selector(f"#outcome .{ {'wrong': 'incorrect', 'right': 'correct'}.get(name, name) }")
        page.wait_for_timeout(400)
        keep(name)


def _open(page: Page, number_of_set: int, item: int) -> None:
    page.goto("/")
    page.click(f".set >> nth={number_of_set}")
    page.click(f".items .name >> nth={item}")
    page.wait_for_selector("form.answers")


def _reference(url: str) -> str:
    attempt = Attempt.objects.get(public_id=url.rstrip("/").rsplit("/", 1)[-1])
    answer: str = attempt.variant.question["parts"][0]["answer"]
    return answer


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
