"""A real browser in a test: Chromium through playwright, on a real `icb-tui serve`.

xterm.js draws letters on a canvas, which has no text to read. What the page shows is therefore read from what its
WebSocket receives: a terminal of the test's own (pyte) is given the same bytes and the same size. That the page draws
them at all is told by its pixels.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pyte

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, WebSocket

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
        self._socket: WebSocket | None = None
        self._screen = pyte.Screen(80, 24)
        self.page.on("websocket", self._take_socket)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, address: str) -> Tab:
        """Open an address; return when the first board is seen."""
        self.page.goto(address)
        self.wait_for_text(FIRST_BOARD)
        return self

    def _take_socket(self, socket: WebSocket) -> None:
        asked = parse_qs(urlsplit(socket.url).query)
        self._socket, self._screen = socket, pyte.Screen(int(asked["width"][0]), int(asked["height"][0]))
        stream = pyte.ByteStream(self._screen)
        socket.on("framereceived", lambda frame: stream.feed(frame) if isinstance(frame, bytes) else None)
        socket.on("framesent", self._take_size)

    def _take_size(self, frame: str | bytes) -> None:
        kind, *values = json.loads(frame)
        if kind == "resize":
            self._screen.resize(values[0]["height"], values[0]["width"])

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def size(self) -> tuple[int, int]:
        return self._screen.columns, self._screen.lines

    def wait_for_text(self, text: str) -> str:
        """Wait until a text (a regular expression) is seen; return the screen."""
        if self._socket is None:
            self.page.wait_for_event("websocket")
        assert self._socket
        if not re.search(text, self.text):
            try:
                self._socket.wait_for_event("framereceived", lambda _: re.search(text, self.text), timeout=MILLISECONDS)
            except Exception as error:
                raise AssertionError(f"not seen: {text}\n{self.text}\n{self.errors}") from error
        return self.text

    def press(self, *keys: str) -> None:
        """Press keys by their names; a text of several characters that is no name is typed."""
        for key in keys:
            if re.fullmatch("[A-Z][A-Za-z0-9]+(\\+.+)?", key):
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.type(key)

    def find_cell(self, text: str) -> tuple[float, float]:
        """Where a text stands in the window, in pixels: the middle of its first cell."""
        line = next(place for place, line in enumerate(self._screen.display) if text in line)
        column = self._screen.display[line].index(text)
        box = self.page.locator(".xterm-screen").bounding_box()
        assert box
        columns, lines = self.size
        return box["x"] + box["width"] * (column + 0.5) / columns, box["y"] + box["height"] * (line + 0.5) / lines
