"""A real browser in a test: Chromium through playwright, on a real `icb-tui serve`.

xterm.js draws the screen with elements of HTML (the page has it do so): a `div` for each row, in `.xterm-rows`. What a
person sees is their text.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium")

MILLISECONDS = 20_000
"""How long a test waits for what must come."""

FIRST_BOARD = "Bath and North East Somerset"


def explain_no_chromium() -> str:
    """Return what is missing to run a browser; empty where nothing is."""
    if missing := [name for name in ("playwright", "textual_serve") if find_spec(name) is None]:
        return f"needs {' and '.join(missing)}"
    return "" if CHROMIUM else "needs Chromium; on Debian: apt install chromium"


@contextmanager
def run_chromium() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile: no cookie, no clipboard."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
    context.set_default_timeout(MILLISECONDS)
    try:
        yield context
    finally:
        context.close()


class Tab:
    """A tab, and the screen that its explorer shows."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self._rows = self.page.locator(".xterm-rows > div")
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, address: str) -> Tab:
        """Open an address; return when the first board is seen."""
        self.page.goto(address)
        self.wait_for_text(FIRST_BOARD)
        return self

    @property
    def lines(self) -> list[str]:
        return self._rows.all_text_contents()

    @property
    def size(self) -> tuple[int, int]:
        """How many columns and rows the screen has: its bars are as wide as it is."""
        lines = self.lines
        return max(map(len, lines)), len(lines)

    def wait_for_text(self, text: str) -> list[str]:
        """Wait until a text (a regular expression; lines have no breaks between them) is seen; return the lines."""
        from playwright.sync_api import expect

        expect(self.page.locator(".xterm-rows")).to_have_text(re.compile(text), timeout=MILLISECONDS)
        return self.lines

    def press(self, *keys: str) -> None:
        """Press keys by their names; a text that is no name is typed."""
        for key in keys:
            if re.fullmatch("[A-Z][A-Za-z0-9]+(\\+.+)?", key):
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.type(key)

    def find_cell(self, text: str) -> tuple[float, float]:
        """Where a text stands in the window, in pixels: the middle of its first cell."""
        lines = self.lines
        place = next(place for place, line in enumerate(lines) if text in line)
        box, row = self.page.locator(".xterm-screen").bounding_box(), self._rows.nth(place).bounding_box()
        assert box and row
        width = box["width"] / self.size[0]
        return box["x"] + width * (lines[place].index(text) + 0.5), row["y"] + row["height"] / 2
