"""The command palette: every action, view, year, aim, look, set of boards and board, by the words people try."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from icb_tui.data_files.problems import DataError
from icb_tui.domain.names import fold_name
from icb_tui.tui.panes.results import ResultItem
from icb_tui.tui.screens.chooser import ChooserScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance


class PaletteCommand(NamedTuple):
    """Something that can be done: its name, its key, how it is done, and other words by which it is found."""

    name: str
    key: str
    run: Callable[[], object]
    words: tuple[str, ...] = ()

    def list_phrases(self) -> list[str]:
        """Return the name and the other words, folded, those that fit best first."""
        return list(map(fold_name, (self.name, *self.words)))


def find_commands(text: str, phrases: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of the commands that a text finds, best first; `phrases` are those of each command, folded.

    First come commands of which a phrase is the text, by how early it stands among theirs; then those that have every
    typed word whole, then those that have words which begin so. Among equals the order stays.
    """
    typed = fold_name(text)
    ranks = [(rank, place) for place, own in enumerate(phrases) if (rank := _rank_phrases(typed, own)) is not None]
    return [place for _, place in sorted(ranks)]


def _rank_phrases(typed: str, phrases: Sequence[str]) -> tuple[int, int] | None:
    """How well the phrases of a command fit a text, the least best; None where they do not."""
    if typed in phrases:
        return 0, phrases.index(typed)
    words, known = typed.split(), {word for phrase in phrases for word in phrase.split()}
    if all(word in known for word in words):
        return 1, 0
    return (2, 0) if all(any(each.startswith(word) for each in known) for word in words) else None


class PaletteScreen(ChooserScreen):
    """The palette. `recent` are the names of the last commands, the newest first; it adds the one that is chosen."""

    heading = "Commands"
    hint = "type a command, a board, a year or an aim"

    def __init__(
        self, session: ExplorerSession, look: Appearance, commands: Sequence[PaletteCommand], recent: list[str]
    ) -> None:
        super().__init__(session, look)
        self.recent = recent
        known = {name: place for place, name in enumerate(recent)}
        self.commands = sorted(commands, key=lambda command: known.get(command.name, len(recent)))
        self._phrases = [command.list_phrases() for command in self.commands]
        self.fitting: list[PaletteCommand] = []

    def search(self, text: str) -> None:
        self.fitting = [self.commands[place] for place in find_commands(text, self._phrases)]
        self.cursor = 0 if self.fitting else None
        self.show_results()

    def show_results(self) -> None:
        typed = self.edit.text.strip()
        recent = () if typed else self.recent
        items = [ResultItem(each.key, each.name, "recent" if each.name in recent else "") for each in self.fitting]
        self.show_items(items, "" if items else f"No match for “{typed}”.")

    def open_chosen(self) -> None:
        if self.cursor is not None:
            command = self.fitting[self.cursor]
            self.recent[:] = [command.name, *(name for name in self.recent if name != command.name)]
            self.app.call_later(self._carry_out, command)

    async def _carry_out(self, command: PaletteCommand) -> None:
        """Close the palette and do what was chosen, in one paint; like a key, where the data must be read again."""
        with self.app.batch_update():
            if not self.close():
                return
            try:
                done = command.run()
                if isinstance(done, Awaitable):
                    await done
            except DataError:
                await self.app.run_action("app.reread")
