"""What every screen has: a title bar, a key bar, and a line where the terminal is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from rich.console import Console
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.widget import Widget

from icb_tui.domain.phrases import MARK_OWN
from icb_tui.store.store import Store
from icb_tui.terminal.cell_paints import PlacedCells
from icb_tui.text.cells import wrap
from icb_tui.text.spans import Line, Span, Spans, make_line
from icb_tui.tui.base.prompts import PromptScreen
from icb_tui.tui.canvas import Canvas, PaneContainer, list_pane_cells
from icb_tui.tui.keys.bindings import add_binding_ids, find_rebound_actions, format_keys
from icb_tui.tui.panes.bars import ALWAYS_SHOWN, KeyBar, KeyHint, TitleBar
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import SMALLEST_SIZE

if TYPE_CHECKING:
    from icb_tui.output.formats import Table
    from icb_tui.tui.base.hand_out import CopyChoice, HandOutController
    from icb_tui.tui.base.speech import Speech
    from icb_tui.tui.panes.spoken import Utterance


ACTIONS_ON_PANES = ("pane", "options")
"""The actions that go to another pane, or hide one."""


class TooSmall(Canvas):
    """What stands on the screen in place of everything else when it is too small."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        columns, lines = SMALLEST_SIZE
        same = f"{self.screen.print_command} prints the same." if isinstance(self.screen, BaseScreen) else ""
        message = f"icb-tui needs {columns}×{lines} cells. This terminal has {cells}×{rows}. {same}"
        return [make_line(Span(part, "warn")) for part in wrap(message, cells)]


class ExplorerApp(Protocol):
    """The app, as far as a screen asks something of it. `own_keys` is the name of a binding → the user's keys."""

    own_keys: Mapping[str, str]

    def show_lines(
        self, lines: Sequence[str], heading: str, what: str, table: Callable[[], Table | None], name: str
    ) -> object:
        """Show plain lines over the screen, to be read and selected; `e` exports the table there, under this name."""


class BaseScreen(PromptScreen):
    """A screen with its bars, over the session that all screens share.

    Subclasses give what stands between the bars (`compose_middle`), their keys as BINDINGS, and what they hand out.
    """

    BINDINGS: ClassVar[list[BindingType]] = add_binding_ids(
        [
            Binding("slash", "app.find", "find", key_display="/"),
            Binding("ctrl+p", "app.palette", "commands", show=False),
            Binding("y", "copy", "copy", show=False),
            Binding("e", "export", "export", show=False),
            Binding("r", "app.reread", "reload", show=False),
            Binding("equals_sign", "app.twin", "plain text", key_display="=", show=False),
            Binding("question_mark", "app.help", "help", key_display="?"),
            Binding("f1", "app.help", "help", key_display="F1", show=False),
            Binding("q", "app.quit", "quit"),
        ]
    )
    BLANK = True  # the panes cover it
    SETTABLE: ClassVar[bool] = True
    """Whether the settings may give the actions of the screen other keys; not where every key is typed."""

    def __init_subclass__(cls, **options: bool) -> None:
        """Give the bindings of a screen the names by which the settings know them."""
        if cls.SETTABLE and "BINDINGS" in cls.__dict__:
            cls.BINDINGS = add_binding_ids(cls.BINDINGS)
        super().__init_subclass__(**options)

    def __init__(self, session: ExplorerSession, look: Appearance) -> None:
        super().__init__(KeyBar(look, id="keys"))
        self.session, self.look = session, look
        # Held and never looked for: a screen that is left while it is being made finds none of its widgets.
        self.title_bar = TitleBar(look, id="title")
        self.speech = _make_speech(look) if look.is_spoken else None

    @property
    def store(self) -> Store:
        return self.session.store

    @cached_property
    def hand_out(self) -> HandOutController:
        """What copies and exports, in a terminal or in a page; loaded when it is first asked for."""
        if self.session.served_at:
            from icb_tui.tui.base.web_hand_out import WebHandOutController

            return WebHandOutController(self, self.show_sent, self.look)
        from icb_tui.tui.base.hand_out import HandOutController

        return HandOutController(self, self.show_sent, self.look)

    def compose(self) -> ComposeResult:
        if self.speech:
            yield self.speech.pane
            with PaneContainer(id="unspoken"):  # they hold what is said, and are not seen
                yield from self._compose_panes()
        else:
            yield from self._compose_panes()
        yield TooSmall(self.look, id="small")

    def _compose_panes(self) -> ComposeResult:
        yield self.title_bar
        yield from self.compose_middle()
        yield self.key_bar

    def compose_middle(self) -> ComposeResult:
        """Yield what stands between the bars."""
        raise NotImplementedError

    def set_title(self, lefts: Sequence[Spans], rights: Sequence[Spans]) -> None:
        """Write the title bar: on each side the fullest wording that fits, and the folders of the user's own data."""
        own = [Span(f"  {MARK_OWN} {name}", "key") for name in self.store.data.own_folders]
        self.title_bar.wordings = ([(*left, *own) for left in lefts], rights)

    def reload_data(self) -> bool:
        """Show what the store has now; return False where nothing is left to show, and the screen is to close."""
        return False

    @property
    def print_command(self) -> str:
        """The command that prints the same facts."""
        return "icb-tui list"

    def plain_text_lines(self) -> Sequence[str]:
        """Return the same facts as plain lines; none where the screen has no plain text."""
        return ()

    def make_table(self) -> Table | None:
        """Return what the screen shows as the commands print it; None where it is no rows."""
        return None

    def list_file_name_words(self) -> Sequence[str]:
        """Return the words of the name that is suggested for a file of the table."""
        return ("icb-tui",)

    def suggest_file_name(self) -> str:
        """Return the name that is suggested for a file of the table."""
        from icb_tui.output.save import make_file_stem

        return f"{make_file_stem(*self.list_file_name_words())}.csv"

    def explorer_options(self) -> Sequence[str]:
        """Return the options that open the explorer on the same, names and values; none where it cannot be opened."""
        return ()

    def explorer_command(self) -> str:
        """Return the command line that shows the same; empty where there is none."""
        from icb_tui.output.command_lines import join_explorer_command

        options = self.explorer_options()
        return join_explorer_command(options) if options else ""

    def list_own_copies(self) -> dict[str, CopyChoice]:
        """Return what can be copied beside the whole: `c` the cell with its citation, `r` the row."""
        return {}

    def list_copies(self) -> dict[str, CopyChoice]:
        """Return what can be copied here, by its key."""
        from icb_tui.output.view_links import write_link
        from icb_tui.tui.base.hand_out import CopyChoice

        copies = self.list_own_copies()
        if type(self).make_table is not BaseScreen.make_table:
            copies |= self.hand_out.list_table_copies(self.make_table)
        if self.explorer_command():
            copies["v"] = CopyChoice("command for this view", self.explorer_command)
        if self.session.served_at and (options := self.explorer_options()):
            copies["l"] = CopyChoice("link to this view", lambda: write_link(self.session.served_at, options))
        return copies

    def action_copy(self) -> None:
        self.hand_out.ask_what_to_copy(self.list_copies())

    def action_export(self) -> None:
        self.hand_out.ask_where_to_export(self.make_table(), self.suggest_file_name())

    def show_sent(self, text: str, what: str, heading: str) -> None:
        """Show a text that was sent to the clipboard, to be selected where the terminal did not take it."""
        lines = text.split("\n")
        cast("ExplorerApp", self.app).show_lines(lines, heading, what, self.make_table, self.suggest_file_name())

    def on_resize(self, event: events.Resize) -> None:
        size = self.app.size  # that of the event may be an older one
        small = size.width < SMALLEST_SIZE[0] or size.height < SMALLEST_SIZE[1]
        if self.has_class("-small") and not small:
            self.call_after_refresh(self._restore_focus)
        self.set_class(small, "-small")

    def _restore_focus(self) -> None:
        """Give the keys back to the pane that had them before the terminal was too small."""
        if self.focused is None and not self.speech and isinstance(self.AUTO_FOCUS, str):
            self.set_focus(next(iter(self.query(self.AUTO_FOCUS)), None))

    def complete_panes(self, visible: Iterable[Widget]) -> dict[Widget, list[Region]] | None:
        """Have the panes that are seen painted, once all have their size; return what changed of which."""
        panes = [pane for pane in visible if isinstance(pane, Canvas)]
        if not panes or not all(pane.is_settled for pane in panes):
            return None
        if self.speech:
            self._say_focus(self.speech)
        painted = {pane: pane.paint_if_needed() for pane in panes}
        self.app.cursor_position = self._find_cursor(panes)
        return {pane: changed for pane, changed in painted.items() if changed is not None}

    def list_cells(self, visible: Mapping[Widget, tuple[Region, Region]], console: Console) -> Iterator[PlacedCells]:
        return list_pane_cells(visible, self.outer_size, console)

    def _find_cursor(self, panes: Sequence[Canvas]) -> Offset:
        """Where the terminal's cursor is to stand: readers of the screen and input methods look for it there."""
        wanted = self.find_focus_pane()
        pane = next((each for each in panes if each is wanted), panes[-1])
        return pane.content_region.offset + pane.content_size.clamp_offset(pane.find_focus())

    def describe_focus(self) -> Utterance:
        """Return what is said of the row, line or option that the keys are for, where the screen is spoken."""
        raise NotImplementedError

    def _say_focus(self, speech: Speech) -> None:
        """Say what the screen shows now."""
        ends = [key for key in self._list_key_bar() if key[2] in ALWAYS_SHOWN or key[0] == "esc"]
        focus = self._describe_question() or self.describe_focus()
        speech.say_focus(self.title_bar.wordings, self.key_bar.message, focus, ends)

    def _describe_question(self) -> Utterance | None:
        """The question that waits for its answer; one for a key is a message."""
        from icb_tui.tui.panes.spoken import Utterance

        if prompt := self.key_bar.prompt:
            return Utterance("", prompt.question, prompt.edit, is_typed=True)
        return Utterance() if self.is_asking else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what is of panes side by side, where there is one."""
        if self.speech and action in ACTIONS_ON_PANES:
            return False
        return super().check_action(action, parameters)

    def clear_message(self) -> None:
        """Take what was said last as heard."""
        self.say("")
        if self.speech:
            self.speech.take_as_heard()

    def on_screen_resume(self) -> None:
        if self.speech:
            self.speech.forget_title()

    def find_focus_pane(self) -> Widget | None:
        """Return the pane that the keys are for: that of a question, else the one with the focus."""
        if self.speech:
            return self.speech.pane
        return self.key_bar if self.is_asking else self.focused

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)

    def on_descendant_focus(self) -> None:
        self.update_key_bar()

    def update_key_bar(self) -> None:
        """Write the key bar."""
        self.key_bar.keys = tuple(self._list_key_bar())

    def _list_key_bar(self) -> list[KeyHint]:
        """The keys that work here and are worth the bar's room, each action once, help and quitting last."""
        bindings = [active.binding for active in self.active_bindings.values()]
        rebound = find_rebound_actions(bindings, cast("ExplorerApp", self.app).own_keys)
        keys: dict[str, KeyHint] = {}
        for binding in sorted(bindings, key=lambda each: each.key == "tab"):  # Textual's own screen has it first
            if binding.show and binding.description:
                keys.setdefault(binding.action, (format_keys(binding, rebound), binding.description, binding.action))
        ends = [keys.pop(action) for action in ALWAYS_SHOWN if action in keys]
        return [*keys.values(), *ends]


def _make_speech(look: Appearance) -> Speech:
    """What says a screen; loaded where it is wanted."""
    from icb_tui.tui.base.speech import Speech

    return Speech(look)
