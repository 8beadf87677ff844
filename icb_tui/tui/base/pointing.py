"""What the mouse does on the explorer's first screen."""

from __future__ import annotations

from icb_tui.tui.base.filtering import FilterController
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.navigation import NavigationController
from icb_tui.tui.board_rows import BoardRows
from icb_tui.tui.panes.tile_map import TileMapPane


class PointedScreen(BaseScreen):
    """A screen on whose boards the mouse points. Subclasses have the controllers, and open what is pointed at."""

    filtering: FilterController
    navigation: NavigationController

    def open_pointed(self) -> None:
        """Open what was clicked twice."""
        raise NotImplementedError

    def on_board_rows_scrolled(self, message: BoardRows.Scrolled) -> None:
        self.navigation.move_rows(message.rows)

    def on_board_rows_pointed(self, message: BoardRows.Pointed) -> None:
        self.filtering.keep_line()
        self.navigation.move_to_cell(message.icb, message.column)
        if message.on_mark:
            self.navigation.toggle_mark()
        elif message.twice:
            self.open_pointed()

    def on_board_rows_heading_pointed(self, message: BoardRows.HeadingPointed) -> None:
        self.filtering.keep_line()
        self.navigation.order_by_heading(message.heading)

    def on_tile_map_pane_pointed(self, message: TileMapPane.Pointed) -> None:
        self.filtering.keep_line()
        self.navigation.move_to_board(message.icb)
        if message.twice:
            self.open_pointed()
