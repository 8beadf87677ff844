"""The commands that print boards: their ratings, pages, comparisons, indicators and map."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import (
    find_aim,
    find_board,
    find_board_set,
    find_boards_and_groups,
    find_indicator,
    make_start_view,
    open_store,
    print_note,
)
from icb_tui.cli.exit_codes import NOTHING_MATCHED, CommandExit
from icb_tui.cli.options import (
    COMPLETERS,
    FILTER_HELP,
    OuterOptions,
    add_query_options,
    merge_options,
    print_table,
    terminal_width,
)
from icb_tui.output.formats import PAGE_WIDTH

if TYPE_CHECKING:
    from icb_tui.pages.compare_columns import RowOrder
    from icb_tui.store.store import Store
    from icb_tui.views.view_state import View


def open_view(outer: OuterOptions, **own: Any) -> tuple[Store, View]:
    """Return the store and the view that a command and the options before it ask for."""
    options = merge_options(outer, **own)
    store = open_store(options.pop("data"))
    return store, make_start_view(store.data, **options)


def _find_boards(store: Store, view: View) -> View:
    """The view with the boards that its filter finds, and their cells."""
    from icb_tui.views.view_steps import apply_answers

    matches = store.match_boards(view.filter, view.year, view.as_at, view.indicator_year)
    return apply_answers(view, matches, {}, store.year_cells(view.year, view.counted_kinds))


@click.command("list", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=COMPLETERS.filters)
@add_query_options
@click.pass_obj
def list_(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """List boards that match a filter, with their ratings.

    A board that was not open yet has those of the boards before it, and is unrated.

    For example: icb-tui list midlands 1:strong --year 2023/24
    """
    from icb_tui.domain.phrases import format_date
    from icb_tui.output.board_tables import describe_boards_not_open, make_board_table

    store, start = open_view(outer, wanted=" ".join(words), **options)
    view = _find_boards(store, start)
    print_table(style, make_board_table(view, terminal_width(style)))
    when = f", boards of {format_date(view.as_at)}" if view.as_at else ""
    notes = (describe_boards_not_open(view), view.describe_matches(f"{view.year}{when}"), view.unrated_note)
    for note in filter(None, notes):
        print_note(note)
    if not view.rows:
        raise CommandExit(NOTHING_MATCHED)


list_.help = f"{cleandoc(list_.help or '')}\n\n{FILTER_HELP}"


@click.command()
@click.argument("icbs", nargs=-1, metavar="ICB...", shell_complete=COMPLETERS.boards_and_groups)
@click.option(
    "--set",
    "peers",
    metavar="NAME",
    shell_complete=COMPLETERS.sets,
    help="Add the boards of a saved set.",
)
@click.option("-d", "--differences", is_flag=True, help="Show only what differs.")
@click.option(
    "--sort",
    "order",
    type=click.Choice(["aim", "difference"]),
    default="aim",
    show_default=True,
    help="The order of the indicators: by aim, or those first in which the boards are furthest apart in rank.",
)
@add_query_options
@click.pass_obj
def compare(
    outer: OuterOptions,
    /,
    icbs: tuple[str, ...],
    peers: str | None,
    differences: bool,
    order: RowOrder,
    style: str,
    **options: Any,
) -> None:
    """Compare two to eight boards or regions, or England.

    For example: icb-tui compare LLR "C&W" Midlands
    """
    from msgspec.structs import replace

    from icb_tui.output.compare_tables import make_compare_table
    from icb_tui.output.finding_tables import list_evidence_types
    from icb_tui.pages.gather import gather_comparison

    store, view = open_view(outer, **options)
    names = (*(find_board_set(peers, view.data) if peers else ()), *icbs)
    boards, groups = find_boards_and_groups(names, view.data)
    sides = gather_comparison(store, boards, groups, view.year, view.counted_kinds, view.indicator_year)
    print_table(
        style,
        make_compare_table(
            replace(sides, only_differences=differences, order=order), list_evidence_types(view), terminal_width(style)
        ),
    )


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=COMPLETERS.filters)
@click.option(
    "--aim",
    metavar="AIM",
    shell_complete=COMPLETERS.aims,
    help="Only the indicators of this aim: 1 to 5, or a word such as health.",
)
@click.option(
    "--indicator",
    "chosen",
    metavar="INDICATOR",
    multiple=True,
    shell_complete=COMPLETERS.indicators,
    help="Only this indicator: its id, or a part of its name, for example 'a&e'. Can be given more than once.",
)
@add_query_options
@click.pass_obj
def indicators(
    outer: OuterOptions, /, words: tuple[str, ...], chosen: tuple[str, ...], style: str, **options: Any
) -> None:
    """List the indicators of boards that match a filter.

    Each value has the median of all boards beside it. icb-tui import reads the CSV format back.

    For example: icb-tui indicators "south west" --aim 4
    """
    from icb_tui.analysis.indicator_periods import describe_undated, list_dated_indicators
    from icb_tui.output.indicator_tables import make_indicator_table

    store, start = open_view(outer, wanted=" ".join(words), **options)
    view = _find_boards(store, start)
    only = [find_indicator(each, view.data) for each in chosen or filter(None, [outer.get("indicator")])]
    print_table(style, make_indicator_table(view, store.list_series(year=view.indicator_year), only))
    print_note(view.describe_matches())
    wanted = [i for i in view.data.indicators if view.aim in (None, i.aim) and (not only or i.id in only)]
    if undated := describe_undated(wanted, view.indicator_year):
        print_note(undated)
    if not wanted:
        aim = view.data.aim[view.indicators_aim].short_name
        print_note(f"None of these indicators is tied to {aim}." if only else f"No indicator is tied to {aim}.")
    if not view.rows or not list_dated_indicators(wanted, view.indicator_year):
        raise CommandExit(NOTHING_MATCHED)


@click.command()
@click.argument("icb", shell_complete=COMPLETERS.boards)
@click.option(
    "--aim", metavar="AIM", shell_complete=COMPLETERS.aims, help="Only this aim: 1 to 5, or a word such as health."
)
@add_query_options
@click.pass_obj
def show(outer: OuterOptions, /, icb: str, style: str, **options: Any) -> None:
    """Print the page of a board, with its findings and sources.

    The page also has the dates of the board, its ratings and its indicators. A new board has what was said of the
    boards before it.

    For example: icb-tui show QUE --aim 1
    """
    store, view = open_view(outer, **options)
    print_board(style, view, find_board(icb, view.data), store)


def print_board(style: str, view: View, icb: str, store: Store) -> None:
    """Print the page of a board, or of the aim of the view."""
    from icb_tui.output.board_tables import make_evidence_table

    print_table(style, make_evidence_table(view, icb, store, terminal_width(style) or PAGE_WIDTH))


@click.command("map")
@click.argument("aim", required=False, default="1", shell_complete=COMPLETERS.aims)
@click.option("--filter", "wanted", default="", metavar="TEXT", shell_complete=COMPLETERS.filters, help=FILTER_HELP)
@add_query_options
@click.pass_obj
def map_(outer: OuterOptions, /, aim: str, style: str, **options: Any) -> None:
    """Print a map of an aim, with the rating of each board.

    For example: icb-tui map 3
    """
    from msgspec.structs import replace

    from icb_tui.output.board_tables import make_board_table, make_map_parts

    store, view = open_view(outer, **options)
    view = _find_boards(store, replace(view, aim=find_aim(aim, view.data)))
    print_table(
        style,
        make_board_table(view, terminal_width(style))._replace(
            parts=make_map_parts(view, terminal_width(style) or PAGE_WIDTH)
        ),
    )
    if not view.rows:
        raise CommandExit(NOTHING_MATCHED)
