"""The early frame: there before Textual is imported, the same as the first true frame, and gone if the start fails."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from painted import SeenScreen, record_paints
from terminal_session import DEADLINE, TerminalSession

from icb_tui.terminal.early.early_frame import ShownFrame
from icb_tui.terminal.early.frame_file import DECIDING_BEGINNINGS, DECIDING_VARIABLES, PRESENT_VARIABLES
from icb_tui.terminal.painting.paint_sender import ALTERNATE_SCREEN, BEGIN_PAINT, END_PAINT, PaintSender
from icb_tui.tui.colours import NO_COLOURS, PALETTE_256, SIXTEEN_COLOURS, TRUE_COLOUR, Depth

SIZES = [(60, 16), (80, 24), (100, 30), (120, 40), (170, 45), (200, 60)]


def send_paints(paints: list[str], size: tuple[int, int], shown: ShownFrame | None = None) -> tuple[str, str]:
    """Send paints as a start does; return the frame that is kept, and all that was sent."""
    sent: list[str] = []
    kept: list[str] = []
    sender = PaintSender(sent.append, {"TERM": "xterm"}, measure=lambda: size, shown=shown, keep_frame=kept.append)
    sender.send_changes(ALTERNATE_SCREEN)
    for _ in range(2):  # a start tells its size more than once
        sender.note_resize()
    for paint in paints:
        for part in (BEGIN_PAINT, paint, END_PAINT):
            sender.send_changes(part)
    return "".join(kept), "".join(sent)


@pytest.mark.parametrize("depth", [TRUE_COLOUR, PALETTE_256, SIXTEEN_COLOURS, NO_COLOURS])
def test_it_is_the_first_true_frame_cell_by_cell_and_nothing_is_sent_again(depth: Depth) -> None:
    keys = [f"size:{columns}x{rows}" for columns, rows in SIZES]
    for size, painted in asyncio.run(record_paints(depth, keys))[1:]:
        is_whole = [paint.count("\n") == size[1] - 1 for paint in painted]
        paints = painted[is_whole.index(True) :]  # before it may come a part of a paint of the size before
        kept, _ = send_paints(paints, size)
        assert kept
        true, early = SeenScreen(*size), SeenScreen(*size)
        for paint in paints:
            true.feed(paint)
        early.feed(kept)
        assert early.cells == true.cells
        kept_again, sent = send_paints(paints, size, ShownFrame(kept, size, []))
        assert sent == "" and kept_again == ""


def test_a_frame_of_another_size_is_painted_over() -> None:
    frame = "\x1b[1;1Hone\x1b[2;1Htwo\x1b[0m"
    kept, sent = send_paints([frame], (3, 2), ShownFrame(frame, (4, 2), []))
    assert sent.startswith(ALTERNATE_SCREEN) and "one" in sent and "two" in sent
    assert kept


def test_what_differs_is_sent_and_kept_for_the_next_start() -> None:
    kept, sent = send_paints(["\x1b[1;1Hone\x1b[1;1H"], (3, 1), ShownFrame("\x1b[1;1Hons\x1b[0m", (3, 1), []))
    assert "e" in sent and "on" not in sent
    assert kept and "one" in kept


def test_what_came_of_a_key_before_the_first_paint_is_not_kept() -> None:
    kept: list[str] = []
    sender = PaintSender(lambda _: None, {}, measure=lambda: (3, 1), keep_frame=kept.append)
    sender.send_changes(ALTERNATE_SCREEN)
    sender.note_input()
    sender.send_changes("\x1b[1;1Hone\x1b[1;1H")
    assert kept == []


def test_a_screen_with_a_cell_that_is_not_known_is_not_kept() -> None:
    kept, _ = send_paints(["\x1b[1;1H漢\x1b[1;1H"], (3, 1))
    assert kept == ""


WAITS = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "textual":
            DO
sys.meta_path.insert(0, Finder())
from icb_tui import __main__
sys.argv[0] = "icb-tui"
__main__.main()
"""


def test_the_second_start_shows_it_before_textual_and_then_sends_no_cell(
    sessions: list[TerminalSession], tmp_path: Path
) -> None:
    first = start(sessions, cache=str(tmp_path))
    first.wait_for("42 of 42")
    wait_until(lambda: len(list(tmp_path.rglob("frames/*"))) == 1)
    first.press(b"q")
    assert first.wait_for_end() == 0

    (go := tmp_path / "go").unlink(missing_ok=True)
    waits = f"import os, time\n            while not os.path.exists({str(go)!r}): time.sleep(0.01)"
    second = start(sessions, code=WAITS.replace("DO", waits), cache=str(tmp_path))
    second.wait_for("42 of 42")
    early, sent = second.text, len(second.sent)
    assert early == first.text
    second.press(b"jj")
    go.touch()
    second.wait_for("Birmingham and Solihull")
    assert len(second.sent) - sent < 2500  # modes, and the moves: the frame alone has more
    if (maps := Path(f"/proc/{second.process.pid}/maps")).exists():  # what only looks loads neither
        assert not re.search("_ssl|_hashlib|duckdb", maps.read_text())
    second.press(b"q")
    assert second.wait_for_end() == 0 and second.is_restored()

    for signal_number in (signal.SIGTERM, signal.SIGHUP):
        struck = start(
            sessions,
            code=WAITS.replace("DO", f"import os; os.kill(os.getpid(), {int(signal_number)})"),
            cache=str(tmp_path),
        )
        assert struck.wait_for_end() == 128 + signal_number
        assert b"42 of 42" in struck.sent and struck.is_restored()
    broken = start(sessions, code=WAITS.replace("DO", "raise RuntimeError('no Textual here')"), cache=str(tmp_path))
    assert broken.wait_for_end() == 70
    assert b"42 of 42" in broken.sent and broken.is_restored()
    assert b"no Textual here" in broken.sent.rsplit(b"\x1b[?1049l", 1)[1]


RECORDED = """
import json, os, sys
asked, real = set(), os._Environ.__getitem__
def record(self, name):
    try:
        return real(self, name)
    except KeyError:  # what is there is read as well where all of it is copied
        asked.add(name)
        raise
os._Environ.__getitem__ = record
from icb_tui import __main__
log = sys.argv.pop()
try:
    __main__.main()
finally:
    open(log, "w").write(json.dumps(sorted(asked)))
"""


NOT_SEEN = {"_ICB_TUI_COMPLETE", "ANDROID_DATA", "ESCDELAY", "SSH_CONNECTION", "SSH_TTY", "TERM_PROGRAM"}
"""What is asked for and changes no cell: shells, other systems, the wait after an escape, the mouse, modes."""


def test_every_variable_that_a_start_asks_for_is_part_of_its_name(
    sessions: list[TerminalSession], tmp_path: Path
) -> None:
    session = start(sessions, str(tmp_path / "asked"), code=RECORDED)
    session.wait_for("42 of 42")
    session.press(b"q")
    assert session.wait_for_end() == 0
    asked = set(json.loads((tmp_path / "asked").read_text()))
    deciding = {name for name in asked if name in DECIDING_VARIABLES or name.startswith(DECIDING_BEGINNINGS)}
    assert asked - deciding - set(PRESENT_VARIABLES) == NOT_SEEN


def start(
    sessions: list[TerminalSession], *arguments: str, code: str = "", cache: str = os.environ["XDG_CACHE_HOME"]
) -> TerminalSession:
    session = TerminalSession(*arguments, code=code, columns=120, lines=40, XDG_CACHE_HOME=cache)
    sessions.append(session)
    return session


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
