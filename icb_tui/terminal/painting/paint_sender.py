"""What a driver writes, on its way to the terminal: each paint in one piece, and nothing that nobody needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from icb_tui.terminal.early.early_frame import ShownFrame
from icb_tui.terminal.painting.screen_differ import PAINT_START, ScreenDiffer

ALTERNATE_SCREEN, BEGIN_PAINT, END_PAINT = "\x1b[?1049h", "\x1b[?2026h", "\x1b[?2026l"

SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"

POINTER_SHAPE = "\x1b]22;"
"""How Textual 8.2 begins the shape of the mouse pointer (OSC 22). It stays as it is: no shape means anything here."""

UNWANTED_MODES = frozenset({"\x1b[?1003h", "\x1b[?1015h", "\x1b[?1004h", "\x1b[?2048$p"})
"""What Textual asks of a terminal and nothing here uses.

In this order: a report of each motion of the mouse, which costs a slow line bandwidth; clicks as urxvt sends them;
reports of focus; and a new size among the keys, with clicks in pixels, where a signal tells of a new size.
"""

ERASING_TERMINALS = ("xterm", "tmux", "linux", "alacritty", "foot", "kitty", "putty", "rxvt", "st-", "vte", "wezterm")
"""How TERM begins for terminals whose erased cells have the colour of the ground (terminfo's bce)."""

SCROLLING_TERMINALS = (*ERASING_TERMINALS, "screen", "vt1", "vt2", "vt3", "vt4", "vt5", "gnome", "konsole", "iterm")
"""How TERM begins for terminals that scroll the rows between two margins (terminfo's csr): VT100, and all after it."""


def erases_with_background(environment: Mapping[str, str]) -> bool:
    """Return whether erased cells have the colour of the ground, as TERM says.

    Never in GNU screen, where they do not. Nor in tmux, where it would save nothing: tmux sends anew what it shows,
    and a pane that is captured would lack the ground of what was erased.
    """
    return environment.get("TERM", "").startswith(ERASING_TERMINALS) and not (
        environment.get("TMUX") or environment.get("STY")
    )


class PaintSender:
    """Passes on what a driver writes, of a paint only the cells that changed. Without `diffs` a paint stays whole.

    `measure` returns how many columns and rows the terminal has. `shown` is the early frame that is on it, and
    `keep_frame` is handed the first frame where that is another.
    """

    def __init__(
        self,
        send: Callable[[str], None],
        environment: Mapping[str, str],
        *,
        measure: Callable[[], tuple[int, int]],
        diffs: bool = True,
        shown: ShownFrame | None = None,
        keep_frame: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._send, self._diffs, self._measure = send, diffs, measure
        self._differ = ScreenDiffer(
            erases=erases_with_background(environment),
            scrolls=environment.get("TERM", "").startswith(SCROLLING_TERMINALS),
        )
        self._paint: list[str] = []
        self._shown, self._keep_frame, self._is_untouched = shown, keep_frame, True
        self._keeps_cursor_shown = False

    def serve_screen_reader(self) -> None:
        """Hide the cursor no more, and send a row that changes in whole."""
        self._keeps_cursor_shown = self._differ.rewrites_rows = True

    @property
    def differ(self) -> ScreenDiffer | None:
        """What compares paints as cells; None where they stay whole."""
        return self._differ if self._diffs else None

    def send_changes(self, data: str) -> None:
        """Send what is not shown already: each paint in one piece, and nothing for one that changes nothing."""
        if (
            data in UNWANTED_MODES
            or data.startswith(POINTER_SHAPE)
            or (self._keeps_cursor_shown and data == HIDE_CURSOR)
        ):
            return
        if self._diffs:
            data = self._shorten_paint(data)
        if data:
            self._send(data)

    def _shorten_paint(self, data: str) -> str:
        """Return what is to be sent now: nothing before the end of a paint."""
        if data == ALTERNATE_SCREEN:
            if self._takes_over_frame():
                return ""
            self.forget_screen()
        changed = self._diff_paint(data) if PAINT_START.match(data) else data
        if data != BEGIN_PAINT and not self._paint:
            return changed
        self._paint.append(changed)
        if data != END_PAINT:
            return ""
        paint, self._paint = self._paint, []
        return "".join(paint) if any(paint[1:-1]) else ""

    def _diff_paint(self, data: str) -> str:
        """Return what is new of a paint. The first frame is kept for the next start, unless it was shown early."""
        changed = self._differ.diff_paint(data)
        if self._is_untouched and changed and (frame := self._differ.describe_screen()):
            self._keep_frame(frame)
        self._is_untouched, self._shown = False, None
        return changed

    def _takes_over_frame(self) -> bool:
        """Whether the terminal shows an early frame, which is known from now on."""
        if self._shown is None or self._shown.size != self._measure():
            self._shown = None
            return False
        self._differ.forget_screen(*self._shown.size)
        self._differ.diff_paint(self._shown.text)
        return True

    def note_input(self) -> None:
        """Note that something was typed or clicked: a first paint after it shows what came of that, too."""
        self._is_untouched = False

    def forget_screen(self) -> None:
        """Take nothing to be shown any more: the terminal has another size, or something else wrote on it."""
        self._differ.forget_screen(*self._measure())

    def note_resize(self) -> None:
        """Forget the screen, unless a start tells the size of an early frame that is not painted over yet."""
        if self._shown is None or self._shown.size != self._measure():
            self.forget_screen()
