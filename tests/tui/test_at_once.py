"""What comes in one read of the terminal is done once: two clicks, a click and a key. Only the left button clicks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from bundled_store import load_data, open_test_store
from screen import make_click, make_key, read_message, read_screen, read_title, wait_until_settled
from textual import events

from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

CLICK = "click"
"""A click on the words that are looked for; with a number behind it, of another button."""


def do_at_once(keys: Sequence[str], on: str, happen: Sequence[str], *, compared: tuple[str, ...] = ()) -> list[str]:
    """The screen after some keys; after what happens at once on the last of these words; after esc."""
    return asyncio.run(_do_at_once(keys, on, happen, compared))


async def _do_at_once(keys: Sequence[str], on: str, happen: Sequence[str], compared: tuple[str, ...]) -> list[str]:
    view = View(data=load_data(), year="2023/24")
    app = IcbApp(open_test_store(), Appearance("dark", load_data()), view, compared=compared)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        for key in keys:
            app.post_message(make_key(key))
        await wait_until_settled(pilot)
        screens = [read_screen(app)]
        for event in _make_events(screens[0], on, happen):
            app.post_message(event)
        await wait_until_settled(pilot)
        screens.append(read_screen(app))
        app.post_message(make_key("escape"))
        await wait_until_settled(pilot)
        assert not app.crash
        return [*screens, read_screen(app)]


def _make_events(screen: str, on: str, happen: Sequence[str]) -> list[events.Event]:
    lines = screen.splitlines()
    row = max(number for number, line in enumerate(lines) if on in line)
    there = (lines[row].index(on), row)
    made: list[events.Event] = []
    for each in happen:
        is_click = each.startswith(CLICK)
        made += make_click(*there, int(each.removeprefix(CLICK) or 1)) if is_click else [make_key(each)]
    return made


TWICE = [(CLICK, CLICK), (CLICK, CLICK, CLICK), (CLICK, "enter"), ("enter", "enter")]


@pytest.mark.parametrize("happen", TWICE[:3], ids="+".join)
def test_a_result_of_the_finder_is_gone_to_once(happen: Sequence[str]) -> None:
    _, done, _ = do_at_once(("/", *"midlands"), "   region ", happen)
    assert read_title(done).startswith(" ICBs of England") and "Midlands · 11 of 42" in read_title(done)


@pytest.mark.parametrize("happen", TWICE, ids="+".join)
def test_a_command_of_the_palette_is_carried_out_once(happen: Sequence[str]) -> None:
    _, done, after = do_at_once(("enter", "ctrl+p", *"clear the filter"), "Clear the filter", happen)
    assert read_title(done).startswith(" ICBs of England") and read_title(after) == read_title(done)


@pytest.mark.parametrize("happen", TWICE[:3], ids="+".join)
def test_a_board_is_added_to_a_comparison_once(happen: Sequence[str]) -> None:
    _, added, _ = do_at_once(("+", *"devon"), "Devon", happen, compared=("QWU", "QNX"))
    assert "3 columns" in read_title(added)


def test_a_click_on_back_closes_one_page() -> None:
    before, once, twice = do_at_once(("enter", "="), "esc back", (CLICK, CLICK))
    assert read_title(before).startswith(" Plain text")
    assert read_title(once).startswith(" ICBs › Bath") and read_title(twice).startswith(" ICBs of England")


@pytest.mark.parametrize(
    ("key", "title"), [("enter go", "ICBs › Leicester"), ("esc back", "ICBs of England"), ("tab mark", "Find")]
)
def test_a_key_on_the_bar_of_the_finder_can_be_clicked(key: str, title: str) -> None:
    before, once, _ = do_at_once(("/", *"llr"), key, (CLICK, CLICK))
    assert once != before and read_title(once).strip().startswith(title)


def test_three_clicks_on_a_board_open_it_once() -> None:
    _, opened, after = do_at_once((), "Black Country", (CLICK, CLICK, CLICK, CLICK))
    assert read_title(opened).startswith(" ICBs › Black Country") and read_title(after).startswith(" ICBs of England")


@pytest.mark.parametrize(
    ("keys", "on"),
    [((), "Black Country"), ((), "? help"), ((), "1 Leadership"), (("m",), "DEV"), (("/", *"lon"), "London")],
    ids=["row", "key bar", "heading", "map", "finder"],
)
def test_only_the_left_button_clicks(keys: Sequence[str], on: str) -> None:
    for button in ("2", "3"):
        before, after, _ = do_at_once(keys, on, (CLICK + button, CLICK + button))
        assert after == before
    assert read_message(before) == read_message(after)
