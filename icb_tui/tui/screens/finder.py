"""The finder: boards, regions, aims, indicators and findings by a few letters."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.binding import Binding

from icb_tui.domain import name_search, phrases
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.name_search import SearchHit, SearchIndex
from icb_tui.text.cells import join_names
from icb_tui.tui.line_editor import LineEdit
from icb_tui.tui.panes.results import ResultItem
from icb_tui.tui.screens.chooser import ChooserScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance

FINDER_HINT = "type a code, an abbreviation, part of a name, or words of a finding"


class SearchTarget(Protocol):
    """A screen that the finder leads to."""

    def go_to(self, hit: SearchHit) -> bool:
        """Go to what was found; False where the screen has no place for it."""
        ...

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put the boards that were marked side by side."""
        ...


class FinderScreen(ChooserScreen):
    """The finder: boards, regions, aims, indicators, and the words of findings.

    The first of the targets that has a place for a hit goes to it.
    """

    heading = "Find"
    hint = FINDER_HINT
    BINDINGS = [Binding("tab", "mark", "mark")]

    def __init__(
        self, session: ExplorerSession, look: Appearance, index: SearchIndex, targets: Sequence[SearchTarget]
    ) -> None:
        super().__init__(session, look)
        self.index, self.targets = index, targets
        self.hits: list[SearchHit] = []
        self.marked: tuple[str, ...] = ()

    async def handle_key(self, event: events.Key) -> bool:
        if event.key == "tab":
            self._mark_cursor()
            return True
        return await super().handle_key(event)

    @property
    def print_command(self) -> str:
        return shlex.join(["icb-tui", "find", *self.edit.text.split()]) if self.edit.text.strip() else "icb-tui list"

    def search(self, text: str) -> None:
        self.hits = self.index.find_hits(text)
        only = name_search.choose_hit(self.hits, self.store.data)
        self.cursor = self.hits.index(only) if only else None
        self.show_results()

    def show_results(self) -> None:
        data = self.store.data
        self.show_items(
            [_make_item(hit, data, marked=hit.id in self.marked) for hit in self.hits], self._describe_results()
        )

    def count_items(self) -> int:
        return len(self.hits)

    def _describe_results(self) -> str:
        marks = f"{join_names([self.store.data.icb[icb].label for icb in self.marked], 9, 'and')} marked. " * bool(
            self.marked
        )
        if not self.edit.text.strip():
            return f"{marks}Find boards (open and closed), regions, aims, indicators, and words of findings."
        if not self.hits:
            return f"{marks}No match for “{self.edit.text.strip()}” in a name or a finding."
        if self.hits[0].fit == name_search.NEAR:
            return f"{marks}No match for “{self.edit.text.strip()}”. Did you mean one of these?"
        if self.cursor is None and self.hits[0].fit != name_search.MENTION and len(self.hits) > 1:
            return f"{marks}“{self.edit.text.strip()}” has several matches. Press ↓ to choose."
        return marks

    def _mark_cursor(self) -> None:
        """Mark the board under the cursor, or the only one there is, and stay."""
        boards = [hit for hit in self.hits if hit.kind == "board"]
        hit = self.hits[self.cursor] if self.cursor is not None else boards[0] if len(boards) == 1 else None
        if hit is None or hit.kind != "board":
            self.say("Choose a board with ↓ to mark it.")
            return
        others = tuple(icb for icb in self.marked if icb != hit.id)
        self.marked = others if hit.id in self.marked else (*self.marked, hit.id)
        self.change_line(LineEdit()) if self.edit.text else self.show_results()

    def open_chosen(self) -> None:
        if len(self.marked) > 1:
            self.app.pop_screen()
            self.targets[0].compare_boards(self.marked)
        elif self.cursor is not None:
            hit = self.hits[self.cursor]
            self.app.pop_screen()
            any(target.go_to(hit) for target in self.targets)
        elif self.hits:
            self.say("Several matches. Press ↓ to choose one." if len(self.hits) > 1 else "Press ↓ to choose it.")


def _make_item(hit: SearchHit, data: Dataset, *, marked: bool) -> ResultItem:
    """A hit as a line: what it is, its name, and what distinguishes it from others."""
    match hit.kind:
        case "board":
            icb = data.icb[hit.id]
            dates = f"{icb.opened.year} to {icb.closed.year}" if icb.closed else f"since {icb.opened.year}"
            detail = f"{dates} · {data.region[icb.region].name} · {icb.label} · {icb.code}"
            return ResultItem("board", icb.short_name, detail, marked)
        case "region":
            count = sum(icb.region == hit.id for icb in data.icbs)
            return ResultItem(
                "region", data.region[hit.id].name, f"{phrases.format_count(count, 'board')}, open and closed", marked
            )
        case "aim":
            return ResultItem("aim", data.number_and_name(hit.id), data.aim[hit.id].name, marked)
        case "indicator":
            indicator = data.indicator[hit.id]
            return ResultItem(
                "indicator", indicator.name, f"{indicator.unit} · {data.aim[indicator.aim].short_name}", marked
            )
    finding = hit.finding
    assert finding
    whose = data.icb[finding.icb].label if finding.icb else finding.named or "England-wide"
    return ResultItem(finding.id, finding.summary, f"{whose} · {finding.year} · {data.kind[finding.kind].name}", marked)
