"""The text twin of a screen: its facts as plain lines, to be read aloud, or copied whole."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.lines import Run, Text, line
from icb_tui.look import Look
from icb_tui.screens.frame import Reader
from icb_tui.store import Store
from icb_tui.text import wrap
from icb_tui.view import View


class TwinScreen(Reader):
    """The lines of a twin; `y` copies them."""

    def __init__(self, store: Store, look: Look, view: View, lines: Sequence[str], name: str = "As text") -> None:
        super().__init__(store, look, view)
        self.lines, self.heading = lines, name

    def write(self, cells: int) -> Text:
        return Text(
            [], [line(part) for told in self.lines for part in (wrap(told, cells) if told.strip() else [""])], {}
        )

    def twin(self) -> Sequence[str]:
        return ()

    def copies(self) -> dict[str, tuple[str, str]]:
        return {"c": ("these lines", "\n".join(self.lines))}

    def entitle(self) -> None:
        copies = (Run("y c", "key"), Run(" copies it", "dim"))
        self.title_is([(Run(self.heading, "bright"),)], [copies])
