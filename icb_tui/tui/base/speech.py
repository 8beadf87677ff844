"""What a screen says to a screen reader: what changed of its title, its message, and what the keys are for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from icb_tui.spoken.key_help import name_keys
from icb_tui.spoken.words import join_sentences, speak_text
from icb_tui.text.spans import Spans
from icb_tui.tui.panes.bars import KeyHint
from icb_tui.tui.panes.spoken import SpokenPane, Utterance
from icb_tui.tui.theme import Appearance


class Speech:
    """Says a screen on its one pane. Of the title only what is new since the last key is said."""

    def __init__(self, look: Appearance) -> None:
        self.pane = SpokenPane(look, id="spoken")
        self._heard: Sequence[str] = ()
        self._title: Sequence[str] = ()
        self._is_typing = False

    def say_focus(
        self, title: tuple[Sequence[Spans], Sequence[Spans]], message: str, focus: Utterance, ends: Sequence[KeyHint]
    ) -> None:
        """Say a message and what the keys are for; `ends` are the keys for help and to quit."""
        self._title = [part for wordings in title for part in _list_parts(wordings)]
        self._is_typing = bool(focus.edit)
        is_quiet = self._is_typing or (message and self._heard)  # a message says what the title would
        new = [] if is_quiet else [part for part in self._title if part not in self._heard]
        message = "" if message in focus.text else message
        text = speak_text(join_sentences([", ".join(new), message, focus.text]))
        self.pane.show_said(focus._replace(text=text), ", ".join(f"{name_keys(key)}: {does}" for key, does, _ in ends))

    def take_as_heard(self) -> None:
        """A key was pressed: what the title says now is known, unless it was not said beside a line that is typed."""
        self._heard = self._heard if self._is_typing else self._title

    def forget_title(self) -> None:
        """The screen is shown again: what it is called is to be said."""
        self._heard = self._title[1:]


def _list_parts(wordings: Sequence[Spans]) -> list[str]:
    """The parts of the fullest wording of a side of the title."""
    text = "".join(run.text for run in wordings[0]) if wordings else ""
    return [part for each in re.split(" {2,}| [·›] ", text) if (part := speak_text(each))]
