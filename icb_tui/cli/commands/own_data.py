"""The commands about the data itself, and about what a user keeps."""

from __future__ import annotations

from pathlib import Path

import click

from icb_tui.cli.arguments import exit_on_user_error, find_board, find_data_folders, open_store, print_note
from icb_tui.cli.exit_codes import BAD_DATA, NOTHING_MATCHED, USAGE, CommandExit
from icb_tui.cli.options import COMPLETERS, FOLDER, OuterOptions, data_option, format_option, print_table
from icb_tui.text.cells import clean


@click.command(
    help="""Check your data files in DIR, and list every problem.

    The files are checked together with the bundled data.

    For example: icb-tui check my-data
    """
)
@click.argument("laid", nargs=-1, type=FOLDER, metavar="[DIR]...")
@data_option
@format_option
@click.pass_obj
def check(outer: OuterOptions, /, laid: tuple[Path, ...], data: tuple[Path, ...], style: str) -> None:
    from icb_tui.data_files.loader import load_dataset
    from icb_tui.data_files.problems import DataError, describe_problem_count
    from icb_tui.output.data_tables import make_problem_table, make_section_table

    over = find_data_folders([*(data or outer["data"]), *laid])
    chosen = ", ".join(map(str, over)) or "the bundled data"
    try:
        dataset = load_dataset(over=over)
    except DataError as error:
        if style == "text":
            click.echo("\n".join(clean(str(problem)) for problem in error.problems))
        else:
            print_table(style, make_problem_table(error.problems))
        raise CommandExit(BAD_DATA, f"icb-tui: {describe_problem_count(error.count)} in {chosen}") from None
    print_table(style, make_section_table(dataset) if style == "text" else make_problem_table([]))
    print_note(f"icb-tui: no problems in {chosen}")


@click.command(
    help="""List your saved sets of boards, save a set, or delete one.

    For example: icb-tui sets --keep neighbours LLR "C&W" NHNT
    """
)
@click.argument("icbs", nargs=-1, metavar="[ICB]...", shell_complete=COMPLETERS.boards)
@click.option(
    "--keep",
    metavar="NAME",
    shell_complete=COMPLETERS.sets,
    help="Save the boards given under this name, in place of what it held.",
)
@click.option("--delete", metavar="NAME", shell_complete=COMPLETERS.sets, help="Delete a set.")
@data_option
@format_option
@click.pass_obj
def sets(
    outer: OuterOptions,
    /,
    icbs: tuple[str, ...],
    keep: str | None,
    delete: str | None,
    data: tuple[Path, ...],
    style: str,
) -> None:
    from icb_tui.output.data_tables import make_set_table
    from icb_tui.user import board_sets

    dataset = open_store(data or outer["data"]).data
    with exit_on_user_error("sets"):
        board_sets.read_board_sets()
    with exit_on_user_error("sets", USAGE):
        if keep:
            name = board_sets.save_board_set(keep, [find_board(name, dataset) for name in icbs])
            print_note(f"Saved “{name}” in {board_sets.sets_file()}")
        if delete:
            board_sets.delete_board_set(delete)
        saved_sets = board_sets.read_board_sets()
    print_table(style, make_set_table(saved_sets, dataset))
    if not saved_sets:
        print_note(f"No set is saved in {board_sets.sets_file()}.")
        raise CommandExit(NOTHING_MATCHED)
