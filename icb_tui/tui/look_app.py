"""The app's look: Textual told of it, and changed on every open screen while the app runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.segment import Segment
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter
from textual.theme import Theme

from icb_tui.tui.canvas import Canvas
from icb_tui.tui.endings import EndingApp
from icb_tui.tui.theme import Appearance

KEEP_LOOK = " To keep it: ctrl+p, settings."
"""What is said after a change of the look: nothing is written unasked."""


class RemoveColours(LineFilter):
    """Leaves no colour code in what is sent, not even those of the default colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]


class LookApp(EndingApp):
    """An app that draws in a look. `settings_file` is where the look can be kept for the next start."""

    can_save_look = True

    def __init__(self, look: Appearance, settings_file: Path | None, driver: type[Driver] | None) -> None:
        super().__init__(driver_class=driver, ansi_color=look.shade is None)
        self._colour_filters = [] if look.depth else [RemoveColours()]
        self.look, self.settings_file = look, settings_file
        self._use_textual_theme()
        self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._colour_filters]

    def _use_textual_theme(self) -> None:
        """Have Textual draw in the theme of the look what no pane draws."""
        self.ansi_color = self.look.shade is None
        theme = _make_theme(self.look)
        self.register_theme(theme)
        self.theme = theme.name

    def change_theme(self, theme: str) -> None:
        """Draw every screen in another theme from now on."""
        self.look.use_theme(theme)
        self._use_textual_theme()
        self._redraw_panes()
        self.say_on_screen(f"Now in the {theme} theme.{self.keep_hint}")

    async def change_characters(self, *, ascii_only: bool) -> None:
        """Draw with ASCII characters only from now on, or with all; the data are read again in these characters."""
        before, self.look.ascii_only = self.look.ascii_only, ascii_only
        if not await self.reload_look():
            self.look.ascii_only = before
            return
        self._redraw_panes()
        self.say_on_screen(f"Now with {'ASCII characters only' if ascii_only else 'all characters'}.{self.keep_hint}")

    @property
    def keep_hint(self) -> str:
        """How a change of the look is kept; empty where it cannot be."""
        return KEEP_LOOK if self.can_save_look else ""

    def _redraw_panes(self) -> None:
        """Draw what is seen anew; the screens below are drawn when they are seen again."""
        for pane in self.screen.query(Canvas):
            pane.redraw()

    def save_look(self) -> None:
        """Keep the theme in the settings, and the characters where the settings would choose others."""
        from icb_tui.user.locale import choose_ascii
        from icb_tui.user.settings import SettingsError, format_toml, read_settings_file, save_settings

        values: dict[str, object] = {"theme": self.look.theme}
        if choose_ascii(read_settings_file(self.settings_file).values["ascii"]) != self.look.ascii_only:
            values["ascii"] = self.look.ascii_only
        try:
            save_settings(self.settings_file, values)
        except SettingsError as error:
            self.say_on_screen(f"Not saved: {error}")
            return
        settings = " and ".join(f"{name} = {format_toml(value)}" for name, value in values.items())
        self.say_on_screen(f"Saved {settings} in {self.settings_file}.")

    async def reload_look(self) -> bool:
        """Show the data in the characters of the look; False where they cannot be read."""
        raise NotImplementedError

    def say_on_screen(self, text: str) -> None:
        """Say something on the key bar of the screen that is seen."""
        raise NotImplementedError


def _make_theme(look: Appearance) -> Theme:
    """What Textual is to draw where no pane does; Textual knows the terminal's own colours by the theme's name."""
    if look.shade is None:
        return Theme("textual-ansi", primary="ansi_blue", background="ansi_default", foreground="ansi_default")
    return Theme(
        f"icb-{look.theme}",
        primary=look.shade.texts["accent"],
        background=look.shade.grounds[""],
        foreground=look.shade.texts["text"],
        dark=look.shade.dark,
    )
