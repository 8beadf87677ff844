"""The thread that reads keys: it never runs far ahead of the app, and waits for nothing once the app ends."""

from __future__ import annotations

import asyncio
from threading import Thread
from typing import Any
from unittest.mock import Mock

from icb_tui.terminal.key_reader import MAX_WAITING, READ_BYTES, InputPacer, ReadableEvent


def read_flood(pacer: InputPacer, app: Any, ending: ReadableEvent) -> None:
    """Read as the drivers do, 200 times as many keys at once as may wait for the app."""
    for _ in range(40):
        app.message_queue_size += READ_BYTES
        pacer.wait_for_app(READ_BYTES)
        if ending.is_set():
            return


def test_no_more_is_read_while_the_app_has_enough_to_do() -> None:
    async def answer_slowly() -> list[int]:
        app, ending = Mock(message_queue_size=0, screen_stack=[]), ReadableEvent()
        thread = Thread(target=read_flood, args=(InputPacer(app, ending), app, ending))
        thread.start()
        waiting = []
        while thread.is_alive():
            waiting.append(app.message_queue_size)
            app.message_queue_size = max(app.message_queue_size - 300, 0)
            await asyncio.sleep(0)
        return waiting

    assert max(asyncio.run(answer_slowly())) <= READ_BYTES + MAX_WAITING


def test_an_app_that_ends_lets_the_reader_go_though_nothing_is_answered() -> None:
    async def end() -> bool:
        app, ending = Mock(message_queue_size=0, screen_stack=[]), ReadableEvent()
        thread = Thread(target=read_flood, args=(InputPacer(app, ending), app, ending))
        thread.start()
        await asyncio.sleep(0)
        ending.set()
        thread.join(10)  # as Textual does in the thread of the app
        return thread.is_alive()

    assert not asyncio.run(end())
