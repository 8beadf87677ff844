"""Textual's driver for a session in a browser: fewer bytes, and nothing that a browser sends can break it.

The server (`web/session_process.py`) and this driver talk over standard input and output, in packets.
"""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterable
from threading import Lock
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from icb_tui.terminal.controls import TerminalControls
from icb_tui.terminal.key_reader import (
    POLL_SECONDS,
    POLLS_AFTER_INPUT,
    READ_BYTES,
    InputDecoder,
    InputPacer,
    KeyParser,
    ReadableEvent,
)
from icb_tui.terminal.painting.paint_sender import PaintSender
from icb_tui.terminal.painting.screen_differ import ScreenDiffer
from icb_tui.terminal.textual_internals import ByteStream

SERVER_GONE = 129
"""The exit code of a session whose server is gone: that of a terminal that hung up."""

MOUSE_MODES = frozenset({"\x1b[?1000h", "\x1b[?1006h"})
"""What has the browser report the mouse, which --no-mouse leaves out: Textual's driver for the web never does."""


class WebSessionDriver(TerminalControls, WebDriver):
    """The driver of a session."""

    DIFFS = True

    def __init__(self, app: App[Any], *, mouse: bool = True, **options: Any) -> None:
        super().__init__(app, mouse=mouse, **options)
        self.exit_event = self._ending = ReadableEvent()
        self._owner, self._reports_mouse = app, mouse
        self._pacer = InputPacer(app, self._ending)
        self._cells = (int(os.environ.get("COLUMNS", 80)), int(os.environ.get("ROWS", 24)))
        self._packets = Lock()
        self._sender = PaintSender(super().write, os.environ, diffs=self.DIFFS, measure=lambda: self._cells)

    def write(self, data: str) -> None:
        if data in MOUSE_MODES and not self._reports_mouse:
            return
        with self._packets:
            self._sender.send_changes(data)

    # A file is delivered from the thread of the keys: two packets that are written at once would run into each other.

    def write_meta(self, data: dict[str, object]) -> None:
        with self._packets:
            super().write_meta(data)

    def write_binary_encoded(self, data: tuple[str | bytes, ...]) -> None:
        with self._packets:
            super().write_binary_encoded(data)

    @property
    def differ(self) -> ScreenDiffer | None:
        return self._sender.differ

    def forget_screen(self) -> None:
        self._sender.forget_screen()

    def note_resize(self) -> None:
        self._sender.note_resize()

    def serve_screen_reader(self) -> None:
        self._sender.serve_screen_reader()

    def start_application_mode(self) -> None:
        super().start_application_mode()
        # Textual takes the page for one that is not looked at until it says otherwise, and dims what has the focus.
        self._owner.call_later(self._owner.post_message, events.AppFocus())

    def run_input_thread(self) -> None:
        """Read what the server sends until the app ends; end with the server, whatever the app is at."""
        stdin, stream, looks = sys.__stdin__.fileno() if sys.__stdin__ else 0, ByteStream(), 0
        self._parser, self._decoder = KeyParser(), InputDecoder()
        while not self._ending.is_set():
            patience = POLL_SECONDS if looks else None
            looks = max(looks - 1, 0)
            if stdin in select.select([stdin, self._ending.reader], [], [], patience)[0]:
                looks = POLLS_AFTER_INPUT
                if not (data := os.read(stdin, READ_BYTES)):
                    os._exit(SERVER_GONE)
                for kind, payload in stream.feed(data):
                    self._take_packet(kind, payload)
            self._process_all(self._parser.tick())

    def _take_packet(self, kind: str, payload: bytes) -> None:
        """Read the keys of a packet, or what else the server says."""
        if kind == "D":
            if text := self._decoder.decode_input(payload):  # none would end the parser
                self._process_all(self._parser.feed(text))
                self._pacer.wait_for_app(len(text))
            return
        said = json.loads(payload)
        if said["type"] == "resize":
            self._cells = (said["width"], said["height"])
        self.on_meta(said["type"], said)

    def _process_all(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


class WholePaintWebDriver(WebSessionDriver):
    """The driver of --no-diff: paints are sent as Textual makes them."""

    DIFFS = False
