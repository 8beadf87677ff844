"""The commands that print evidence: the rule behind a rating, findings, briefs, and what is known."""

from __future__ import annotations

from typing import Any

import click

from icb_tui.cli.commands.facts import open_view
from icb_tui.cli.options import COMPLETERS, OuterOptions, add_query_options, print_report, terminal_width


@click.command(
    help="""Explain the rating of a board on an aim.

    The page shows the rule and the findings, or why there is no rating.

    For example: icb-tui why QUE 1
    """
)
@click.argument("icb", shell_complete=COMPLETERS.boards)
@click.argument("aim", shell_complete=COMPLETERS.aims)
@add_query_options
@click.pass_obj
def why(outer: OuterOptions, /, icb: str, aim: str, style: str, **options: Any) -> None:
    from icb_tui.reports.evidence import report_rating

    store, view = open_view(outer, **options)
    print_report(style, report_rating(store, view, icb, aim, terminal_width(style)))


@click.command(
    help="""List the findings that mention a text, or all findings.

    The findings of every year are searched, unless --year is given. In CSV and Parquet each finding is whole:
    icb-tui import --findings reads such a file again.

    For example: icb-tui find "waiting list"
    """
)
@click.argument("words", nargs=-1, metavar="[TEXT]...")
@add_query_options
@click.pass_obj
def find(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    from icb_tui.reports.evidence import report_mentions

    store, view = open_view(outer, **options)
    year = view.year if options["year"] or outer["year"] else None
    print_report(style, report_mentions(store, view, " ".join(words), terminal_width(style), year=year))


@click.command(
    help="""Print a brief of each board, for a meeting: Markdown, every statement with its source.

    With --format html it is a page that prints on one A4 sheet for each board.

    For example: icb-tui brief "c&p" --format html > brief.html
    """
)
@click.argument("icbs", nargs=-1, required=True, metavar="ICB...", shell_complete=COMPLETERS.boards)
@add_query_options
@click.pass_obj
def brief(outer: OuterOptions, /, icbs: tuple[str, ...], style: str, **options: Any) -> None:
    from icb_tui.reports.briefs import report_briefs

    store, view = open_view(outer, **options)
    print_report(style, report_briefs(store, view, icbs))


@click.command(
    help="""List the findings that are England-wide or unmatched.

    They count for no board: an unmatched finding names no ICB.

    For example: icb-tui national --year 2023/24
    """
)
@add_query_options
@click.pass_obj
def national(outer: OuterOptions, /, style: str, **options: Any) -> None:
    from icb_tui.reports.evidence import report_national

    store, view = open_view(outer, **options)
    print_report(style, report_national(store, view, terminal_width(style)))


@click.command(
    context_settings={"ignore_unknown_options": True},
    help="""Print coverage and gaps, by aim, year and evidence type.

    A filter narrows the count to a region.

    For example: icb-tui coverage midlands
    """,
)
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=COMPLETERS.filters)
@add_query_options
@click.pass_obj
def coverage(outer: OuterOptions, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    from icb_tui.reports.evidence import report_coverage

    store, view = open_view(outer, wanted=" ".join(words), **options)
    print_report(style, report_coverage(store, view, terminal_width(style)))
