"""A session that stays open for days: however many keys are pressed, no more is held than after some."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable

from bundled_store import load_data, open_test_store
from screen import do_action, read_screen, read_title, wait_until_settled
from textual.message_pump import MessagePump
from textual.timer import Timer

from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.tui.app import MAX_SCREENS, OLDEST_PAGE, IcbApp
from icb_tui.tui.session import MAX_REMEMBERED_STEPS, ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

MIDLANDS = make_filter([Term("region", "Y60")])

VISITS = (
    *("enter", "j", "p", "enter", "escape", "escape", "i", "l", "j", "enter", "escape", "k", "h", "i", "m", "l", "m"),
    *(
        "slash",
        "l",
        "o",
        "escape",
        "f",
        "m",
        "i",
        "d",
        "escape",
        "s",
        "s",
        "s",
        "s",
        "space",
        "space",
        "c",
        "escape",
        "M",
    ),
    *("n", "escape", "v", "escape", "S", "escape", "b", "escape", "P", "escape", "question_mark", "escape"),
    *("equals_sign", "j", "escape", "ctrl+p", "b", "escape", "g", "y", "escape", "size:80x24", "size:120x40"),
)
"""Keys that open everything that can be opened, and leave it again."""


def count_alive(*kinds: type[object]) -> Counter[str]:
    """How many objects of some types are held, by the names of their own types."""
    gc.collect()
    return Counter(type(each).__name__ for each in gc.get_objects() if isinstance(each, kinds))


def make_app() -> IcbApp:
    return IcbApp(open_test_store(), Appearance("dark", load_data()), View(data=load_data(), year="2023/24"))


def test_a_session_holds_no_more_after_thousands_of_changes_than_after_some_hundreds() -> None:
    view = View(data=load_data(), year="2023/24")
    session = ExplorerSession(open_test_store(), view)
    session.put_view(session.answer_view(view))

    def change(times: int) -> Counter[str]:
        for _ in range(times):
            session.apply_filter(MIDLANDS)
            session.toggle_mark("QHL")
            session.apply_filter(Filter())
            session.undo_change()
            session.show_view(session.answer_view(session.view))
        return count_alive(View, Filter)

    some = change(MAX_REMEMBERED_STEPS)
    assert some["View"] >= MAX_REMEMBERED_STEPS, "views can be gone back to"
    assert change(5 * MAX_REMEMBERED_STEPS) == some


def test_the_last_hundred_views_and_changes_can_be_gone_back_to() -> None:
    view = View(data=load_data(), year="2023/24")
    session = ExplorerSession(open_test_store(), view)
    session.put_view(session.answer_view(view))
    for wanted in (MIDLANDS, Filter()) * MAX_REMEMBERED_STEPS:
        session.apply_filter(wanted)
    assert count_steps(session.undo_change) == MAX_REMEMBERED_STEPS == count_steps(session.redo_change)
    assert count_steps(session.restore_last_view) == MAX_REMEMBERED_STEPS


def count_steps(step: Callable[[], object]) -> int:
    """How often a step can be made, one after the other."""
    count = 0
    while step():
        count += 1
    return count


def test_pages_that_were_opened_and_left_leave_nothing_behind() -> None:
    async def visit() -> list[Counter[str]]:
        app, counts = make_app(), []
        async with app.run_test(size=(120, 40)) as pilot:
            for rounds in (1, 2):
                for key in VISITS * rounds:
                    await do_action(pilot, key)
                    await wait_until_settled(pilot)
                counts.append(count_alive(MessagePump, Timer, asyncio.Task))
                assert read_title(read_screen(app)).startswith(" ICBs of England"), "all was left again"
        return counts

    few, many = asyncio.run(visit())
    assert few == many


def test_pages_that_are_opened_over_one_another_without_end_close_the_oldest() -> None:
    async def pile_up() -> tuple[int, list[str]]:
        app, titles = make_app(), []
        async with app.run_test(size=(120, 40)) as pilot:
            for key in ["question_mark"] * (MAX_SCREENS + 5):
                await do_action(pilot, key)
                await wait_until_settled(pilot)
            alive = count_alive(MessagePump)["HelpScreen"]
            for key in ["escape"] * MAX_SCREENS:
                titles.append(read_title(read_screen(app)).split()[0])
                await do_action(pilot, key)
                await wait_until_settled(pilot)
        return alive, titles

    alive, titles = asyncio.run(pile_up())
    assert alive <= MAX_SCREENS
    assert titles == ["Help"] * (MAX_SCREENS - OLDEST_PAGE) + ["ICBs"] * OLDEST_PAGE
