"""The command that lists the boards most like a board."""

from __future__ import annotations

from typing import Any

import click

from icb_tui.cli.arguments import open_store
from icb_tui.cli.options import COMPLETERS, OuterOptions, data_option, format_option, merge_options, print_report


@click.command(
    help="""List the boards most like a board, by published facts.

    The facts are residents, the shares aged 65 and over and under 18, density, and deprivation. Each has equal weight.

    For example: icb-tui similar LLR
    """
)
@click.argument("icb", shell_complete=COMPLETERS.boards)
@click.option("-n", "--number", "most", type=click.IntRange(1), default=5, show_default=True, help="How many to list.")
@format_option
@data_option
@click.pass_obj
def similar(outer: OuterOptions, /, icb: str, most: int, style: str, **options: Any) -> None:
    from icb_tui.reports.comparisons import report_similar
    from icb_tui.views.view_words import make_start_view

    store = open_store(merge_options(outer, **options)["data"])
    print_report(style, report_similar(store, make_start_view(store.data), icb, most))
