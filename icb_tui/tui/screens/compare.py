"""Two to eight boards and regions side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events
from textual.binding import Binding

from icb_tui.analysis.comparison import write_sentences
from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.names import fold_name
from icb_tui.domain.phrases import format_count
from icb_tui.pages.compare import INDICATORS, write_compare_page
from icb_tui.pages.compare_columns import ComparePage, RowOrder, find_visible_columns
from icb_tui.pages.gather import gather_comparison
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.keys.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, SOURCE_BINDINGS, WHY_BINDING, YEAR_BINDINGS
from icb_tui.tui.panes.results import ResultItem
from icb_tui.tui.screens.chooser import ChooserScreen
from icb_tui.tui.session import MAX_REMEMBERED_STEPS, ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import MAX_COMPARED, MIN_COMPARED

if TYPE_CHECKING:
    from icb_tui.domain.name_search import SearchHit
    from icb_tui.output.formats import Table
    from icb_tui.tui.base.hand_out import CopyChoice


class CompareScreen(ReadingScreen):
    """The comparison of some boards in one year."""

    can_reload = True
    flows = False
    BINDINGS = [
        Binding("d", "differences", "differences only"),
        Binding("i", "figures", "indicators"),
        Binding("s", "sort", "order"),
        Binding("left,h", "sideways(-1)", "column", key_display="← →"),
        Binding("right,l", "sideways(1)", "column", key_display="← →", show=False),
        Binding("less_than_sign", "shift(-1)", "move", key_display="< >"),
        Binding("greater_than_sign", "shift(1)", "move", key_display="< >", show=False),
        Binding("space", "leave", "remove"),
        Binding("plus", "group", "add", key_display="+"),
        Binding("u", "undo", "undo", show=False),
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
        self._past_columns: deque[tuple[tuple[str, ...], tuple[str, ...], int, tuple[str, ...]]] = deque(
            maxlen=MAX_REMEMBERED_STEPS
        )
        """The columns before each change: boards, groups, the place of the lit one, and the marks."""

    def gather_facts(self) -> None:
        before, view = self.sides, self.current_view
        self.sides = gather_comparison(
            self.store, self.icbs, self.groups, view.year, view.counted_kinds, view.indicator_year
        )
        if before:
            at = min(before.at, len(self.sides.columns) - 1)
            self.sides = replace(self.sides, at=at, only_differences=before.only_differences, order=before.order)

    @property
    def compare_page(self) -> ComparePage:
        assert self.sides is not None
        return self.sides

    def list_boards_shown(self) -> Sequence[str]:
        return self.icbs

    def write_page(self, cells: int) -> PageText:
        return write_compare_page(self.compare_page, cells)

    def list_spoken_places(self) -> Mapping[str, str]:
        aims = {aim.id: aim.short_name for aim in self.store.data.aims}
        return {**aims, INDICATORS: "Indicators"}

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.update_title()

    @property
    def print_command(self) -> str:
        page, labels = self.compare_page, (self.current_view.data.icb[icb].label for icb in self.icbs)
        rows = [*["-d"] * page.only_differences, *["--sort", "difference"] * (page.order == "difference")]
        return self.print_command_for("compare", *labels, *self.groups, *rows, with_indicators=True)

    def list_why_cells(self) -> list[CellEvidence]:
        aims, place = self.current_view.data.aim, self.reading_pane.current_place
        aim = place if place in aims else next(iter(aims))
        columns = [self.compare_page.columns[place] for place in self._visible_columns]
        return [self.compare_page.comparison.cells[column, aim] for column in columns if isinstance(column, str)]

    def make_table(self) -> Table:
        from icb_tui.output.compare_tables import make_compare_table
        from icb_tui.output.rows import list_evidence_types

        return make_compare_table(self.compare_page, list_evidence_types(self.current_view))

    def list_file_name_words(self) -> Sequence[str]:
        from icb_tui.output.save import list_file_name_labels

        labels = list_file_name_labels(self.icbs, self.store.data)
        return "compared", *labels, *self.groups, self.year

    def explorer_options(self) -> Sequence[str]:
        from icb_tui.output.command_lines import list_view_options

        plain = replace(self.current_view, centre="matrix", indicator=None)
        return list_view_options(plain, "--compare", ",".join((*self.icbs, *self.groups)))

    def list_own_copies(self) -> dict[str, CopyChoice]:
        from icb_tui.tui.base.hand_out import CopyChoice

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
        """Go to the indicators."""
        self.reading_pane.jump_to(INDICATORS)

    def action_sort(self) -> None:
        """Order the indicators by aim, or those first in which the boards are furthest apart in rank."""
        order: RowOrder = "aim" if self.compare_page.order == "difference" else "difference"
        self._show_page(replace(self.compare_page, order=order))
        self.say("Indicators by aim." if order == "aim" else "Indicators, furthest apart in rank first.")
        self.action_figures()

    def action_sideways(self, columns: int) -> None:
        at = min(max(self.compare_page.at + columns, 0), len(self.compare_page.columns) - 1)
        self._show_page(replace(self.compare_page, at=at))
        if self.speech:
            name = self.compare_page.name_column(self.compare_page.columns[at])
            self.say(f"Column {at + 1} of {len(self.compare_page.columns)}: {name}.")

    def action_shift(self, columns: int) -> None:
        """Move the lit board some columns."""
        at, to = self.compare_page.at, self.compare_page.at + columns
        if not (at < len(self.icbs) and 0 <= to < len(self.icbs)):
            self.say("Only boards can move, and only among the boards.")
            return
        order = list(self.icbs)
        order.insert(to, order.pop(at))
        self._show_columns(tuple(order), self.groups, to)

    def action_leave(self) -> None:
        """Take the lit board or group out."""
        at = self.compare_page.at
        if len(self.compare_page.columns) <= MIN_COMPARED:
            self.say(f"A comparison needs {MIN_COMPARED} columns. Press esc to close it.")
            return
        left = tuple(column for place, column in enumerate((*self.icbs, *self.groups)) if place != at)
        boards = len(self.icbs) - (at < len(self.icbs))
        gone = self.icbs[at] if at < len(self.icbs) else ""
        self._show_columns(left[:boards], left[boards:], at)
        if gone in self.session.view.marked:
            self.session.toggle_mark(gone)

    def _show_columns(self, icbs: tuple[str, ...], groups: tuple[str, ...], at: int) -> None:
        """Show other columns, and remember those before, with the marks, for undo."""
        self._past_columns.append((self.icbs, self.groups, self.compare_page.at, self.session.view.marked))
        self._put_columns(icbs, groups, at)

    def _put_columns(self, icbs: tuple[str, ...], groups: tuple[str, ...], at: int) -> None:
        self.icbs, self.groups, self.sides = icbs, groups, replace(self.compare_page, at=at)
        self.reload_page()

    def action_undo(self) -> None:
        """Undo the last change of the columns; without one, the last change of filter or marks, and go back."""
        if self._past_columns:
            icbs, groups, at, marked = self._past_columns.pop()
            self.session.apply_marks(marked)
            self._put_columns(icbs, groups, at)
        elif self.session.undo_change():
            self.close()
            below = self.app.screen
            if isinstance(below, BaseScreen):
                below.say(f"{format_count(len(self.session.view.marked), 'board')} marked.")
        else:
            self.say("Nothing to undo.")

    def go_to(self, hit: SearchHit) -> bool:
        """Put a board that was found, or its region, beside the others; False for anything else."""
        if hit.kind == "board":
            self.add_columns(icbs=(hit.id,))
        elif hit.kind == "region":
            self.add_columns(groups=(hit.id,))
        return hit.kind in ("board", "region")

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put boards beside the others, as many as there is place for."""
        self.add_columns(icbs=icbs)

    def add_columns(self, icbs: tuple[str, ...] = (), groups: tuple[str, ...] = ()) -> None:
        """Put boards and regions (or England) beside the others, if there is place for them."""
        joined, beside = (tuple(dict.fromkeys(each)) for each in ((*self.icbs, *icbs), (*self.groups, *groups)))
        if len(joined) + len(beside) > MAX_COMPARED:
            self.say(f"At most {MAX_COMPARED} boards and regions can be compared.")
            return
        self._show_columns(joined, beside, len(joined) - 1 if icbs else len(joined) + len(beside) - 1)

    def action_group(self) -> None:
        """Offer what can be put beside the boards: their regions, England, and similar boards."""
        lit = self.compare_page.columns[self.compare_page.at]
        self.app.push_screen(AddColumnScreen(self, lit if isinstance(lit, str) else None))


class AddColumnScreen(ChooserScreen):
    """What can be put beside the others in a comparison: regions, England, and the boards most like the lit one."""

    heading = "Add to the comparison"
    hint = "type a region or a board"

    def __init__(self, compare: CompareScreen, like: str | None) -> None:
        from icb_tui.analysis.column_offers import list_near_offers, list_other_offers, list_similar_offers
        from icb_tui.analysis.similar import FACT_NAMES

        super().__init__(compare.session, compare.look)
        self.compare, data = compare, compare.store.data
        compared = compare.icbs, compare.groups
        self._offers = list_near_offers(*compared, data)
        if like:
            self._offers += list_similar_offers(like, compare.icbs, data, compare.store.list_series().values())
        self._others = list(list_other_offers(self._offers, *compared, data))
        """What is found only when it is typed."""
        self._fitting = self._offers
        self._message = f"Boards most like {data.icb[like].label}, each with {FACT_NAMES}." if like else ""

    def search(self, text: str) -> None:
        from icb_tui.analysis.column_offers import has_words

        words = fold_name(text).split()
        searched = self._offers + (self._others if words else [])
        self._fitting = [offer for offer in searched if has_words(offer, words)]
        self.cursor = 0 if self._fitting else None
        self.show_results()

    def show_results(self) -> None:
        items = [ResultItem(offer.kind, offer.name, offer.detail) for offer in self._fitting]
        message = self._message if any(item.kind == "similar" for item in items) else ""
        self.show_items(items, message if items else "No match in the names of regions and boards.")

    def open_chosen(self) -> None:
        if self.cursor is not None:
            offer = self._fitting[self.cursor]
            if self.close():
                self.compare.add_columns(offer.icbs, offer.groups)


def compare_marked(screen: BaseScreen) -> None:
    """Open the comparison of the marked boards over a screen; where they are too few or too many, say so there."""
    marked = screen.session.view.marked
    if MIN_COMPARED <= len(marked) <= MAX_COMPARED:
        screen.app.push_screen(CompareScreen(screen.session, screen.look, marked))
    else:
        screen.say(f"To compare, mark {MIN_COMPARED} to {MAX_COMPARED} boards with space. Marked now: {len(marked)}.")
