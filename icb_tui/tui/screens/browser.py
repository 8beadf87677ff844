"""The explorer's first screen: filters, the pane in the centre, and the lower pane. It wires panes and controllers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from icb_tui.filters.terms import Term, make_filter
from icb_tui.tui.base.filtering import FilterController
from icb_tui.tui.base.navigation import NavigationController
from icb_tui.tui.base.pointing import PointedScreen
from icb_tui.tui.base.size_classes import set_size_classes
from icb_tui.tui.board_rows import BoardRows
from icb_tui.tui.canvas import PaneContainer
from icb_tui.tui.keys.bindings import (
    AIM_BINDINGS,
    EVIDENCE_BINDINGS,
    PANE_BINDINGS,
    RESERVED_KEYS,
    WHY_BINDING,
    YEAR_BINDINGS,
    forward_action,
    movement_bindings,
)
from icb_tui.tui.panes.detail import DetailPane
from icb_tui.tui.panes.filter_line import FilterLine
from icb_tui.tui.panes.filters import FiltersPane
from icb_tui.tui.panes.indicators import IndicatorsPane
from icb_tui.tui.panes.matrix import MatrixPane
from icb_tui.tui.panes.tile_map import TileMapPane
from icb_tui.tui.screens.page_opener import PageOpener
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.tui.titles import VIEW_PARTS, write_explorer_titles
from icb_tui.views.view_state import Centre, View
from icb_tui.views.view_steps import move_to_aim

if TYPE_CHECKING:
    from icb_tui.domain.name_search import SearchHit
    from icb_tui.output.formats import Table
    from icb_tui.tui.base.hand_out import CopyChoice
    from icb_tui.tui.panes.spoken import Utterance


class BrowserScreen(PointedScreen):
    """The explorer's first screen. It draws the session's view; controllers carry out what its keys ask for."""

    AUTO_FOCUS = "#matrix"
    BINDINGS = [
        Binding("f", "filters", "filter"),
        Binding("F", "options", "filters beside", show=False),
        Binding("space", "mark", "mark"),
        Binding("asterisk", "mark_all", "mark all", key_display="*", show=False),
        Binding("M", "clear_marks", "clear marks", show=False),
        Binding("c", "compare", "compare"),
        Binding("C", "similar", "similar boards", show=False),
        Binding("enter", "open", "open"),
        WHY_BINDING,
        *EVIDENCE_BINDINGS,
        *YEAR_BINDINGS,
        *AIM_BINDINGS,
        Binding("0", "aim(0)", "board", show=False),
        Binding("i", "indicators", "indicators"),
        Binding("m", "map", "map"),
        Binding("s", "sort", "sort"),
        Binding("n", "tray", "England-wide"),
        Binding("v", "coverage", "coverage"),
        Binding("S", "sets", "board sets", show=False),
        Binding("a", "as_at", "today", show=False),
        Binding("u", "undo", "undo"),
        Binding("U", "redo", "redo", show=False),
        Binding("x", "clear", "clear"),
        Binding("minus", "last_view", "last view", key_display="-", show=False),
        Binding("b", "brief", "brief", show=False),
        Binding("P", "present", "present", show=False),
        Binding("escape", "back", "back", show=False),
        *PANE_BINDINGS,
        *movement_bindings("move", "page"),
        Binding("left,h", "sideways(-1)", "left", key_display="← →", show=False),
        Binding("right,l", "sideways(1)", "right", key_display="← →", show=False),
    ]

    headings = ("ICBs of England", "ICBs")
    """What stands in the title bar, in full and where there is little room."""

    action_filters = forward_action("filtering.open_line")
    action_options = forward_action("filtering.toggle_options")
    action_undo = forward_action("filtering.undo")
    action_redo = forward_action("filtering.redo")
    action_clear = forward_action("filtering.clear_filter")

    action_move = forward_action("navigation.move_rows")
    action_sideways = forward_action("navigation.move_columns")
    action_aim = forward_action("navigation.move_to_aim")
    action_year = forward_action("navigation.change_year")
    action_show_year = forward_action("navigation.show_year")
    action_as_at = forward_action("navigation.toggle_today")
    action_voice = forward_action("filtering.change_evidence_type")
    action_sort = forward_action("navigation.change_order")
    action_why = forward_action("navigation.toggle_why")
    action_map = forward_action("navigation.toggle_map")
    action_indicators = forward_action("navigation.toggle_indicators")
    action_mark = forward_action("navigation.mark_cursor")
    action_mark_all = forward_action("navigation.mark_shown")
    action_clear_marks = forward_action("navigation.clear_marks")
    action_last_view = forward_action("navigation.go_back")

    action_open = forward_action("opener.open_cursor")
    action_compare = forward_action("opener.compare_marked")
    action_similar = forward_action("opener.compare_similar")
    action_brief = forward_action("opener.open_briefs")
    action_present = forward_action("opener.open_presenter")
    action_tray = forward_action("opener.open_national")
    action_coverage = forward_action("opener.open_coverage")
    action_sets = forward_action("opener.open_board_sets")

    def __init__(self, session: ExplorerSession, look: Appearance) -> None:
        super().__init__(session, look)
        self._drawn: View | None = None
        self.filter_line, self.filters_pane = FilterLine(look), FiltersPane(look, id="filters")
        self.centre_panes: dict[Centre, BoardRows | TileMapPane] = {
            "matrix": MatrixPane(look, id="matrix"),
            "indicators": IndicatorsPane(look, id="indicators"),
            "map": TileMapPane(look, id="map"),
        }
        self.detail_pane = DetailPane(look, id="detail")
        self.navigation = NavigationController(session, self.say)
        self.filtering = FilterController(
            session, self.filter_line, self.filters_pane, self._show_filter_line, self._show_options, self.say
        )
        self.opener = PageOpener(self, self.navigation.mark_only)

    def compose_middle(self) -> ComposeResult:
        with PaneContainer(id="middle"):
            yield self.filters_pane
            with PaneContainer(id="right"):
                yield from self.centre_panes.values()
                yield self.detail_pane
        self.filter_line.show(is_shown=False)
        yield self.filter_line

    def on_mount(self) -> None:
        self.session.on_change = self._draw_view
        self.session.put_view(self.session.answer_view(self.current_view))

    @property
    def current_view(self) -> View:
        """The view of the session."""
        return self.session.view

    @property
    def centre_pane(self) -> BoardRows | TileMapPane:
        """The pane in the centre."""
        return self.centre_panes[self.current_view.centre]

    def _draw_view(self) -> None:
        """Hand the view to the panes; write the title and place the centre where that may have changed."""
        before, view = self._drawn, self.current_view
        self._drawn = view
        for pane in (self.filters_pane, *self.centre_panes.values(), self.detail_pane):
            pane.show_view(view)
        if before is None or any(getattr(before, part) is not getattr(view, part) for part in VIEW_PARTS):
            self.set_title(*write_explorer_titles(view, *self.headings, counted=" boards" if self.speech else ""))
        if before is None or before.centre != view.centre:
            for name in ("indicators", "map"):
                self.set_class(view.centre == name, f"-{name}")
            self.set_focus(self.centre_pane)

    def _show_filter_line(self, is_open: bool) -> None:
        """Show the line that is typed in where the keys stand, or the keys again."""
        self.filter_line.show(is_shown=is_open)
        self.key_bar.show(is_shown=not is_open)
        self.set_class(is_open and self.has_class("-narrow"), "-drawer")
        for pane in self.centre_panes.values():
            pane.set_typing(is_typing=is_open)
        self.set_focus(self.centre_pane)

    def _show_options(self, is_shown: bool) -> None:
        """Show the options of the filter, or where there is no room for both the table in their place."""
        self.set_class(self.has_class("-slim") and not is_shown, "-typed")

    def find_focus_pane(self) -> Widget | None:
        is_spoken = self.speech or not self.filtering.is_open
        return super().find_focus_pane() if is_spoken else self.filtering.focus_pane

    def describe_focus(self) -> Utterance:
        from icb_tui.spoken.board_rows import describe_cursor_row
        from icb_tui.tui.panes.spoken import Utterance

        if self.filtering.is_open:
            return self.filtering.describe_draft()
        return Utterance(describe_cursor_row(self.current_view))

    def action_back(self) -> None:
        self.filtering.close_line()
        self.set_focus(self.centre_pane)

    def action_pane(self, steps: int) -> None:
        """Go to the next pane, or the one before."""
        (self.focus_next if steps > 0 else self.focus_previous)()

    async def handle_key(self, event: events.Key) -> bool:
        if not self.filtering.is_open or event.key in (*RESERVED_KEYS, "f1"):
            return await super().handle_key(event)
        self.filtering.press_key(event)
        return True

    def handle_paste(self, text: str) -> None:
        if self.filtering.is_open:
            self.filtering.insert_text(text)
        else:
            super().handle_paste(text)

    def on_filters_pane_chosen(self) -> None:
        self.filtering.choose_option()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        set_size_classes(self, self.app.size)
        self.set_class(self.has_class("-narrow") and self.filtering.is_open, "-drawer")
        if self.filtering.is_open:  # a pane that a smaller size hid has lost the focus
            self.set_focus(self.centre_pane)

    def open_pointed(self) -> None:
        self.opener.open_cursor()

    def action_page(self, pages: int) -> None:
        pane = self.centre_pane
        self.navigation.move_rows(pane.count_page_rows(pages) if isinstance(pane, BoardRows) else pages)

    def go_to(self, hit: SearchHit) -> bool:
        """Go to what the finder found."""
        self.close_screens_above()
        match hit.kind:
            case "board":
                self.opener.open_board(hit.id, move_to_aim(self.current_view, hit.aim) if hit.aim else None)
            case "finding" if hit.finding:
                self.opener.open_finding(hit.finding)
            case "region":
                others = [term for term in self.current_view.filter.terms if term.facet != "region"]
                self.filtering.apply_filter(make_filter([*others, Term("region", hit.id)]))
            case _:
                self.navigation.go_to(hit)
        return True

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put the boards that were marked in the finder side by side."""
        self.close_screens_above()
        self.session.mark_only(icbs)
        self.opener.compare_marked()

    def close_screens_above(self) -> None:
        """Come back to this screen."""
        while self.app.screen is not self:
            self.app.pop_screen()

    def reload_data(self) -> bool:
        self.session.reload_data()
        return True

    @property
    def print_command(self) -> str:
        from icb_tui.output.command_lines import write_view_command

        return write_view_command(self.current_view)

    def explorer_options(self) -> Sequence[str]:
        from icb_tui.output.command_lines import list_view_options

        return list_view_options(self.current_view)

    def plain_text_lines(self) -> Sequence[str]:
        from icb_tui.pages.plain_text import write_plain_text

        return write_plain_text(self.current_view, wrapped=not self.speech)

    def make_table(self) -> Table | None:
        from icb_tui.output.board_tables import make_view_table

        return make_view_table(self.current_view) if self.current_view.rows else None

    def list_file_name_words(self) -> Sequence[str]:
        from icb_tui.output.save import list_view_name_words

        return list_view_name_words(self.current_view)

    def list_own_copies(self) -> dict[str, CopyChoice]:
        from icb_tui.tui.base.hand_out import copy_cell, copy_row

        view, copies = self.current_view, {}
        if view.cursor_cell:
            copies["c"] = copy_cell(self.session)
        if view.cursor_icb:
            copies["r"] = copy_row(view, view.cursor_icb)
        return copies
