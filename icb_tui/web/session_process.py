"""The process of a session: the explorer, drawn for a browser, and how it is started and ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shlex
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from icb_tui.terminal.served import SERVED_AT, SERVED_THEME

GRACE_SECONDS = 2
"""The seconds that a process has to end by itself."""

MAX_ERROR_BYTES = 16 * 1024
"""How much is kept of what a process says on standard error."""

MAX_UNREAD = 256 * 1024
"""The bytes that a process may leave unread: a person does not type as much."""

READY = b"__GANGLION__\n"
"""What Textual's driver for the web writes before its first packet."""

FOREIGN = ("NO_COLOR", "TMUX", "STY", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "LINES", "ICB_TUI_TOKEN")
"""What the environment says of the terminal of whoever serves, and not of the browser; and what is for nobody else."""

BROWSER_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
"""What the terminal in the page is: xterm.js."""


def make_environment(address: str, theme: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a session that is served at an address; `theme` is the wish of the browser, or ""."""
    kept = {name: value for name, value in environment.items() if name not in FOREIGN}
    return kept | BROWSER_TERMINAL | {SERVED_AT: address, SERVED_THEME: theme}


class SessionProcess(AppService):
    """The process of one session.

    textual-serve speaks its protocol. The start is our own, for a shell must not see the words of an address, and so is
    the end, which waits for nobody.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        downloads: DownloadManager,
    ) -> None:
        self.arguments = [sys.executable, "-P", "-m", "icb_tui", *arguments]
        super().__init__(
            shlex.join(self.arguments),
            write_bytes=write_bytes,
            write_str=write_str,
            close=_do_nothing,  # the end of the process is the end of the session
            download_manager=downloads,
        )
        self._environment, self._downloads = environment, downloads
        self._running: asyncio.subprocess.Process | None = None
        self._errors = b""

    @property
    def stdin(self) -> asyncio.StreamWriter:
        assert self._running and self._running.stdin
        return self._running.stdin

    async def start(self, width: int, height: int) -> None:
        """Start the process, in a group of its own: ctrl+c in the server's terminal is for the server."""
        pipe = asyncio.subprocess.PIPE
        self._running = await asyncio.create_subprocess_exec(
            *self.arguments,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env={**self._environment, "COLUMNS": str(width), "ROWS": str(height)},
            start_new_session=True,
        )

    async def run(self) -> None:
        """Pass on what the process writes, until it ends."""
        assert self._running and self._running.stdout
        reading = asyncio.create_task(self._read_errors())
        try:
            await self._pass_packets(self._running.stdout)
            await self._running.wait()
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _pass_packets(self, stdout: asyncio.StreamReader) -> None:
        while (line := await stdout.readline()) != READY:
            if not line:
                return
        handlers = {b"D": self.on_data, b"M": self.on_meta, b"P": self.on_packed}
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                head = await stdout.readexactly(5)
                await handlers[head[:1]](await stdout.readexactly(int.from_bytes(head[1:], "big")))

    async def send_bytes(self, data: bytes) -> bool:
        return self._send_packet(b"D", data)

    async def send_meta(self, data: dict[str, str | int | bool | None]) -> bool:
        return self._send_packet(b"M", json.dumps(data).encode())

    def _send_packet(self, kind: Literal[b"D", b"M"], payload: bytes) -> bool:
        """Send a packet without waiting for the process; False where it leaves too much unread."""
        if self.stdin.transport.get_write_buffer_size() > MAX_UNREAD:
            return False
        self.stdin.write(self.encode_packet(kind, payload))
        return True

    async def _read_errors(self) -> None:
        assert self._running and self._running.stderr
        while data := await self._running.stderr.read(4096):
            self._errors = (self._errors + data)[-MAX_ERROR_BYTES:]

    @property
    def failure(self) -> list[str]:
        """What the process said as it failed; nothing where it ended in order, or was told to end."""
        if self._running is None or not self._running.returncode:
            return []
        lines = self._errors.decode("utf-8", "replace").splitlines()
        return lines or [f"icb-tui: the session ended with the code {self._running.returncode}"]

    async def stop(self) -> None:
        """End the process: it ends when its input does. Kill it where it does not; return when it is gone."""
        await self._downloads.cancel_app_downloads(app_service_id=self.app_service_id)
        process = self._running
        if process is None or process.returncode is not None:
            return
        self.stdin.close()
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await process.communicate()  # a process is over when its pipes have been read, too
        except TimeoutError:
            process.kill()
            await process.communicate()


async def _do_nothing() -> None:
    pass
