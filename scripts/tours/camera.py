"""A browser window of one size and scheme that keeps pictures."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from playwright.sync_api import Browser, ConsoleMessage

from gradus.demo.people import PASSWORD, Person


class Look(NamedTuple):
    """Size of the window, and light or dark."""

    width: int
    height: int
    scheme: Literal["light", "dark"]


LOOKS = (
    Look(1280, 900, "light"),
    Look(1280, 900, "dark"),
    Look(390, 844, "light"),
    Look(390, 844, "dark"),
)


class Camera:
    """`with Camera(...) as camera:` a page of the demo at `address`, its pictures in `folder`."""

    def __init__(self, browser: Browser, address: str, folder: Path, look: Look) -> None:
        self._folder, self._look = folder, look
        self._context = browser.new_context(
            base_url=address,
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,
            locale="en-GB",
        )
        self._context.set_default_timeout(60_000)
        self.page = self._context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: print("script:", error))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()

    def keep(self, name: str) -> None:
        """A picture of the whole page; says so where it is wider than the window."""
        self.page.wait_for_load_state("load")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self._look.width:
            print(f"{name} at {self._look.width}: {wide} pixels wide")
        self.page.screenshot(
            path=self._folder / f"{name}-{self._look.width}-{self._look.scheme}.png", full_page=True
        )

    def sign_in(self, person: Person) -> None:
        """As one of the demo's people."""
        self.page.goto("/accounts/login/")
        self.page.fill("[name=login]", person.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button.primary")
        self.page.wait_for_url("**/")

    @staticmethod
    def _said(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 400" not in message.text:
            print("console:", message.text)
