"""The text twin of a screen: its facts as plain lines, to be read aloud, or copied whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from icb_tui.export import Table
from icb_tui.lines import Run, Text, line
from icb_tui.look import Look
from icb_tui.screens.frame import Reader
from icb_tui.screens.handing import Copy, prose
from icb_tui.store import Store
from icb_tui.text import pieces, width, wrap
from icb_tui.view import View


class TwinScreen(Reader):
    """The lines of a twin, or a text that was sent to the clipboard; `table` is what they tell, to be exported."""

    flows = False

    def __init__(
        self,
        store: Store,
        look: Look,
        view: View,
        lines: Sequence[str],
        heading: str = "As text",
        what: str = "",
        table: Callable[[], Table | None] = lambda: None,
        name: str = "icb-tui.txt",
    ) -> None:
        super().__init__(store, look, view)
        self.lines, self.heading, self.what = lines, heading, what
        self._told, self._suggested = table, name

    def write(self, cells: int) -> Text:
        return Text([], [line(part) for told in self.lines for part in _wrapped(told, cells)], {})

    def twin(self) -> Sequence[str]:
        return ()

    def table(self) -> Table:
        return self._told() or prose(self.lines)

    def file_name(self) -> str:
        return self._suggested

    def own_copies(self) -> dict[str, Copy]:
        return {"c": Copy("these lines", lambda: "\n".join(self.lines))}

    def show_sent(self, text: str, what: str, heading: str) -> None:
        """Say it only: the text stands here already, or it can be shown where the lines come from."""
        self.say(f"{heading}: {what}.")

    def entitle(self) -> None:
        copies = (Run("y c", "key"), Run(" copies it", "dim"))
        what = Run(f"  {self.what}", "dim")
        self.title_is([(Run(self.heading, "bright"), what), (Run(self.heading, "bright"),)], [copies])


def _wrapped(told: str, cells: int) -> list[str]:
    """A line in lines of so many cells, at spaces where there are any; the columns of a table keep their spaces."""
    told = told.replace("\t", "  ")
    if width(told) <= cells:
        return [told]
    return pieces(told, cells) if "  " in told.strip() else wrap(told, cells)
