"""Sessions: each tab has a process of its own, within limits, and none outlives its tab or the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aiohttp import WebSocketError, WSMessage, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from icb_tui.domain.phrases import format_count
from icb_tui.terminal.size import limit_size
from icb_tui.web.browser_messages import (
    MAX_MESSAGE,
    BrowserMessage,
    LivePing,
    MessageMeter,
    TypedKeys,
    WindowResized,
    read_message,
)
from icb_tui.web.session_process import SessionProcess, make_environment

HEARTBEAT = 5
"""The seconds of silence after which a page is asked whether it is there; half of them later it is taken to be gone."""

STALLED_SECONDS = 8
"""The seconds that a page may leave what it is sent unread."""

CLOSING_SECONDS = 2
"""The seconds that a page has to take leave."""

QUIT, TAB_GONE, SERVER_ENDS = "", "The page was closed.", "The server was stopped."

NOT_READING = "The browser did not take what it was sent."

FLOOD = "The browser sent more than the explorer can read."

RUBBISH = "The browser sent something that is not a message of this page."


class SessionLimits(NamedTuple):
    """How many sessions there may be, and the minutes without a key after which one ends."""

    sessions: int
    idle_minutes: float


class Sessions:
    """The sessions that are open, on a server with this address."""

    def __init__(self, limits: SessionLimits, address: str) -> None:
        self._limits, self._address = limits, address
        self._open: set[Session] = set()
        self._is_ending = False
        self.downloads = DownloadManager()

    @property
    def refusal(self) -> str:
        """Why no more sessions can be opened; empty where one can."""
        if self._is_ending:
            return SERVER_ENDS
        most = self._limits.sessions
        if len(self._open) < most:
            return ""
        return f"{len(self._open)} of {format_count(most, 'session')} open, as many as this server has room for."

    async def run_session(
        self, socket: web.WebSocketResponse, arguments: Sequence[str], theme: str, size: tuple[int, int]
    ) -> str:
        """Run a session on a WebSocket until it ends, in columns and rows; return why it ended."""
        if self.refusal:
            return self.refusal
        environment = make_environment(self._address, theme, os.environ)
        session = Session(socket, self._limits.idle_minutes, arguments, environment, self.downloads)
        self._open.add(session)
        try:
            return await session.run(size)
        finally:
            self._open.discard(session)
            session.gone.set()

    async def end_all(self) -> None:
        """End every session, and open no more; return when their processes are gone."""
        self._is_ending = True
        sessions = list(self._open)
        for session in sessions:
            session.server_ends.set()
        await asyncio.gather(*(session.gone.wait() for session in sessions))


class Session:
    """One tab and its process. Whichever of the two ends first ends the other."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        idle_minutes: float,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        downloads: DownloadManager,
    ) -> None:
        self._socket, self._idle_minutes = socket, idle_minutes
        self._process = SessionProcess(
            arguments, environment, write_bytes=self._send_bytes, write_str=self._send_text, downloads=downloads
        )
        self._last_key = asyncio.get_running_loop().time()
        self.server_ends, self.gone = asyncio.Event(), asyncio.Event()

    async def run(self, size: tuple[int, int]) -> str:
        """Run until the tab, the process or the server ends; return why."""
        try:
            await self._process.start(*size)
        except OSError as error:
            return f"The session could not start: {error.strerror}."
        try:
            return await self._wait_for_end()
        except TimeoutError:
            return NOT_READING
        except ConnectionError:
            return TAB_GONE
        finally:
            await self._process.stop()

    async def _wait_for_end(self) -> str:
        ends = (self._read_browser(), self._run_process(), self._wait_for_server(), self._wait_until_idle())
        tasks = [asyncio.create_task(each) for each in ends]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _wait_for_server(self) -> str:
        await self.server_ends.wait()
        return SERVER_ENDS

    async def _wait_until_idle(self) -> str:
        clock = asyncio.get_running_loop().time
        while (left := self._last_key + self._idle_minutes * 60 - clock()) > 0:
            await asyncio.sleep(left)
        unit = "minute" if self._idle_minutes == 1 else "minutes"
        return f"No key was pressed for {self._idle_minutes:g} {unit}."

    async def _run_process(self) -> str:
        await self._process.run()
        return "\n".join(self._process.failure) or QUIT

    async def _read_browser(self) -> str:
        """Read what the page sends until something is wrong with it; return what."""
        clock, meter = asyncio.get_running_loop().time, MessageMeter()
        while True:
            received = await self._socket.receive()
            if received.type is not WSMsgType.TEXT:
                return RUBBISH if _is_rubbish(received) else TAB_GONE
            try:
                message = read_message(received.data)
            except ValueError:
                return RUBBISH
            if isinstance(message, TypedKeys):
                self._last_key = clock()
            if not meter.allow_message(clock()) or not await self._take_message(message):
                return FLOOD

    async def _take_message(self, message: BrowserMessage) -> bool:
        """Do what a message asks for; False where the process does not read it."""
        match message:
            case TypedKeys(text):
                return await self._process.send_bytes(text.encode())
            case WindowResized(size):
                width, height = limit_size(size.width, size.height)
                return await self._process.send_meta({"type": "resize", "width": width, "height": height})
            case LivePing(text):
                await self._send_text(json.dumps(["pong", text]))
        return True

    async def _send_bytes(self, data: bytes) -> None:
        """Send a paint; raise TimeoutError where the page does not take it, ConnectionError where it is gone."""
        async with asyncio.timeout(STALLED_SECONDS):
            await self._socket.send_bytes(data)

    async def _send_text(self, text: str) -> None:
        """Send a message, likewise."""
        async with asyncio.timeout(STALLED_SECONDS):
            await self._socket.send_str(text)


def open_web_socket() -> web.WebSocketResponse:
    """Return the server's end of a WebSocket, not yet connected, with its limits."""
    return web.WebSocketResponse(heartbeat=HEARTBEAT, timeout=CLOSING_SECONDS, max_msg_size=MAX_MESSAGE, compress=False)


async def say_end(socket: web.WebSocketResponse, reason: str) -> None:
    """Tell the page why its session has ended, if it listens, and close the WebSocket."""
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(CLOSING_SECONDS + STALLED_SECONDS / 4):
            await socket.send_str(json.dumps(["ended", reason]))
            await socket.close()


def _is_rubbish(received: WSMessage) -> bool:
    """Whether it is a message that was too long or of the wrong kind, and not the end of the connection."""
    too_long = received.type is WSMsgType.ERROR and isinstance(received.data, WebSocketError)
    return too_long or received.type is WSMsgType.BINARY
