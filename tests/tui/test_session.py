"""What the screens of a session share: marks, view and history have one owner."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from screen import _do, data, press, settled, store

from icb_tui.pages.view_state import View
from icb_tui.text.spans import Line
from icb_tui.tui.app import IcbApp
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

Paint = Callable[[Canvas, int, int], list[Line]]


def test_a_mark_set_on_one_page_is_known_on_every_page_of_the_board() -> None:
    *_, first_page, unmarked, explorer = press(
        *("p", "enter", "p", "enter", "space", "escape", "escape", "space", "escape"), opened="QH8"
    )
    assert "Mid and South Essex" in first_page and "● marked" in first_page
    assert "● marked" not in unmarked
    assert "1 marked" not in explorer


async def count_paints(before: Sequence[str], key: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each pane paints for a key that is pressed after others."""
    counts: Counter[str] = Counter()

    def counted(paint: Paint) -> Paint:
        def spied(pane: Canvas, cells: int, rows: int) -> list[Line]:
            if type(pane).paint is spied:
                counts[type(pane).__name__] += 1
            return paint(pane, cells, rows)

        return spied

    for pane in list_pane_types(Canvas):
        if "paint" in vars(pane):
            monkeypatch.setattr(pane, "paint", counted(pane.paint))
    app = IcbApp(store(), Appearance("dark", data()), View(data=data(), year="2023/24"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for each in before:
            await _do(pilot, each)
            await settled(pilot)
        counts.clear()
        await _do(pilot, key)
        await settled(pilot)
    return counts


def list_pane_types(base: type[Canvas]) -> list[type[Canvas]]:
    return [base, *(found for child in base.__subclasses__() for found in list_pane_types(child))]


KEYS = {
    "a filter that is typed": (["f", *"midlands"], "enter"),
    "an option that is chosen": (["f", "down", "down"], "space"),
    "an option that is pointed at": (["f"], "down"),
    "a character of a filter": (["f"], "m"),
    "the filter line": ([], "f"),
    "the filter line, closed": (["f"], "escape"),
    "undo": (["o"], "u"),
    "clear": (["o"], "x"),
    "the next evidence type": ([], "o"),
    "a move": ([], "j"),
    "a move to the side": ([], "l"),
    "a mark": ([], "space"),
    "the next year": ([], "["),
    "the next order": ([], "s"),
}


@pytest.mark.parametrize("name", KEYS)
def test_each_pane_paints_at_most_once_for_a_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, key = KEYS[name]
    counts = asyncio.run(count_paints(before, key, monkeypatch))
    assert counts and set(counts.values()) == {1}, counts
