"""The commands that print evidence: the rule behind a rating, findings, briefs, and what is known."""

from __future__ import annotations

from typing import Any

import click

from icb_tui.cli.arguments import find_aim, find_board, parse_year, print_note
from icb_tui.cli.commands.facts import open_view
from icb_tui.cli.exit_codes import NOTHING_MATCHED, CommandExit
from icb_tui.cli.options import COMPLETERS, OuterOptions, add_query_options, print_table, terminal_width
from icb_tui.output.formats import PAGE_WIDTH
from icb_tui.text.cells import clean


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
    print_table(style, make_why_table(view, compared, national_evidence, terminal_width(style) or PAGE_WIDTH))


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
        view.data, store.search_findings(text, year=year, voices=view.counted_kinds), terminal_width(style)
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
    print_table(style, make_national_table(view, evidence, terminal_width(style) or PAGE_WIDTH))
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
    print_table(style, make_coverage_table(view, store, terminal_width(style) or PAGE_WIDTH))
