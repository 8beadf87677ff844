"""What is sent to the terminal: no mode that nothing here uses; with --no-diff whole paints, which show the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from terminal_session import TerminalSession
from textual.app import App

from icb_tui.terminal.painting.paint_sender import HIDE_CURSOR, SHOW_CURSOR, PaintSender


@pytest.fixture
def both() -> Iterator[tuple[TerminalSession, TerminalSession]]:
    sessions = TerminalSession(), TerminalSession("--no-diff")
    yield sessions
    for session in sessions:
        session.close()


def screens(session: TerminalSession, *steps: tuple[bytes, str]) -> list[str]:
    """The screen at the start and after each step: keys, and what is then there to be read."""
    session.wait_for("42 of 42")
    seen = [shown(session)]
    for keys, words in steps:
        session.press(keys)
        session.wait_for(words)
        session.read(0.6)
        seen.append(shown(session))
    return seen


def shown(session: TerminalSession) -> str:
    """What a person sees: each cell with its character, its colours and its weight; of a blank only the ground."""
    screen = session.screen
    cells = [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]
    return "\n".join(str(cell if cell.data != " " or cell.reverse or cell.underscore else cell.bg) for cell in cells)


def test_every_screen_is_the_same_without_the_differ(both: tuple[TerminalSession, TerminalSession]) -> None:
    steps = [(b"jj", ""), (b"/lond", "London"), (b"\x1b", "42 of 42"), (b"3", "Inequalities · 2023/24"), (b"?", "Keys")]
    shortened, whole = (screens(session, *steps) for session in both)
    assert shortened == whole
    assert len(both[1].sent) > 1.2 * len(both[0].sent)
    for session in both:
        session.press(b"q")
        assert session.wait_for_end() == 0
        assert session.is_restored()


@pytest.mark.parametrize("diffs", [True, False])
def test_the_pointer_keeps_its_shape_and_what_is_written_else_is_sent(diffs: bool) -> None:
    """By Textual's own method, so that a change of its sequence is seen here."""
    sent: list[str] = []

    class Written:
        write = staticmethod(PaintSender(sent.append, {}, measure=lambda: (80, 24), diffs=diffs).send_changes)

    app = App[None]()
    app._driver = Written()  # type: ignore[assignment]
    app._set_pointer_shape("text")
    assert sent == []
    Written.write("\x1b]52;c;eA==\x07")
    assert sent == ["\x1b]52;c;eA==\x07"]


def test_a_cursor_that_is_to_be_shown_is_not_hidden_again() -> None:
    sent: list[str] = []
    sender = PaintSender(sent.append, {}, measure=lambda: (80, 24))
    sender.send_changes(HIDE_CURSOR)
    sender.serve_screen_reader()
    for data in (SHOW_CURSOR, HIDE_CURSOR, SHOW_CURSOR):
        sender.send_changes(data)
    assert sent == [HIDE_CURSOR, SHOW_CURSOR, SHOW_CURSOR]


def test_no_motion_no_focus_and_no_size_is_asked_for(both: tuple[TerminalSession, TerminalSession]) -> None:
    for session in both:
        session.wait_for("42 of 42")
        assert not any(f"\x1b[?{mode}h".encode() in session.sent for mode in (1003, 1004, 1015, 1016, 2048))
        assert b"\x1b[?2048$p" not in session.sent


@pytest.mark.parametrize(
    ("terminal", "whether"),
    [("xterm-256color", True), ("screen.xterm-256color", True), ("linux", True), ("vt100", True), ("ansi", False)],
)
def test_rows_are_scrolled_only_in_terminals_that_are_known_to_have_margins(terminal: str, whether: bool) -> None:
    sent: list[str] = []
    sender = PaintSender(sent.append, {"TERM": terminal}, measure=lambda: (9, 6))
    sender.forget_screen()
    for page in ("abcdef", "bcdefg"):
        sender.send_changes("\n".join(f"\x1b[{y};1H{letter * 5:9}" for y, letter in enumerate(page, 1)))
    assert ("\x1b[1;6r" in sent[-1]) == whether
