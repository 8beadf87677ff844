"""The finder: boards, regions, aims, indicators and findings by a few letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.binding import Binding

from icb_tui.domain import name_search, phrases
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.name_search import SearchHit, SearchIndex
from icb_tui.text.cells import join_names
from icb_tui.text.shell_words import join_command
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

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked boards of the session."""
        return self.session.view.marked

    async def handle_key(self, event: events.Key) -> bool:
        if event.key == "tab":
            self.action_mark()
            return True
        return await super().handle_key(event)

    @property
    def print_command(self) -> str:
        return join_command(["icb-tui", "find", *self.edit.text.split()]) if self.edit.text.strip() else "icb-tui list"

    def search(self, text: str) -> None:
        self.hits = self.index.find_hits(text)
        self.cursor = 0 if self.hits else None
        self.show_results()

    def show_results(self) -> None:
        data = self.store.data
        self.show_items(
            [_make_item(hit, data, marked=hit.id in self.marked) for hit in self.hits], self._describe_results()
        )

    def _describe_results(self) -> str:
        text = self.edit.text.strip()
        marks = f"{join_names([self.store.data.icb[icb].label for icb in self.marked], 9, 'and')} marked. " * bool(
            self.marked
        )
        if not text:
            compare = "Press enter to compare them. " * (len(self.marked) > 1)
            return f"{marks}{compare}Find boards (open and closed), regions, aims, indicators, and words of findings."
        if not self.hits:
            retry = _suggest_retry(text, in_page=bool(self.session.served_at))
            return f"{marks}No match for “{text}” in a name or a finding. {retry}"
        if self.hits[0].fit == name_search.NEAR:
            return f"{marks}No match for “{text}”. Did you mean one of these?"
        return f"{marks}{describe_matches(self.edit.text, self.hits, self.store.data)}"

    def action_mark(self) -> None:
        """Mark the board under the cursor, or unmark it, and stay."""
        hit = self.hits[self.cursor] if self.cursor is not None else None
        if hit is None or hit.kind != "board":
            self.say("Choose a board with ↓ to mark it.")
            return
        self.session.toggle_mark(hit.id)
        self.change_line(LineEdit())

    def open_chosen(self) -> None:
        if self.cursor is not None:
            hit = self.hits[self.cursor]
            if self.close():
                any(target.go_to(hit) for target in self.targets)
        elif self.edit.text.strip():
            return
        elif len(self.marked) > 1:
            if self.close():
                self.targets[0].compare_boards(self.marked)
        else:
            self.say("Type a name to open a board, or mark two boards with tab to compare them.")


def _suggest_retry(text: str, *, in_page: bool) -> str:
    """Return what to do where nothing matches. In a page of a browser ctrl+w would close the tab."""
    if len(text.split()) > 1 and not in_page:
        return "Try fewer words: ctrl+w deletes the last one."
    what = "fewer words" if len(text.split()) > 1 else "the first letters only, or a code such as QK1"
    return f"Try {what}. ctrl+u clears the line."


def describe_matches(text: str, hits: Sequence[SearchHit], data: Dataset) -> str:
    """Return the message above the list: how many match where a text may mean several, or nothing."""
    others = name_search.list_other_matches(hits, *name_search.HIT_KINDS)
    if len(hits) < 2 or (name_search.choose_hit(hits, data) and not others):
        return ""
    kinds = Counter(hit.kind for hit in hits if not hit.is_successor)
    counts = [phrases.format_count(kinds[kind], kind) for kind in name_search.HIT_KINDS if kinds[kind]]
    if kinds["finding"] == name_search.MAX_FINDINGS:
        counts[-1] = f"at least {counts[-1]}"
    another = "another" if kinds.total() > 1 else "a board that followed it"
    return f"“{text.strip()}” matches {join_names(counts, 9, 'and')}. ↓ chooses {another}."


def _make_item(hit: SearchHit, data: Dataset, *, marked: bool) -> ResultItem:
    """A hit as a line: what it is, its name, and what distinguishes it from others."""
    match hit.kind:
        case "board":
            icb = data.icb[hit.id]
            dates = f"{icb.opened.year} to {icb.closed.year}" if icb.closed else f"since {icb.opened.year}"
            detail = f"{icb.label} · {icb.code} · {dates} · {data.region[icb.region].name}"
            at_aim = f": {data.number_and_name(hit.aim)}" if hit.aim else ""
            kind = "successor" if hit.is_successor else "board"
            return ResultItem(kind, f"{icb.short_name}{at_aim}", detail, marked)
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
