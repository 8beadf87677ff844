"""The commands that print boards: their ratings, pages, comparisons, indicators and map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import find_board_set, open_store
from icb_tui.cli.options import (
    COMPLETERS,
    FILTER_HELP,
    OuterOptions,
    add_query_options,
    merge_options,
    print_report,
    terminal_width,
)

if TYPE_CHECKING:
    from icb_tui.pages.compare_columns import RowOrder
    from icb_tui.store.store import Store
    from icb_tui.views.view_state import View


def open_view(outer: OuterOptions, **own: Any) -> tuple[Store, View]:
    """Return the store and the view that a command and the options before it ask for."""
    from icb_tui.views.view_words import make_start_view

    options = merge_options(outer, **own)
    store = open_store(options.pop("data"))
    return store, make_start_view(store.data, **options)


@click.command(
    "list",
    context_settings={"ignore_unknown_options": True},
    help=f"""List boards that match a filter, with their ratings.

    A board that was not open yet has those of the boards before it, and is unrated.

    For example: icb-tui list midlands 1:strong --year 2023/24

    {FILTER_HELP}
    """,
)
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=COMPLETERS.filters)
@add_query_options
@click.pass_obj
def list_(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    from icb_tui.reports.boards import report_boards

    store, view = open_view(outer, wanted=" ".join(words), **options)
    print_report(style, report_boards(store, view, terminal_width(style)))


@click.command(
    help="""Compare two to eight boards or regions, or England.

    For example: icb-tui compare LLR "C&W" Midlands
    """
)
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
    from icb_tui.reports.comparisons import report_comparison

    store, view = open_view(outer, **options)
    names = (*(find_board_set(peers, view.data) if peers else ()), *icbs)
    cells = terminal_width(style)
    print_report(style, report_comparison(store, view, names, cells, only_differences=differences, order=order))


@click.command(
    context_settings={"ignore_unknown_options": True},
    help="""List the indicators of boards that match a filter.

    Each value has the median of all boards beside it. icb-tui import reads the CSV format back.

    For example: icb-tui indicators "south west" --aim 4
    """,
)
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
    from icb_tui.reports.boards import report_indicators

    store, view = open_view(outer, wanted=" ".join(words), **options)
    named = chosen or filter(None, [outer.get("indicator")])
    print_report(style, report_indicators(store, view, named))


@click.command(
    help="""Print the page of a board, with its findings and sources.

    The page also has the dates of the board, its ratings and its indicators. A new board has what was said of the
    boards before it.

    For example: icb-tui show QUE --aim 1
    """
)
@click.argument("icb", shell_complete=COMPLETERS.boards)
@click.option(
    "--aim", metavar="AIM", shell_complete=COMPLETERS.aims, help="Only this aim: 1 to 5, or a word such as health."
)
@add_query_options
@click.pass_obj
def show(outer: OuterOptions, /, icb: str, style: str, **options: Any) -> None:
    store, view = open_view(outer, **options)
    print_board(style, view, icb, store)


def print_board(style: str, view: View, name: str, store: Store) -> None:
    """Print the page of the board that a name means, or of the aim of the view."""
    from icb_tui.reports.boards import report_board

    print_report(style, report_board(store, view, name, terminal_width(style)))


@click.command(
    "map",
    help="""Print a map of an aim, with the rating of each board.

    For example: icb-tui map 3
    """,
)
@click.argument("aim", required=False, default="1", shell_complete=COMPLETERS.aims)
@click.option("--filter", "wanted", default="", metavar="TEXT", shell_complete=COMPLETERS.filters, help=FILTER_HELP)
@add_query_options
@click.pass_obj
def map_(outer: OuterOptions, /, aim: str, style: str, **options: Any) -> None:
    from icb_tui.reports.boards import report_map

    store, view = open_view(outer, **options)
    print_report(style, report_map(store, view, aim, terminal_width(style)))
