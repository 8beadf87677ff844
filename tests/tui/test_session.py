"""What the screens of a session share: marks, view and history have one owner."""

from __future__ import annotations

from screen import press


def test_a_mark_set_on_one_page_is_known_on_every_page_of_the_board() -> None:
    *_, first_page, unmarked, explorer = press(
        *("p", "enter", "p", "enter", "space", "escape", "escape", "space", "escape"), opened="QH8"
    )
    assert "Mid and South Essex" in first_page and "● marked" in first_page
    assert "● marked" not in unmarked
    assert "1 marked" not in explorer
