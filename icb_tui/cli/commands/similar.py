"""The command that lists the boards most like a board."""

from __future__ import annotations

from typing import Any

import click

from icb_tui.cli.arguments import find_board, open_store
from icb_tui.cli.exit_codes import NOTHING_MATCHED, CommandExit
from icb_tui.cli.options import COMPLETERS, OuterOptions, data_option, format_option, merge_options, print_table


@click.command()
@click.argument("icb", shell_complete=COMPLETERS.boards)
@click.option("-n", "--number", "most", type=click.IntRange(1), default=5, show_default=True, help="How many to list.")
@format_option
@data_option
@click.pass_obj
def similar(outer: OuterOptions, /, icb: str, most: int, style: str, **options: Any) -> None:
    """List the boards most like a board, by published facts.

    The facts are residents, the shares aged 65 and over and under 18, density, and deprivation. Each has equal weight.

    For example: icb-tui similar LLR
    """
    from icb_tui.analysis.similar import find_similar
    from icb_tui.output.similar_tables import make_similar_table

    store = open_store(merge_options(outer, **options)["data"])
    board = store.data.icb[find_board(icb, store.data)]
    found = find_similar(board, store.data, store.list_series().values(), most)
    print_table(style, make_similar_table(found, store.data))
    if not found.nearest:
        raise CommandExit(NOTHING_MATCHED)
