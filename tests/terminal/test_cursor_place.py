"""The terminal's cursor, hidden, stands on what the keys are for: screen readers and input methods look there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from bundled_store import load_data, open_test_store
from screen import do_action, read_screen, wait_until_settled

from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

PLACES: dict[str, tuple[Sequence[str], str]] = {
    "the first board": ((), "Bath and North"),
    "the next board": (("j",), "Bedfordshire"),
    "an aim of a board": (("3",), "≈  "),
    "the line of a filter": (("f", *"mid"), "  "),
    "inside the line of a filter": (("left", "left"), "id "),
    "an option of the filter": (("down",), "NE and Yorkshire    15"),
    "boards again": (("escape",), "≈  "),
    "no board": (("f", *"1:leading london", "enter"), "No match"),
    "the pane of filters": (("x", "shift+tab"), "NE and Yorkshire     4"),
    "the lower pane": (("escape", "tab"), "BLMK · Inequalities"),
    "an indicator": (("escape", "2", "i", "right"), "60.5-"),
    "the tile of the map": (("m",), " BLMK   ]"),
    "the next tile": (("right",), " HWE    ]"),
    "the line of the finder": (("/", *"ll"), "  "),
    "a hit of the finder": (("down",), "board     Leicester"),
    "the first hit of the finder": (("down", "up"), "board     Leicester"),
    "a letter typed after": (("r",), "  "),
    "a board's page": (("enter",), "2 Improving population"),
    "a source on it": (("tab",), "Healthcare Leader, January 2025"),
    "a question": (("y",), "Copy: c"),
    "a line for a file's name": (("escape", "e", "left"), "4.csv"),
    "help": (("escape", "escape", "?"), "Find and filter"),
    "help further down": (("j", "j"), "f               Filter the boards"),
    "a board that followed it": (("escape", "/", *"frim", "enter", "p"), " Thames Valley "),
    "the line of the palette": (("escape", "ctrl+p", *"compare"), "  "),
    "a command": (("down",), "C  "),
    "board sets": (("escape", "S"), "No board sets yet"),
    "a slide": (("escape", "P"), "Hertfordshire"),
    "a screen that is too small": (("size:40x10",), "icb-tui needs"),
}
"""What is gone to, one after the other in one session, and what then stands from the cursor on."""


async def read_at_cursor(places: Mapping[str, tuple[Sequence[str], str]]) -> Sequence[tuple[str, str]]:
    """Each place with what then stands from the terminal's cursor on."""
    app = IcbApp(open_test_store(), Appearance("dark", load_data()), View(data=load_data(), year="2023/24"))
    seen = []
    async with app.run_test(size=(120, 40)) as pilot:
        for name, (keys, _) in places.items():
            for key in keys:
                await do_action(pilot, key)
                await wait_until_settled(pilot)
            await wait_until_settled(pilot)
            x, y = app.cursor_position
            seen.append((name, f"{read_screen(app).splitlines()[y]:<120}"[x:]))
    return seen


def list_misplaced() -> Iterator[str]:
    for name, text in asyncio.run(read_at_cursor(PLACES)):
        if not text.startswith(PLACES[name][1]):
            yield f"{name}: {text[:40]!r}"


def test_the_cursor_stands_on_the_lit_row_or_the_caret_of_every_screen() -> None:
    assert "\n".join(list_misplaced()) == ""
