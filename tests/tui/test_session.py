"""What the screens of a session share: marks, view and history have one owner."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from bundled_store import load_data, open_test_store
from msgspec.structs import replace
from screen import do_action, press_keys, read_screen, wait_until_settled
from textual import events
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.name_search import SearchIndex
from icb_tui.filters import lexicon
from icb_tui.filters.language import parse_filter
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.store.store import Store
from icb_tui.text.spans import Line
from icb_tui.tui.app import IcbApp
from icb_tui.tui.base.navigation import NavigationController
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.panes.matrix import MatrixPane
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views import view_state
from icb_tui.views.view_state import View

Paint = Callable[[Canvas, int, int], list[Line]]


def test_a_mark_set_on_one_page_is_known_on_every_page_of_the_board() -> None:
    *_, first_page, unmarked, explorer = press_keys(
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
    await press_and_clear(before, key, counts)
    return counts


def list_pane_types(base: type[Canvas]) -> list[type[Canvas]]:
    return [base, *(found for child in base.__subclasses__() for found in list_pane_types(child))]


KEYS = {
    "a filter that is typed": (["f", *"midlands"], "enter"),
    "an option that is chosen": (["f", "down", "down"], "space"),
    "an option that is pointed at": (["f"], "down"),
    "a character of a filter": (["f"], "m"),
    "a character that filters": (["f", "m", "i"], "d"),
    "a filter that is typed, given up": (["f", *"midlands"], "escape"),
    "an evidence type that is chosen": (["f", *["pagedown"] * 5], "space"),
    "the filter line": ([], "f"),
    "the filter line, closed": (["f"], "escape"),
    "undo": (["o"], "u"),
    "clear": (["o"], "x"),
    "the next evidence type": ([], "o"),
    "a move": ([], "j"),
    "a move to the side": ([], "l"),
    "a mark": ([], "space"),
    "a mark on the last row": (["G"], "space"),
    "all marks": ([], "*"),
    "no marks": (["space"], "M"),
    "undo of a mark": (["space"], "u"),
    "the next year": ([], "["),
    "the next order": ([], "s"),
    "a heading that is clicked": ([], "click:72,2"),
    "a command of the palette": (["ctrl+p", *"worst"], "enter"),
    "a theme": (["ctrl+p", *"light"], "enter"),
    "other characters": (["ctrl+p", *"ascii"], "enter"),
}


@pytest.mark.parametrize("name", KEYS)
def test_each_pane_paints_at_most_once_for_a_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, key = KEYS[name]
    counts = asyncio.run(count_paints(before, key, monkeypatch))
    assert counts and set(counts.values()) == {1}, counts


WORK = {"layouts": (Compositor, "reflow"), "styles": (Stylesheet, "apply"), "rows": (MatrixPane, "row_line")}
"""What a key may make the app do, and where that is done."""


@pytest.mark.parametrize(
    ("before", "key", "layouts"),
    [
        ([], "j", 0),
        ([], "f", 1),
        (["f", *"midlands"], "enter", 1),
        (["f", *"midlands", "enter"], "x", 0),
        (["f", "down", "down"], "space", 0),
    ],
)
def test_a_key_lays_out_styles_and_writes_no_more_than_changes(
    before: Sequence[str], key: str, layouts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the rows of boards, whichever are shown, only that of the cursor is written anew, and the one that it left."""
    counts: Counter[str] = Counter()

    def count_calls(name: str, method: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **named: object) -> object:
            counts[name] += 1
            return method(*arguments, **named)

        return counted

    for name, (owner, method) in WORK.items():
        monkeypatch.setattr(owner, method, count_calls(name, getattr(owner, method)))
    asyncio.run(press_and_clear(before, key, counts))
    assert counts["layouts"] == layouts and not counts["styles"] and 1 <= counts["rows"] <= 2


async def press_and_clear(before: Sequence[str], key: str, counts: Counter[str]) -> None:
    """Press a key after others, and count what is done for it alone."""
    app = IcbApp(open_test_store(), Appearance("dark", load_data()), View(data=load_data(), year="2023/24"))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        for each in before:
            await do_action(pilot, each)
            await wait_until_settled(pilot)
        counts.clear()
        await do_action(pilot, key)
        await wait_until_settled(pilot)
        kept = counts.copy()
    counts.clear()
    counts.update(kept)


def test_a_board_that_a_filter_hides_is_looked_up_once_for_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    session = make_session()
    session.put_view(replace(session.view, icb="QUE"))
    session.apply_filter(make_filter([Term("region", "Y60")]))
    view = replace(session.view)
    searches: list[int] = []

    def counted_min(rows: Sequence[str], *, key: Callable[[str], tuple[bool, str]]) -> str:
        searches.append(len(rows))
        return min(rows, key=key)

    monkeypatch.setattr(view_state, "min", counted_min, raising=False)
    assert len({view.cursor_icb for _ in range(50)}) == 1
    assert view.cursor_icb in view.rows and searches == [11]


def test_the_words_of_the_filter_language_are_worked_out_once_for_a_dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    labels: list[Term] = []

    def counted_label(term: Term, _: Dataset) -> str:
        labels.append(term)
        return str(term)

    monkeypatch.setattr(lexicon, "label_term", counted_label)
    fresh = replace(load_data())
    for text in ("midlands", "1:strong", "-closed"):
        parse_filter(text, fresh)
    assert len(labels) == len(set(labels)) > 20


def make_session() -> ExplorerSession:
    session = ExplorerSession(open_test_store(), View(data=load_data(), year="2023/24"))
    session.put_view(session.answer_view(session.view))
    return session


def test_navigation_works_on_a_session_without_any_screen() -> None:
    session, messages = make_session(), list[str]()
    navigation = NavigationController(session, messages.append)
    navigation.move_rows(2)
    navigation.move_to_aim(3)
    navigation.toggle_mark()
    navigation.change_year(-1)
    navigation.change_year(-1)
    assert (session.view.cursor_row, session.view.aim, session.view.year) == (2, load_data().aims[2].id, "2022/23")
    navigation.toggle_map()
    navigation.go_back()
    navigation.go_back()
    navigation.go_back()
    assert (session.view.centre, session.view.year) == ("matrix", "2023/24")
    assert session.view.marked == (session.view.rows[2],)
    assert messages == [
        "2022/23 is the oldest year in the data.",
        "Back. 1 earlier view.",
        "Back. This is the first view.",
        "No earlier view.",
    ]


def test_a_filter_is_undone_and_redone_on_a_session_without_any_screen() -> None:
    session = make_session()
    drawn: list[int] = []
    session.on_change = lambda: drawn.append(len(session.view.rows))
    midlands = make_filter([Term("region", "Y60")])
    assert session.apply_filter(midlands) and not session.apply_filter(midlands)
    assert session.undo_change() == "filter" and session.undo_change() is None
    assert session.redo_change() == "filter" and session.redo_change() is None
    assert drawn == [11, 42, 11] and session.past_count == 3


def test_marks_and_filters_are_undone_and_redone_in_the_order_in_which_they_were_made() -> None:
    session = make_session()
    states = [read_marks_and_rows(session)]
    for change in (
        lambda: session.toggle_mark("QUE"),
        lambda: session.apply_filter(make_filter([Term("region", "Y60")])),
        lambda: session.apply_marks((*session.view.marked, *session.view.rows)),
        lambda: session.mark_only(("QK1", "no such board")),
        lambda: session.toggle_mark("QK1"),
    ):
        change()
        states.append(read_marks_and_rows(session))
    assert [len(marked) for marked, _ in states] == [0, 1, 1, 12, 1, 0]
    for state in states[-2::-1]:
        assert session.undo_change() and read_marks_and_rows(session) == state
    assert session.undo_change() is None
    for state in states[1:]:
        assert session.redo_change() and read_marks_and_rows(session) == state
    assert session.redo_change() is None
    session.undo_change()
    session.toggle_mark("QUE")
    assert session.redo_change() is None


def test_the_same_marks_again_are_no_change() -> None:
    session = make_session()
    session.mark_only(("QUE",))
    session.mark_only(("QUE",))
    assert session.undo_change() == "marks" and session.undo_change() is None


def test_undo_of_a_mark_leaves_the_filter_of_a_view_that_was_gone_back_to() -> None:
    session = make_session()
    session.apply_filter(make_filter([Term("region", "Y60")]))
    session.toggle_mark("QK1")
    session.restore_last_view()
    assert session.undo_change() == "marks"
    assert read_marks_and_rows(session) == ((), 42)


def test_a_filter_that_is_tried_is_one_step_once_it_is_kept_and_none_if_it_is_dropped() -> None:
    session = make_session()
    for text in ("mid", "midlands 1", "midlands 1:strong"):
        session.try_filter(parse_filter(text, load_data()))
    assert len(session.view.rows) == 5 and session.past_count == 0
    session.drop_filter()
    assert read_marks_and_rows(session) == ((), 42) and not session.keep_filter() and session.undo_change() is None
    for text in ("mid", "midlands 1:strong"):
        session.try_filter(parse_filter(text, load_data()))
    assert session.keep_filter() and not session.keep_filter() and session.past_count == 1
    assert session.undo_change() == "filter" and len(session.view.rows) == 42 and session.undo_change() is None
    assert session.redo_change() == "filter" and len(session.view.rows) == 5


def test_a_filter_that_is_tried_can_be_dropped_after_the_data_were_read_again() -> None:
    data = load_data()
    session = ExplorerSession(Store(data), View(data=data, year="2023/24", filter=parse_filter("london", data)))
    session.put_view(session.answer_view(session.view))
    session.try_filter(parse_filter("midlands", data))
    session.store.replace_with(Store(replace(data, regions=[r for r in data.regions if r.code != "Y56"])))
    session.reload_data()
    session.drop_filter()
    assert session.view.filter == Filter() and len(session.view.rows) == 42


def test_a_filter_that_is_tried_and_typed_back_is_no_step() -> None:
    session = make_session()
    session.try_filter(parse_filter("midlands", load_data()))
    session.try_filter(parse_filter("", load_data()))
    assert not session.keep_filter() and session.undo_change() is None and session.past_count == 0


def read_marks_and_rows(session: ExplorerSession) -> tuple[tuple[str, ...], int]:
    return session.view.marked, len(session.view.rows)


def test_a_mark_goes_on_to_the_next_row_and_stays_on_the_last_one() -> None:
    session, messages = make_session(), list[str]()
    navigation = NavigationController(session, messages.append)
    rows = session.view.rows
    navigation.mark_cursor()
    navigation.mark_cursor()
    assert (session.view.marked, session.view.cursor_icb) == (rows[:2], rows[2])
    navigation.move_rows(len(rows))
    navigation.mark_cursor()
    assert (session.view.marked, session.view.cursor_icb) == ((*rows[:2], rows[-1]), rows[-1])
    navigation.mark_cursor()
    assert (session.view.marked, session.view.cursor_icb) == (rows[:2], rows[-1])


def test_all_boards_shown_are_marked_beside_those_that_a_filter_hides_and_all_marks_are_removed() -> None:
    session, messages = make_session(), list[str]()
    navigation = NavigationController(session, messages.append)
    session.mark_only(("QUE",))
    session.apply_filter(make_filter([Term("region", "Y60")]))
    navigation.mark_shown()
    assert session.view.marked == ("QUE", *session.view.rows)
    navigation.clear_marks()
    assert session.view.marked == ()
    navigation.clear_marks()
    session.apply_filter(parse_filter("midlands 5:strong", load_data()))
    navigation.mark_shown()
    assert messages == [
        "12 boards marked.",
        "All marks removed.",
        "No board is marked.",
        "No boards are shown, so none were marked.",
    ]


def test_too_few_marks_are_named_on_the_page_where_c_was_pressed() -> None:
    *_, page, explorer = press_keys("c", "escape", opened="QUE")
    assert "To compare, mark 2 to 8 boards with space. Marked now: 0." in page
    assert "0 marked" not in explorer


def test_a_paste_reaches_the_line_that_asks_for_a_file_name() -> None:
    async def paste() -> str:
        app = IcbApp(open_test_store(), Appearance("dark", load_data()), View(data=load_data(), year="2023/24"))
        async with app.run_test(size=(120, 40)) as pilot:
            await do_action(pilot, "e")
            await wait_until_settled(pilot)
            app.post_message(events.Paste("my-"))
            await wait_until_settled(pilot)
            return read_screen(app)

    assert "my-" in asyncio.run(paste()).splitlines()[-1]


def test_the_finder_looks_in_the_data_that_was_read_again() -> None:
    async def reread() -> tuple[SearchIndex, SearchIndex]:
        other = Store(replace(load_data(), fingerprint="other"))
        look = Appearance("dark", load_data())
        app = IcbApp(Store(load_data()), look, View(data=load_data(), year="2023/24"), reread=lambda: other)
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until_settled(pilot)
            before = app.search_index
            await do_action(pilot, "r")
            await wait_until_settled(pilot)
            return before, app.search_index

    before, after = asyncio.run(reread())
    assert after is not before and after.data.fingerprint == "other"
