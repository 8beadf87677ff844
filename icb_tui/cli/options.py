"""The options that commands share, with the words that complete them, and how they print."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from icb_tui.cli.arguments import find_data_folders, print_note
from icb_tui.cli.completion import Candidates
from icb_tui.cli.exit_codes import NOTHING_MATCHED, USAGE, CommandExit
from icb_tui.output.formats import BOM_FORMATS, FORMATS, write_table
from icb_tui.terminal.size import measure_terminal
from icb_tui.user.locale import locale_needs_ascii

if TYPE_CHECKING:
    from icb_tui.output.formats import Table
    from icb_tui.reports.report import Report

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])

OuterOptions = dict[str, Any]
"""The options that stand before a command, by name: a command takes from them what it was not given itself."""

COMPLETERS = Candidates(find_data_folders)
"""What each kind of argument can be, for the completion of a shell."""


def print_table(style: str, table: Table) -> None:
    """Print a table on standard output, in a format of the registry; raise OutputTooLarge, CommandExit."""
    print_output(style, write_for_output(style, table))


def write_for_output(style: str, table: Table) -> str | bytes:
    """Return a table as standard output takes it; raise OutputTooLarge."""
    only_ascii = locale_needs_ascii() or (sys.stdout.encoding or "").lower() == "ascii"  # where click would write UTF-8
    return write_table(table, style, ascii_only=only_ascii, bom=_is_bom_wanted())


def print_output(style: str, output: str | bytes) -> None:
    """Print what a table was written as; raise CommandExit where a terminal cannot show it."""
    if isinstance(output, bytes) and sys.stdout.isatty():
        what = "--bom" if _is_bom_wanted() else f"--format {style}"
        raise CommandExit(USAGE, f"icb-tui: {what} cannot be shown on a terminal; write it to a file with >")
    click.echo(output, nl=False)


def print_report(style: str, report: Report) -> None:
    """Print a report, its notes on standard error; raise CommandExit where nothing matched."""
    print_table(style, report.table)
    for note in report.notes:
        print_note(note)
    if not report.is_found:
        raise CommandExit(NOTHING_MATCHED)


def terminal_width(style: str) -> int | None:
    """Return the width of the terminal that text is printed to; None where it is no terminal, or another format."""
    return measure_terminal(sys.stdout.fileno())[0] if style == "text" and sys.stdout.isatty() else None


FILTER_HELP = "A filter, for example 'midlands 1:strong', 'kent', 'london not rated' or 'a&e<70'."

FOLDER = click.Path(path_type=Path, readable=False)
"""A folder that click takes as it is: what reads it says what is wrong with it."""

data_option = click.option(
    "--data",
    type=FOLDER,
    multiple=True,
    metavar="DIR",
    help="Add your data files in DIR to the bundled data. Can be given more than once.",
)

year_option = click.option(
    "--year", metavar="YEAR", shell_complete=COMPLETERS.years, help="The financial year, for example 2023/24, or all."
)

evidence_option = click.option(
    "--evidence",
    "evidence",
    multiple=True,
    metavar="TYPE",
    shell_complete=COMPLETERS.evidence_types,
    help="Use only this evidence type for ratings and counts, such as assessed or self. Can be given more than once.",
)

voice_option = click.option("--voice", "evidence", multiple=True, hidden=True, shell_complete=COMPLETERS.evidence_types)
"""The name that --evidence had before: it keeps working unseen."""

as_at_option = click.option("--as-at", metavar="DATE", help="Only boards open on this day, for example 2026-04-01.")

_BOM = "icb_tui.bom"
"""The key under which what runs a command keeps whether --bom was given."""


def _is_bom_wanted() -> bool:
    return bool(click.get_current_context().meta.get(_BOM))


def _keep_bom(context: click.Context, _: click.Parameter, bom: bool) -> None:
    style = context.params.get("style")  # there already, if it is not wrong, for it is eager
    if bom and style not in (None, *BOM_FORMATS):
        raise CommandExit(USAGE, f"icb-tui: --bom needs --format {' or '.join(BOM_FORMATS)}, not {style}")
    context.meta[_BOM] = bom


def format_option(command: CommandFunction) -> CommandFunction:
    """Give a command the options that say how its table is written."""
    command = click.option(
        "--bom",
        is_flag=True,
        expose_value=False,
        callback=_keep_bom,
        help="Begin CSV or TSV with a byte order mark, by which Excel knows UTF-8.",
    )(command)
    return click.option(
        "--format",
        "style",
        type=click.Choice(list(FORMATS)),
        default="text",
        show_default=True,
        is_eager=True,
        help="The output format.",
    )(command)


def add_query_options(command: CommandFunction) -> CommandFunction:
    """Give a command the options that say what is asked and how it is printed."""
    for option in (format_option, data_option, as_at_option, voice_option, evidence_option, year_option):
        command = option(command)
    return command


def merge_options(outer: dict[str, Any], **own: Any) -> dict[str, Any]:
    """Return the options of a command; what it was not given is taken from before the command."""
    return {name: value or outer.get(name) for name, value in own.items()}
