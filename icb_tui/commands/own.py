"""The commands about the data itself, and about what a user keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from icb_tui.ending import BAD_DATA, NOTHING_MATCHED, USAGE, Stop
from icb_tui.options import candidates, data_option, format_option, put
from icb_tui.shell import board, folders, narrate, store_of
from icb_tui.text import clean

Outer = dict[str, Any]


@click.command()
@click.argument("laid", nargs=-1, type=click.Path(path_type=Path), metavar="[DIR]...")
@data_option
@format_option
@click.pass_obj
def check(outer: Outer, /, laid: tuple[Path, ...], data: tuple[Path, ...], style: str) -> None:
    """Validate the data files of DIR, laid over the bundled ones, and say all that is wrong.

    For example: icb-tui check my-data
    """
    from icb_tui.listing import problems_listed, sections_listed
    from icb_tui.problems import SeedError
    from icb_tui.seed import load
    from icb_tui.wording import counted

    over = folders([*(data or outer["data"]), *laid])
    chosen = ", ".join(map(str, over)) or "the bundled data"
    try:
        dataset = load(over=over)
    except SeedError as error:
        if style == "text":
            click.echo("\n".join(clean(str(problem)) for problem in error.problems))
        else:
            put(style, problems_listed(error.problems))
        raise Stop(BAD_DATA, f"icb-tui: {counted(len(error.problems), 'problem')} in {chosen}") from None
    put(style, sections_listed(dataset) if style == "text" else problems_listed([]))
    narrate(f"icb-tui: no problems in {chosen}")


@click.command()
@click.argument("icbs", nargs=-1, metavar="[ICB]...", shell_complete=candidates.icbs)
@click.option(
    "--keep",
    metavar="NAME",
    shell_complete=candidates.sets,
    help="Keep the boards named under a name, in place of what it held.",
)
@click.option("--delete", metavar="NAME", shell_complete=candidates.sets, help="Delete a set.")
@data_option
@format_option
@click.pass_obj
def sets(
    outer: Outer, /, icbs: tuple[str, ...], keep: str | None, delete: str | None, data: tuple[Path, ...], style: str
) -> None:
    """Print the sets of boards that you keep; keep one, or delete one.

    For example: icb-tui sets --keep neighbours LLR "C&W" NHNT
    """
    from icb_tui import peers
    from icb_tui.listing import sets_listed

    dataset = store_of(data or outer["data"]).data
    try:
        if keep:
            narrate(f"Kept “{peers.keep(keep, [board(name, dataset) for name in icbs])}” in {peers.place()}")
        if delete:
            peers.drop(delete)
        kept = peers.kept()
    except peers.PeersError as error:
        raise Stop(USAGE, f"icb-tui: sets: {error}") from None
    put(style, sets_listed(kept, dataset))
    if not kept:
        narrate(f"No set is kept in {peers.place()}.")
        raise Stop(NOTHING_MATCHED)
