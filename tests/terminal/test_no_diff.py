"""The switch --no-diff: paints go to the terminal as Textual makes them, and show the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_pty import Session


@pytest.fixture
def both() -> Iterator[tuple[Session, Session]]:
    sessions = Session(), Session("--no-diff")
    yield sessions
    for session in sessions:
        session.close()


def screens(session: Session, *steps: tuple[bytes, str]) -> list[str]:
    """The screen at the start and after each step: keys, and what is then there to be read."""
    session.until("42 of 42")
    seen = [shown(session)]
    for keys, words in steps:
        session.press(keys)
        session.until(words)
        session.read(0.3)
        seen.append(shown(session))
    return seen


def shown(session: Session) -> str:
    """What a person sees: each cell with its character, its colours and its weight; of a blank only the ground."""
    screen = session.screen
    cells = [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]
    return "\n".join(str(cell if cell.data != " " or cell.reverse or cell.underscore else cell.bg) for cell in cells)


def test_every_screen_is_the_same_without_the_differ(both: tuple[Session, Session]) -> None:
    steps = [(b"jj", ""), (b"/lond", "London"), (b"\x1b", "42 of 42"), (b"3", "Inequalities · 2023/24"), (b"?", "Keys")]
    shortened, whole = (screens(session, *steps) for session in both)
    assert shortened == whole
    assert len(both[1].sent) > 1.2 * len(both[0].sent)
    for session in both:
        session.press(b"q")
        assert session.ended() == 0
        assert session.restored()
