"""Fewer bytes, the same screen: what is sent sparingly is replayed beside what was painted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from painted import RecordingDriver, SeenScreen, record_paints
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from icb_tui.terminal.cell_paints import CellPaint, PlacedCells, find_cell_style
from icb_tui.terminal.controls import TerminalControls
from icb_tui.terminal.painting.cell_styles import PLAIN_STYLE
from icb_tui.terminal.painting.paint_sender import erases_with_background
from icb_tui.terminal.painting.screen_differ import PAINT_START, ScreenDiffer, make_cells
from icb_tui.tui.colours import NO_COLOURS, SIXTEEN_COLOURS, TRUE_COLOUR, Depth

COLUMNS, ROWS = 24, 6
STYLES = ["", "1", "2", "1;38;2;1;2;3", "38;5;9;48;5;17", "31", "44", "7", "4;48;2;9;9;9", "9;97;107", "3;38;5;1"]
TEXTS = st.text(st.sampled_from("ab c  █é"), min_size=1, max_size=14) | st.sampled_from([" " * 12, "漢字", "e\u0301x"])


def style_text(style: str, text: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


@st.composite
def draw_paint(draw: st.DrawFn) -> str:
    """A paint as Textual makes it: places, and texts beside one another that stay on the screen."""
    rows = []
    for y in sorted(draw(st.sets(st.integers(0, ROWS - 1), min_size=1))):
        x = draw(st.integers(0, COLUMNS - 15))
        out = f"\x1b[{y + 1};{x + 1}H"
        for style, text in draw(st.lists(st.tuples(st.sampled_from(STYLES), TEXTS), min_size=1, max_size=3)):
            cells = sum(2 if c in "漢字" else 0 if c == "\u0301" else 1 for c in text)
            if x + cells <= COLUMNS:
                out, x = out + style_text(style, text), x + cells
        rows.append(out)
    return "\n".join(rows) + "\x1b[1;1H"


@st.composite
def draw_page(draw: st.DrawFn) -> str:
    """A page scrolled to one of its lines: of a paint like the next one, most rows stand elsewhere."""
    rows, top = draw(st.integers(4, ROWS)), draw(st.integers(0, 9))
    lines = [f"{line} line {'x' * (line % 4)}" for line in range(top, top + rows)]
    painted = [style_text(STYLES[line % len(STYLES)], f"{text:<{COLUMNS}}") for line, text in enumerate(lines, top)]
    return "\n".join(f"\x1b[{y};1H{text}" for y, text in enumerate(painted, 1)) + "\x1b[1;1H"


RUINED = "\x1b[0;31m\x1b[2J\x1b[2;3HA message from another program.\x1b[0m"
RESIZES = st.tuples(st.integers(COLUMNS, COLUMNS + 9), st.integers(ROWS, ROWS + 3))


@settings(max_examples=160, deadline=None)
@given(
    st.lists(draw_paint() | draw_page() | draw_page() | st.just(RUINED) | RESIZES, min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_any_paints_are_shown_as_they_were_made(made: list[str | tuple[int, int]], erases: bool, scrolls: bool) -> None:
    """Whatever else wrote on the terminal in between, and whatever size it got, once it is forgotten what it shows."""
    sparing, terminals = (
        ScreenDiffer(erases=erases, scrolls=scrolls),
        (whole := SeenScreen(COLUMNS, ROWS), spared := SeenScreen(COLUMNS, ROWS)),
    )
    columns, rows = COLUMNS, ROWS
    sparing.forget_screen(columns, rows)
    for each in made:
        if isinstance(each, str) and PAINT_START.match(each):
            whole.feed(each)
            spared.feed(sparing.diff_paint(each))
        elif isinstance(each, str):
            for terminal in terminals:
                terminal.feed(each)
            sparing.forget_screen(columns, rows)
        else:
            columns, rows = each
            for terminal in terminals:
                terminal.screen.resize(rows, columns)
            sparing.forget_screen(columns, rows)
        assert spared.cells == whole.cells


def test_what_is_shown_already_is_not_sent() -> None:
    sparing = ScreenDiffer(erases=True)
    sparing.forget_screen(COLUMNS, ROWS)
    assert sparing.diff_paint("\x1b[1;1H\x1b[1;31mabc\x1b[0m def\x1b[1;1H") == "\x1b[1;4H def\x1b[1;31m\rabc\x1b[m\r"
    assert sparing.diff_paint("\x1b[1;1H\x1b[1;31mabc\x1b[0m def\x1b[1;1H") == ""
    assert sparing.diff_paint("\x1b[1;1H\x1b[1;31mabc\x1b[0m dog\x1b[1;1H") == "\x1b[1;6Hog\r"


def test_a_style_is_sent_once_for_all_its_cells() -> None:
    sparing = ScreenDiffer(erases=True)
    sparing.forget_screen(COLUMNS, ROWS)
    rows = (f"\x1b[{y};1H{style_text('1;31', 'name')}{style_text('44', 'ground')}" for y in (1, 2, 3))
    sent = sparing.diff_paint("\n".join(rows) + "\x1b[1;1H")
    assert sent.count("31") == sent.count("44") == 1


def test_a_row_that_becomes_mostly_blank_is_erased_first() -> None:
    sparing = ScreenDiffer(erases=True)
    sparing.forget_screen(80, 1)
    sparing.diff_paint(f"\x1b[1;1H{'-' * 80}\x1b[1;1H")
    jumps = "".join(f"{letter}\x1b[19C" for letter in "abc")
    sent = sparing.diff_paint("\x1b[1;1H" + "".join(f"{letter:20}" for letter in "abcd") + "\x1b[1;1H")
    assert sent == f"\x1b[1;2H\x1b[K\r{jumps}d\r"


@pytest.mark.parametrize(("way", "step"), [(1, "\x1b[2;6r\x1b[6H\n\x1b[r"), (-1, "\x1b[2;6r\x1b[2H\x1bM\x1b[r")])
def test_a_page_is_scrolled_by_its_terminal_where_that_has_margins(way: int, step: str) -> None:
    """The title above stays, and of the page only the row that comes in is sent."""
    for scrolls in (True, False):
        differ = ScreenDiffer(erases=True, scrolls=scrolls)
        differ.forget_screen(COLUMNS, ROWS)
        pages = [[letter * 9 for letter in "abcdefg"[top : top + 5]] for top in (1, 1 + way)]
        paints = ["\n".join(f"\x1b[{y};1H{line:24}" for y, line in enumerate(["title", *page], 1)) for page in pages]
        differ.diff_paint(paints[0] + "\x1b[1;1H")
        sent = differ.diff_paint(paints[1] + "\x1b[1;1H")
        assert sent.startswith(step) == scrolls
        assert sum(line in sent for line in pages[1]) == (1 if scrolls else 5)


ROW_STAYS = [
    "\n".join(f"\x1b[{y};1H{letter * 9:80}" for y, letter in enumerate(page, 1) if letter != "-")
    for page in ("abcdefghi", "bcd-fghij")
]
WIDE_ROW = [
    f"\x1b[1;1H{'-' * 80}",
    "\x1b[1;1H" + "".join(f"{letter:16}" for letter in "abc") + style_text("1", "漢字") + " " * 28,
]


@pytest.mark.parametrize("paints", [ROW_STAYS, WIDE_ROW])
def test_what_is_not_painted_or_not_known_stays_where_rows_are_scrolled_or_erased(paints: Sequence[str]) -> None:
    differ, whole, spared = ScreenDiffer(erases=True, scrolls=True), SeenScreen(80, 9), SeenScreen(80, 9)
    differ.forget_screen(80, 9)
    for paint in paints:
        whole.feed(paint + "\x1b[1;1H")
        spared.feed(differ.diff_paint(paint + "\x1b[1;1H"))
    assert spared.cells == whole.cells


def test_the_colour_of_the_text_of_a_blank_is_no_change() -> None:
    sparing = ScreenDiffer(erases=True)
    sparing.forget_screen(COLUMNS, ROWS)
    assert sparing.diff_paint("\x1b[1;1H\x1b[31;44ma  \x1b[0m\x1b[1;1H")
    assert sparing.diff_paint("\x1b[1;1H\x1b[31;44ma\x1b[1;32;44m  \x1b[0m\x1b[1;1H") == ""


def test_a_long_blank_is_erased_only_where_that_colours_it() -> None:
    for erasing, sent in ((True, "\x1b[20X"), (False, " " * 20)):
        sparing = ScreenDiffer(erases=erasing)
        sparing.forget_screen(COLUMNS, ROWS)
        assert sparing.diff_paint("\x1b[1;1H\x1b[44m" + " " * 20 + "\x1b[0m\x1b[1;1H").startswith(
            "\x1b[44m\x1b[H" + sent
        )


@pytest.mark.parametrize(
    ("environment", "whether"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
        ({"TERM": "screen.xterm-256color", "STY": "1.tty"}, False),
        ({"TERM": "xterm-256color", "STY": "1.tty"}, False),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
)
def test_cells_are_erased_only_in_terminals_that_are_known_to_colour_them(
    environment: dict[str, str], whether: bool
) -> None:
    assert erases_with_background(environment) == whether


@pytest.mark.parametrize(
    "foreign",
    [
        "\x1b[1;1Hab\x1b[Kc\x1b[1;1H",
        "\x1b[1;1H\x1b]8;;x\x1b\\ab\x1b[1;1H",
        "\x1b[1;1Ha\tb",
        "\x1b[1;20H" + "a" * 9,
        "\x1b[9;1Ha",
        "\x1b[1;1H\x1b[51ma",
    ],
)
def test_what_is_not_understood_is_sent_as_it_is_and_everything_after_it_again(foreign: str) -> None:
    sparing = ScreenDiffer(erases=True)
    sparing.forget_screen(COLUMNS, ROWS)
    known = "\x1b[2;1Habc\x1b[1;1H"
    assert sparing.diff_paint(known) and not sparing.diff_paint(known)
    assert sparing.diff_paint(foreign) == foreign
    assert "abc" in sparing.diff_paint(known)


def test_another_size_is_another_screen() -> None:
    sparing = ScreenDiffer(erases=True)
    known = "\x1b[2;1Habc\x1b[1;1H"
    for size in ((COLUMNS, ROWS), (COLUMNS + 1, ROWS)):
        sparing.forget_screen(*size)
        assert "abc" in sparing.diff_paint(known)


KEYS = [
    "j",
    "j",
    "3",
    "s",
    "space",
    "f",
    "c",
    "o",
    "enter",
    "size:80x24",
    "escape",
    "j",
    "/",
    "h",
    "escape",
    "i",
    "size:60x16",
]
KEYS += ["/", "漢", "e", "\u0301", "x", "escape"]
KEYS += ["enter", "pagedown", "size:50x10", "size:120x40", "m", "right", "?", "escape", "ctrl+p", "b", "escape"]


class CellDriver(TerminalControls, RecordingDriver):
    """A terminal that is handed cells."""

    differ = ScreenDiffer(erases=True, scrolls=True)


def test_cells_that_are_handed_over_are_shown_as_their_text_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paint in both forms: the text that Textual makes of it, and what the differ says is new of its cells."""
    size, whole, spared, compared = (0, 0), SeenScreen(COLUMNS, ROWS), SeenScreen(COLUMNS, ROWS), 0
    render = CellPaint.render_segments

    def show_both(paint: CellPaint, console: Console) -> str:
        nonlocal size, whole, spared, compared
        now = (console.size.width, console.size.height)
        if now != size:
            size, whole, spared = now, SeenScreen(*now), SeenScreen(*now)
            CellDriver.differ.forget_screen(*now)
        whole.feed(paint._make_update().render_segments(console))
        left = render(paint, console)
        spared.feed(CellDriver.differ.diff_paint(left + "\x1b[1;1H"))
        assert spared.cells == whole.cells
        compared += 1
        return left

    monkeypatch.setattr(CellPaint, "render_segments", show_both)
    asyncio.run(record_paints(TRUE_COLOUR, KEYS, CellDriver))
    assert compared >= len(KEYS)


def test_cells_that_are_not_understood_are_sent_as_text() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    differ = ScreenDiffer(erases=True)
    differ.forget_screen(COLUMNS, ROWS)
    update = LayoutUpdate([[Strip([Segment("all of it")])]], Region(0, 0, COLUMNS, 1))

    def list_parts(strange: Callable[[], PlacedCells], console: Console) -> Iterator[PlacedCells]:
        yield 1, 0, [make_cells([("left", PLAIN_STYLE)])]
        yield strange()

    for strange in (
        lambda: (1, 4, [make_cells([("a" * (COLUMNS + 1), PLAIN_STYLE)])]),
        lambda: (ROWS, 0, [make_cells([("below", PLAIN_STYLE)])]),
        lambda: (1, 4, [make_cells([("ab", find_cell_style(Style(link="x"), console))])]),
    ):
        paint = CellPaint(differ, partial(list_parts, strange), lambda: update)
        assert paint.render_segments(console) == update.render_segments(console)
    assert differ.diff_paint("\x1b[1;1H") == ""


def test_a_wide_text_is_sent_again_only_with_its_row() -> None:
    differ = ScreenDiffer(erases=True)
    differ.forget_screen(COLUMNS, ROWS)

    def paint_row(text: str) -> str:
        differ.place_cells(2, 3, [make_cells([(text, PLAIN_STYLE)])])
        return differ.diff_paint("\x1b[1;1H")

    assert [word in paint_row(word) for word in ("漢字", "漢子", "plain", "漢子")] == [True] * 4
    assert paint_row("漢子") == ""
    differ.forget_screen(COLUMNS, ROWS)
    assert "漢子" in paint_row("漢子")


@pytest.mark.parametrize(
    ("depth", "keys"), [(TRUE_COLOUR, KEYS), (SIXTEEN_COLOURS, KEYS[:12]), (NO_COLOURS, KEYS[:12])]
)
def test_every_screen_is_shown_as_it_was_painted(depth: Depth, keys: Sequence[str]) -> None:
    size, sent_bytes, painted_bytes = (0, 0), 0, 0
    for now, paints_of in asyncio.run(record_paints(depth, keys)):
        if is_first := now != size:
            size, whole, spared = now, SeenScreen(*now), SeenScreen(*now)
            sparing = ScreenDiffer(erases=True, scrolls=True)
            sparing.forget_screen(*now)
        for paint in paints_of:
            sent = sparing.diff_paint(paint)
            whole.feed(paint)
            spared.feed(sent)
            if not is_first:
                sent_bytes, painted_bytes = sent_bytes + len(sent), painted_bytes + len(paint)
        assert spared.cells == whole.cells
    assert 0 < sent_bytes < 0.6 * painted_bytes


def test_for_a_screen_reader_a_row_that_changes_is_sent_in_whole_and_no_other() -> None:
    differ = ScreenDiffer(erases=False)
    differ.rewrites_rows = True
    differ.forget_screen(12, 3)
    differ.diff_paint("\x1b[1;1Haim 1 Strong\x1b[2;1Hthe same\x1b[1;1H")
    sent = differ.diff_paint("\x1b[1;1Haim 2 Strong\x1b[2;1Hthe same\x1b[1;1H")
    assert sent == "\x1b[Haim 2 Strong\r"
