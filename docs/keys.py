"""Write the README's table of keys from the bindings: `make docs`; a test holds that it is up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.binding import Binding, BindingType

from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.keys.bindings import describe_binding, format_keys, is_own_binding
from icb_tui.tui.screens.board import BoardScreen
from icb_tui.tui.screens.board_sets import BoardSetsScreen
from icb_tui.tui.screens.browser import BrowserScreen
from icb_tui.tui.screens.compare import CompareScreen
from icb_tui.tui.screens.finder import FinderScreen
from icb_tui.tui.screens.picker import PickerScreen
from icb_tui.tui.screens.presenter import PresenterScreen

README = Path(__file__).parent.parent / "README.md"
SCREENS = {
    "Everywhere": BaseScreen,
    "In the explorer": BrowserScreen,
    "On a page": ReadingScreen,
    "On a board's page": BoardScreen,
    "In a comparison": CompareScreen,
    "In the finder": FinderScreen,
    "In the presenter": PresenterScreen,
    "Among your sets": BoardSetsScreen,
    "When boards are picked (`icb-tui pick`)": PickerScreen,
}


def rows(bindings: Iterable[BindingType]) -> Iterator[tuple[str, str]]:
    """The keys of each action together, and what they do."""
    keys: dict[str, list[str]] = {}
    for binding in bindings:
        assert isinstance(binding, Binding)
        if is_own_binding(binding):
            keys.setdefault(describe_binding(binding), []).append(format_keys(binding))
    for what, every in keys.items():
        yield " ".join(f"`{key}`" for each in dict.fromkeys(every) for key in _single(each)), what


def _single(each: str) -> list[str]:
    """The keys of what is shown for several."""
    return [each] if each.startswith("page") else each.split(" ")


def table() -> str:
    """The table, a line for each action, under the screens that have it; what two have is told once."""
    lines = ["| key | does |", "| --- | --- |"]
    there: set[tuple[str, str]] = set()
    for name, screen in SCREENS.items():
        own = [row for row in rows(screen.BINDINGS) if row not in there]
        there |= set(own)
        lines += [f"| **{name}** | |", *(f"| {keys} | {what} |" for keys, what in own)]
    return "\n".join(lines)


def written(text: str) -> str:
    """The README with the table in its place."""
    return re.sub(r"(<!-- keys -->\n).*?(<!-- /keys -->)", lambda m: f"{m[1]}{table()}\n{m[2]}", text, flags=re.DOTALL)


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
