"""The commands that print what the screens show."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import (
    find_aim,
    find_board,
    find_board_set,
    find_boards_and_groups,
    make_start_view,
    open_store,
    parse_year,
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
from icb_tui.text.cells import clean

if TYPE_CHECKING:
    from icb_tui.pages.compare_columns import RowOrder
    from icb_tui.pages.view_state import View
    from icb_tui.store.store import Store


def open_view(outer: OuterOptions, **own: Any) -> tuple[Store, View]:
    """Return the store and the view that a command and the options before it ask for."""
    options = merge_options(outer, **own)
    store = open_store(options.pop("data"))
    return store, make_start_view(store.data, **options)


def _find_boards(store: Store, view: View) -> View:
    """The view with the boards that its filter finds, and their cells."""
    from icb_tui.pages.view_steps import apply_answers

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
    print_table(style, make_board_table(view, terminal_width()))
    when = f", boards of {format_date(view.as_at)}" if view.as_at else ""
    notes = (describe_boards_not_open(view), view.describe_matches(f"{view.year}{when}"), view.unrated_note)
    for note in filter(None, notes):
        print_note(note)
    if not view.rows:
        raise CommandExit(NOTHING_MATCHED)


list_.help = f"{cleandoc(list_.help or '')}\n\n{FILTER_HELP}"


@click.command()
@click.argument("icb", shell_complete=COMPLETERS.boards)
@click.argument("aim", shell_complete=COMPLETERS.aims)
@add_query_options
@click.pass_obj
def why(outer: OuterOptions, /, icb: str, aim: str, style: str, **options: Any) -> None:
    """Explain the rating of a board on an aim.

    The page shows the rule and the findings, or why there is no rating.

    For example: icb-tui why QUE 1
    """
    from icb_tui.analysis.predecessors import list_stand_ins
    from icb_tui.output.finding_tables import make_why_table

    store, view = open_view(outer, **options)
    code, at = find_board(icb, view.data), find_aim(aim, view.data)
    codes = [code, *(each.icb.code for each in list_stand_ins(view.data.icb[code], view.year, view.data))]
    found = store.compare_boards(codes, view.year, view.counted_kinds)
    compared = [found[each, at] for each in codes]
    national_evidence = store.list_national(view.year, aim=at, voices=view.counted_kinds)
    print_table(style, make_why_table(view, compared, national_evidence, terminal_width() or PAGE_WIDTH))


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
            replace(sides, only_differences=differences, order=order), list_evidence_types(view), terminal_width()
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
@add_query_options
@click.pass_obj
def indicators(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """List the indicators of boards that match a filter.

    Each value has the median of all boards beside it.

    For example: icb-tui indicators "south west" --aim 4
    """
    from icb_tui.analysis.indicator_periods import describe_undated
    from icb_tui.output.indicator_tables import make_indicator_table

    store, start = open_view(outer, wanted=" ".join(words), **options)
    view = _find_boards(store, start)
    print_table(style, make_indicator_table(view, store.list_series(year=view.indicator_year)))
    print_note(view.describe_matches())
    of_aims = [i for i in view.data.indicators if view.aim in (None, i.aim)]
    if undated := describe_undated(of_aims, view.indicator_year):
        print_note(undated)
    if not of_aims:
        print_note(f"No indicator is tied to {view.data.aim[view.indicators_aim].short_name}.")
    if not view.rows or not (view.aim is None or view.indicators):
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

    print_table(style, make_evidence_table(view, icb, store, terminal_width() or PAGE_WIDTH))


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@add_query_options
@click.pass_obj
def find(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """List the findings that mention a text.

    The findings of every year are searched, unless --year is given.

    For example: icb-tui find "waiting list"
    """
    from icb_tui.output.finding_tables import make_mention_table

    text, year = clean(" ".join(words)), options["year"] or outer["year"]
    store, view = open_view(outer, **options)
    year = parse_year(view.data, year) if year else None
    table = make_mention_table(
        view.data, store.search_findings(text, year=year, voices=view.counted_kinds), terminal_width()
    )
    print_table(style, table)
    base = store.count_findings(year=year, voices=view.counted_kinds)
    print_note(f"Findings that mention “{text}”: {len(table.rows)} of {base:,}")
    if not table.rows:
        raise CommandExit(NOTHING_MATCHED)


@click.command()
@click.argument("icbs", nargs=-1, required=True, metavar="ICB...", shell_complete=COMPLETERS.boards)
@add_query_options
@click.pass_obj
def brief(outer: OuterOptions, /, icbs: tuple[str, ...], style: str, **options: Any) -> None:
    """Print a brief of each board, for a meeting: Markdown, every statement with its source.

    With --format html it is a page that prints on one A4 sheet for each board.

    For example: icb-tui brief "c&p" --format html > brief.html
    """
    from icb_tui.output.brief import gather_brief
    from icb_tui.output.brief_tables import make_brief_table

    store, view = open_view(outer, **options)
    codes = dict.fromkeys(find_board(name, view.data) for name in icbs)
    print_table(style, make_brief_table([gather_brief(store, view, code) for code in codes]))


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
        make_board_table(view, terminal_width())._replace(parts=make_map_parts(view, terminal_width() or PAGE_WIDTH)),
    )
    if not view.rows:
        raise CommandExit(NOTHING_MATCHED)


@click.command()
@add_query_options
@click.pass_obj
def national(outer: OuterOptions, /, style: str, **options: Any) -> None:
    """List the findings that are England-wide or unmatched.

    They count for no board: an unmatched finding names no ICB.

    For example: icb-tui national --year 2023/24
    """
    from icb_tui.output.finding_tables import make_national_table

    store, view = open_view(outer, **options)
    evidence = store.list_evidence(None, year=view.year, voices=view.counted_kinds)
    print_table(style, make_national_table(view, evidence, terminal_width() or PAGE_WIDTH))
    if not evidence:
        raise CommandExit(NOTHING_MATCHED)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=COMPLETERS.filters)
@add_query_options
@click.pass_obj
def coverage(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """Print coverage and gaps, by aim, year and evidence type.

    A filter narrows the count to a region.

    For example: icb-tui coverage midlands
    """
    from icb_tui.output.data_tables import make_coverage_table

    store, view = open_view(outer, wanted=" ".join(words), **options)
    print_table(style, make_coverage_table(view, store, terminal_width() or PAGE_WIDTH))
