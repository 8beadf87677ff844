"""The explorer in a browser, and the bare table served the same way: pages in Chromium, and many sessions at once."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.measures import MOVES, Figures, p95
from benchmarks.place import BIN, FIRST_BOARD, ICB, Place
from benchmarks.system import memory
from benchmarks.terminal import QUIET

if TYPE_CHECKING:
    import aiohttp
    from playwright.sync_api import Page

SESSIONS = 20
"""How many are opened at once."""

REST = 300
"""Milliseconds without a drawing after which the page is taken to have answered."""

CHROMIUM = shutil.which("chromium")

WATCH = """
const watched = window.watched = { said: "", seen: 0, first: 0, key: 0, drawn: 0, bytes: 0 };
const decoder = new TextDecoder(), painted = new MessageChannel();
painted.port1.onmessage = () => {
  watched.drawn = performance.now();
  if (watched.seen && !watched.first) watched.first = watched.drawn;
};
new MutationObserver((changes) => {
  if (changes.some(({ target }) => target.closest?.(".xterm-rows"))) painted.port2.postMessage(0);
}).observe(document, { subtree: true, childList: true });
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      if (typeof data === "string") return;
      watched.bytes += data.byteLength;
      if (!watched.seen && (watched.said += decoder.decode(data)).includes(WORDS)) watched.seen = performance.now();
    });
  }
};
addEventListener("keydown", () => (watched.key = performance.now()), true);
"""
"""Stamps in the page, in milliseconds since it was opened: the first board drawn, a key, the last drawing.

xterm.js changes rows just before a frame is painted; a message that is sent then arrives once it is.
"""


@contextmanager
def served(place: Place, program: str) -> Iterator[tuple[str, int]]:
    """Run a server; yield its address with the token, and its process."""
    ours = (str(BIN / "icb-tui"), "serve", "--port", "0", "--sessions", "25", "--theme", "dark")
    bare = (str(BIN / "python"), str(Path(__file__).parent / "serve_bare.py"), str(place.rows))
    command, told = ours if program == ICB else bare, place.environment()
    with subprocess.Popen(command, env=told, cwd=place.folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip(), server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def children(pid: int) -> list[int]:
    """Return the processes of a server's sessions."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def opened(place: Place, program: str) -> Figures:
    """Open a page in a browser that has been at the server before, press keys in it, and look at its memory."""
    from playwright.sync_api import sync_playwright

    with served(place, program) as (address, server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        # The policy of the page would forbid the questions of `wait_for_function` too.
        context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        context.add_init_script(WATCH.replace("WORDS", json.dumps(FIRST_BOARD)))
        page = context.new_page()
        for _ in range(2):  # the first time counts for nothing: it fills the caches of the browser
            page.goto(address)
            page.wait_for_function("watched.first")
            at_rest(page)
        start = page.evaluate("({first_ms: watched.first, start_bytes: watched.bytes})")
        press(page, "3" if program == ICB else "j")
        moves = [press(page, "j") for _ in range(MOVES)]
        held = [memory(pid) for pid in children(server)][-1]
        browser.close()
    return {**start, "move_p50_ms": statistics.median(moves), "move_p95_ms": p95(moves), **held}


def at_rest(page: Page) -> None:
    """Wait until nothing has been drawn for a while."""
    page.wait_for_function(f"performance.now() - watched.drawn > {REST}")


def press(page: Page, key: str) -> float:
    """Press a key; return the milliseconds until the last of what it changed was drawn."""
    page.keyboard.press(key)
    page.wait_for_function("watched.drawn > watched.key")
    at_rest(page)
    return float(page.evaluate("watched.drawn - watched.key"))


def crowded(place: Place, program: str) -> Figures:
    """Open many sessions at once without a browser; when all show a board, press keys in one of them."""
    with served(place, program) as (address, server):
        figures = asyncio.run(_crowd(address, server, "3" if program == ICB else "j"))
    return {f"together_{name}": value for name, value in figures.items()}


async def _crowd(address: str, server: int, first_key: str) -> Figures:
    import aiohttp

    jar = aiohttp.CookieJar(unsafe=True)  # which takes cookies of a machine that is named by its number
    async with aiohttp.ClientSession(cookie_jar=jar) as client, AsyncExitStack() as stack:
        await (await client.get(address)).read()
        base = f"http://{urlsplit(address).netloc}"
        begun = time.monotonic()
        asking = [
            client.ws_connect(f"{base}/ws?width=120&height=40", headers={"Origin": base}) for _ in range(SESSIONS)
        ]
        sockets = [await stack.enter_async_context(each) for each in asking]
        await asyncio.gather(*(_wait_for_board(each) for each in sockets))
        usable = (time.monotonic() - begun) * 1000
        await asyncio.sleep(2)
        uss = statistics.median(memory(pid)["uss_mib"] for pid in children(server))
        moves = [await _press(sockets[0], key) for key in [first_key, *"j" * MOVES]][1:]
    return {
        "all_usable_ms": usable,
        "uss_mib": uss,
        "move_p50_ms": statistics.median(moves),
        "move_p95_ms": p95(moves),
    }


async def _wait_for_board(socket: aiohttp.ClientWebSocketResponse) -> None:
    said = b""
    while FIRST_BOARD.encode() not in said:
        message = await socket.receive(timeout=120)
        said += message.data if isinstance(message.data, bytes) else b""


async def _press(socket: aiohttp.ClientWebSocketResponse, key: str) -> float:
    """Press a key; return the milliseconds until the last of what came of it."""
    await _drain(socket)
    begun = time.monotonic()
    await socket.send_str(json.dumps(["stdin", key]))
    await socket.receive(timeout=20)
    last = time.monotonic()
    return ((await _drain(socket) or last) - begun) * 1000


async def _drain(socket: aiohttp.ClientWebSocketResponse) -> float | None:
    """Take what comes until nothing does for a while; return when the last of it came."""
    last = None
    with suppress(TimeoutError):
        while True:
            await socket.receive(timeout=QUIET)
            last = time.monotonic()
    return last


def measured(place: Place, program: str) -> Figures:
    """Return all figures of a program in a browser."""
    return opened(place, program) | crowded(place, program)
