"""A page that is read aloud line by line: where the reading is, in place of a pane that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from icb_tui.tui.reading_pane import ChosenSource

if TYPE_CHECKING:
    from icb_tui.spoken.page_lines import SpokenLine

PLAIN_TEXT_CELLS = 76
"""The cells of a line of plain text, where the screen is wide enough to show them: 80 columns are."""


class SpokenReader:
    """The lines of a page, one of which is read. It does what a ReadingPane does, without a place on the screen.

    `write` makes the lines, and `list_places` returns how the heading of each place begins. `tell` is called after
    each change.
    """

    text_cells = PLAIN_TEXT_CELLS

    def __init__(
        self,
        write: Callable[[], Sequence[SpokenLine]],
        list_places: Callable[[], Mapping[str, str]],
        tell: Callable[[], None],
        *,
        at: str = "",
    ) -> None:
        self._write, self._list_places, self._tell = write, list_places, tell
        self._at, self._wanted_place = 0, at
        self._is_source_chosen = False

    @cached_property
    def _lines(self) -> Sequence[SpokenLine]:
        """The lines, once they are read: from the place that was read before they were written."""
        lines = self._write()
        found = _find_places(lines, self._list_places()).get(self._wanted_place)
        self._at = max(min(self._at, len(lines) - 1), 0) if found is None else found
        return lines

    @property
    def said(self) -> str:
        """The line that is read."""
        return self._lines[self._at].said if self._lines else "Nothing to read"

    def rewrite_text(self, *, from_top: bool = False) -> None:
        """Make the lines again; stay in the part that was read."""
        self._wanted_place, self._at = ("", 0) if from_top else (self.current_place, self._at)
        self.__dict__.pop("_lines", None)
        self._is_source_chosen = False
        self._tell()

    @property
    def current_place(self) -> str:
        """The place that is read: the last that begins above the line."""
        places = _find_places(self._lines, self._list_places())
        return max(((at, place) for place, at in places.items() if at <= self._at), default=(0, ""))[1]

    def jump_to(self, place: str) -> bool:
        """Go to a place; False if the page has no such place."""
        found = _find_places(self._lines, self._list_places()).get(place)
        if found is not None:
            self._go_to(found)
        return found is not None

    def _go_to(self, line: int) -> None:
        self._at, self._is_source_chosen = min(max(line, 0), max(len(self._lines) - 1, 0)), False
        self._tell()

    def scroll_lines(self, lines: int) -> None:
        """Read some lines on."""
        self._go_to(self._at + lines)

    def scroll_pages(self, pages: int) -> None:
        """Read the next heading, or the one before."""
        headings = [at for at, line in enumerate(self._lines) if line.level]
        if pages > 0:
            self._go_to(next((at for at in headings if at > self._at), len(self._lines) - 1))
        else:
            self._go_to(max((at for at in headings if at < self._at), default=0))

    @property
    def chosen_source(self) -> ChosenSource | None:
        """The source that was chosen, as long as its line is read."""
        if not self._is_source_chosen:
            return None
        sources = [at for at, line in enumerate(self._lines) if line.address]
        return ChosenSource(self._lines[self._at].address, sources.index(self._at) + 1, len(sources))

    def choose_source(self, steps: int) -> ChosenSource | None:
        """Read the next line that cites a source, or the one before; None where the page cites none."""
        sources = [at for at, line in enumerate(self._lines) if line.address]
        if not sources:
            return None
        if steps > 0:
            here = self._at + self._is_source_chosen
            found = next((at for at in sources if at >= here), sources[-1])
        else:
            found = max((at for at in sources if at < self._at), default=sources[0])
        self._go_to(found)
        self._is_source_chosen = True
        return self.chosen_source


def _find_places(lines: Sequence[SpokenLine], starts: Mapping[str, str]) -> dict[str, int]:
    """The line of the heading of each place that the page has, by how the heading begins."""
    headings = [(at, line.text) for at, line in enumerate(lines) if line.level]
    found = {place: [at for at, text in headings if text.startswith(start)] for place, start in starts.items()}
    return {place: at[0] for place, at in found.items() if at}
