"""The explorer for a screen reader, in a real terminal: what is sent, and the session that the page shows."""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import wording
from terminal_session import DEADLINE, TerminalSession

PAGE = Path(__file__).parent.parent.parent / "docs" / "terminals.md"

RECORDED = re.compile(r"(?<=```text\n\$ icb-tui --screen-reader\n)(.*?)(?=```)", re.DOTALL)
"""The session on the page: what is said first, then each key in brackets and what is said after it."""

KEYS = {"space": b" ", "home": b"\x1b[H", "down": b"\x1b[B", "enter": b"\r", "esc": b"\x1b", "page down": b"\x1b[6~"}

PICTURES = re.compile("[\u2500-\u259f\u2800-\u28ff]")
"""Lines of boxes, blocks and braille patterns."""

LINE_CELLS = 96


@pytest.fixture
def session(tmp_path: Path) -> Iterator[TerminalSession]:
    """A terminal that has room for every line, and settings that ask for a screen reader."""
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / "config.toml").write_text("screen_reader = true\n")
    root = str(PAGE.parent.parent)
    session = TerminalSession(columns=600, lines=16, XDG_CONFIG_HOME=str(tmp_path), PYTHONPATH=root, NO_COLOR="1")
    yield session
    session.close()


def press_and_compare(session: TerminalSession, key: str) -> list[int]:
    """The rows of the terminal that are otherwise after a key, once no more is sent."""
    before, end = session.text.split("\n"), time.monotonic() + DEADLINE
    session.press(KEYS.get(key, key.encode()))
    while session.text.split("\n") == before:
        assert time.monotonic() < end, f"nothing came of {key}"
        session.read(0.1)
    now = session.text.split("\n")
    return [row for row, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]


def read_at_cursor(session: TerminalSession) -> str:
    """What stands from the cursor on."""
    return session.screen.display[session.screen.cursor.y][session.screen.cursor.x :].rstrip()


def write_entry(key: str, said: str) -> str:
    """A key, and what is said after it, as the page has it."""
    lines = textwrap.wrap(said, LINE_CELLS, break_long_words=False, break_on_hyphens=False)
    return "\n".join([*[f"[{key}]"] * bool(key), *(f"  {line}" for line in lines), ""])


def test_each_key_rewrites_one_line_and_the_cursor_stands_at_its_start(session: TerminalSession) -> None:
    """The page shows the same session, whose keys are read there."""
    found = RECORDED.search(PAGE.read_text(encoding="utf-8"))
    assert found
    session.wait_for("1 of 42.")
    said = [write_entry("", read_at_cursor(session))]
    for key in re.findall(r"^\[(.+)\]$", found[1], re.MULTILINE):
        sent = len(session.sent)
        rows = press_and_compare(session, key)
        line = read_at_cursor(session)
        assert (session.screen.cursor.x, session.screen.cursor.hidden) == (0, False), key
        assert key in ("enter", "esc", "?") or rows == [session.screen.cursor.y], (key, rows)
        assert line.encode() in session.sent[sent:], key  # in one piece, with no jump over what stayed
        said.append(write_entry(key, line))
    session.press(b"q")
    assert session.wait_for_end() == 0 and session.is_restored()
    assert not PICTURES.search(session.sent.decode())
    assert b"\x1b[?25l" not in session.sent.rpartition(b"\x1b[?25h")[0].partition(b"\x1b[?25h")[2]
    if wording.update:
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(found[1], "".join(said)), encoding="utf-8")
    else:
        assert "".join(said) == found[1]
