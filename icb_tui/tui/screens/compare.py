"""Two to six boards side by side, and beside them their region and England."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from textual import events
from textual.binding import Binding

from icb_tui.analysis.board_groups import list_groups_beside
from icb_tui.analysis.comparison import write_sentences
from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.name_search import SearchHit
from icb_tui.output.command_lines import write_explorer_command
from icb_tui.output.compare_tables import make_compare_table
from icb_tui.output.finding_tables import list_evidence_types
from icb_tui.output.formats import Table
from icb_tui.output.save import list_file_name_labels
from icb_tui.pages.compare import BoardGroup, ComparePage, find_visible_columns, write_compare_page
from icb_tui.pages.gather import gather_comparison
from icb_tui.pages.view_state import MAX_COMPARED, MIN_COMPARED
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.hand_out import CopyChoice
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, SOURCE_BINDINGS, WHY_BINDING, YEAR_BINDINGS
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance


class CompareScreen(ReadingScreen):
    """The comparison of some boards in one year."""

    can_reload = True
    flows = False
    BINDINGS = [
        Binding("d", "differences", "differences only"),
        Binding("i", "figures", "indicators"),
        Binding("left,h", "sideways(-1)", "column", key_display="← →"),
        Binding("right,l", "sideways(1)", "column", key_display="← →", show=False),
        Binding("less_than_sign", "shift(-1)", "move", key_display="< >"),
        Binding("greater_than_sign", "shift(1)", "move", key_display="< >", show=False),
        Binding("space", "leave", "remove"),
        Binding("plus", "group", "add region", key_display="+"),
        *AIM_BINDINGS,
        *YEAR_BINDINGS,
        *EVIDENCE_BINDINGS,
        *SOURCE_BINDINGS,
        WHY_BINDING,
    ]

    def __init__(
        self, session: ExplorerSession, look: Appearance, icbs: Sequence[str], groups: Sequence[str] = ()
    ) -> None:
        super().__init__(session, look)
        self.icbs, self.groups = tuple(icbs), tuple(groups)
        self.sides: ComparePage | None = None

    def gather_facts(self) -> None:
        before, view = self.sides, self.current_view
        self.sides = gather_comparison(
            self.store, self.icbs, self.groups, view.year, view.counted_kinds, view.indicator_year
        )
        if before:
            at = min(before.at, len(self.sides.columns) - 1)
            self.sides = replace(
                self.sides, at=at, only_differences=before.only_differences, with_indicators=before.with_indicators
            )

    @property
    def compare_page(self) -> ComparePage:
        assert self.sides is not None
        return self.sides

    def list_boards_shown(self) -> Sequence[str]:
        return self.icbs

    def write_page(self, cells: int) -> PageText:
        return write_compare_page(self.compare_page, cells)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.update_title()

    @property
    def print_command(self) -> str:
        return self.print_command_for(
            "compare", *(self.current_view.data.icb[icb].label for icb in self.icbs), *self.groups, with_indicators=True
        )

    def list_why_cells(self) -> list[CellEvidence]:
        aim = self.reading_pane.current_place or next(iter(self.current_view.data.aim))
        columns = [self.compare_page.columns[place] for place in self._visible_columns]
        return [
            self.compare_page.comparison.cells[column, aim] for column in columns if not isinstance(column, BoardGroup)
        ]

    def make_table(self) -> Table:
        return make_compare_table(self.compare_page, list_evidence_types(self.current_view))

    def list_file_name_words(self) -> Sequence[str]:
        labels = list_file_name_labels(self.icbs, self.store.data)
        return "compared", *labels, *self.groups, self.year

    def explorer_command(self) -> str:
        plain = replace(self.current_view, centre="matrix", indicator=None)
        return write_explorer_command(plain, "--compare", ",".join((*self.icbs, *self.groups)))

    def list_own_copies(self) -> dict[str, CopyChoice]:
        return {
            "c": CopyChoice(
                "sentences", lambda: "\n".join(each.text for each in write_sentences(self.compare_page.comparison))
            )
        }

    @property
    def _visible_columns(self) -> range:
        """The places of the columns that fit on the screen."""
        return find_visible_columns(self.compare_page, max(self.size.width - 2, 1))

    def update_title(self) -> None:
        sides, visible = self.compare_page, self._visible_columns
        number = len(sides.columns)
        some = f"◂ columns {visible.start + 1} to {visible.stop} of {number} ▸"
        columns = f"{number} columns" if len(visible) == number else some
        differing = "differences only · " if sides.only_differences else ""
        self.set_title(
            self.list_titles("Comparison", "Comparison"), [(Span(differing + columns, "dim"),), (Span(columns, "dim"),)]
        )

    def _show_page(self, sides: ComparePage, *, from_top: bool = False) -> None:
        self.sides = sides
        self.rewrite_page(from_top=from_top)

    def action_differences(self) -> None:
        self._show_page(
            replace(self.compare_page, only_differences=not self.compare_page.only_differences), from_top=True
        )

    def action_figures(self) -> None:
        """Show the indicators, or hide them."""
        self._show_page(replace(self.compare_page, with_indicators=not self.compare_page.with_indicators))

    def action_sideways(self, columns: int) -> None:
        at = min(max(self.compare_page.at + columns, 0), len(self.compare_page.columns) - 1)
        self._show_page(replace(self.compare_page, at=at))

    def action_shift(self, columns: int) -> None:
        """Move the lit board some columns."""
        at, to = self.compare_page.at, self.compare_page.at + columns
        if not (at < len(self.icbs) and 0 <= to < len(self.icbs)):
            self.say("Only boards can move, and only among the boards.")
            return
        order = list(self.icbs)
        order.insert(to, order.pop(at))
        self.icbs, self.sides = tuple(order), replace(self.compare_page, at=to)
        self.reload_page()

    def action_leave(self) -> None:
        """Take the lit board or group out."""
        at = self.compare_page.at
        if at >= len(self.icbs):
            left = at - len(self.icbs)
            self.groups = self.groups[:left] + self.groups[left + 1 :]
        elif len(self.icbs) + len(self.groups) <= MIN_COMPARED or len(self.icbs) == 1:
            self.say(f"A comparison needs {MIN_COMPARED} columns, at least one of them a board. Press esc to close it.")
            return
        else:
            if self.icbs[at] in self.session.view.marked:
                self.session.toggle_mark(self.icbs[at])
            self.icbs = self.icbs[:at] + self.icbs[at + 1 :]
        self.reload_page()

    def go_to(self, hit: SearchHit) -> bool:
        """Put a board that was found, or its region, beside the others; False for anything else."""
        if hit.kind == "board":
            self.compare_boards((hit.id,))
        elif hit.kind == "region":
            self.groups = tuple(dict.fromkeys((*self.groups, hit.id)))
            self.reload_page()
        return hit.kind in ("board", "region")

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put boards beside the others, as many as there is place for."""
        joined = tuple(dict.fromkeys((*self.icbs, *icbs)))
        if len(joined) > MAX_COMPARED:
            self.say(f"At most {MAX_COMPARED} boards can be compared.")
            return
        self.icbs = joined
        self.sides = replace(self.compare_page, at=len(joined) - 1)
        self.reload_page()

    def action_group(self) -> None:
        """Put the next group beside the boards: their regions, then England; after the last, none."""
        possible = list_groups_beside(self.icbs, self.current_view.data)
        more = [group for group in possible if group not in self.groups]
        self.groups = (*self.groups, more[0]) if more else ()
        at = len(self.icbs) + len(self.groups) - 1 if more else 0
        self.sides = replace(self.compare_page, at=at)
        self.reload_page()


def compare_marked(screen: BaseScreen) -> None:
    """Open the comparison of the marked boards over a screen; where they are too few or too many, say so there."""
    marked = screen.session.view.marked
    if MIN_COMPARED <= len(marked) <= MAX_COMPARED:
        screen.app.push_screen(CompareScreen(screen.session, screen.look, marked))
    else:
        screen.say(f"To compare, mark {MIN_COMPARED} to {MAX_COMPARED} boards with space. Marked now: {len(marked)}.")
