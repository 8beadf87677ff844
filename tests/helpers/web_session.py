"""A server in a test: the application below a browser, and a real `icb-tui serve` with a client that a page is."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pyte
from aiohttp.test_utils import TestClient, TestServer
from bundled_store import open_test_store

from icb_tui.web.addresses import ServedAddress
from icb_tui.web.server import ServerSettings, WebServer
from icb_tui.web.sessions import SessionLimits

os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
"""The processes of sessions run the checkout that is tested, and not what is installed."""

TOKEN = "a-token-of-the-tests"

SECONDS = 30
"""How long a test waits for what must come; far longer than it takes."""

Result = TypeVar("Result")


def wait_for(steps: Coroutine[Any, Any, Result]) -> Result:
    """Run the steps of a test to their end, within a time."""
    return asyncio.run(asyncio.wait_for(steps, 2 * SECONDS))


def accept_options(_: Sequence[str]) -> None:
    """A check that finds nothing wrong."""


def make_settings(*, sessions: int = 2, idle: float = 60, public: str = "", **values: Any) -> ServerSettings:
    """What a server of the tests is told."""
    told: dict[str, Any] = {"look": (), "view": (), "check": accept_options, "store": open_test_store()} | values
    return ServerSettings("127.0.0.1", 0, public, TOKEN, SessionLimits(sessions, idle), **told)


@asynccontextmanager
async def serve_pages(settings: ServerSettings | None = None) -> AsyncIterator[TestClient[Any, Any]]:
    """A client of a server in this process, that has no cookie yet and follows no redirection by itself."""
    settings = settings or make_settings()
    probe = TestServer(aiohttp.web.Application())
    await probe.start_server()
    port = probe.port or 0
    await probe.close()
    server = WebServer(settings, ServedAddress("127.0.0.1", port, settings.public))
    jar = aiohttp.CookieJar(unsafe=True)  # which takes cookies of a machine that is named by its number
    async with TestClient(TestServer(server.make_app(), port=port), cookie_jar=jar) as client:
        try:
            yield client
        finally:
            await server.sessions.end_all()


async def enter(client: TestClient[Any, Any]) -> None:
    """Exchange the token for the cookie."""
    assert (await client.get("/", params={"token": TOKEN}, allow_redirects=False)).status == 303


class Page:
    """What a page does with its WebSocket, and the screen that a person would see in it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.screen)
        self.painted = b""
        self.ended: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    async def send(self, message: str | bytes) -> None:
        """Send what may be no message at all."""
        await (self.socket.send_bytes(message) if isinstance(message, bytes) else self.socket.send_str(message))

    async def press(self, keys: str) -> None:
        await self.socket.send_str(json.dumps(["stdin", keys]))

    async def read_until(self, text: str) -> None:
        """Read what is painted until a text is seen."""
        while text not in self.text:
            await self._read()
            assert self.ended is None, (self.ended, self.text)

    async def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        await self.socket.send_str(json.dumps(["resize", {"width": columns, "height": rows}]))

    async def read_end(self) -> str:
        """Read until the session has ended; return why."""
        while self.ended is None:
            await self._read()
        return self.ended

    async def _read(self) -> None:
        message = await self.socket.receive(timeout=SECONDS)
        if message.type is aiohttp.WSMsgType.BINARY:
            self.painted += message.data
            self._stream.feed(message.data)
        elif message.type is aiohttp.WSMsgType.TEXT:
            kind, value = json.loads(message.data)
            self.ended = value if kind == "ended" else self.ended
        else:
            self.ended = self.ended or "lost"


@asynccontextmanager
async def open_page(client: TestClient[Any, Any], query: str = "width=100&height=30") -> AsyncIterator[Page]:
    """A page with its WebSocket, on a client that has the cookie."""
    origin = str(client.make_url("/").origin())
    async with client.ws_connect(f"/ws?{query}", headers={"Origin": origin}, autoclose=False) as socket:
        yield Page(socket)


@contextmanager
def run_serve(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real server on a port of chance, and the address that it prints."""
    command = [sys.executable, "-m", "icb_tui", "serve", "--port", "0", *arguments]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        assert server.stdout
        yield server, server.stdout.readline().strip()
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGKILL)
        server.communicate(timeout=SECONDS)


def make_set_event() -> asyncio.Event:
    """In the place of `listen_for_signals`: the server ends as soon as it has begun."""
    event = asyncio.Event()
    event.set()
    return event


def list_children(parent: int) -> list[int]:
    """The processes that a process has started and that have not ended (Linux)."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, ppid = status.read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if int(ppid) == parent and state != "Z":
            found.append(int(status.parent.name))
    return found
