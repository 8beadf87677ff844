"""The command line: the options of the explorer, and its commands."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from icb_tui import __version__
from icb_tui.cli.commands import CommandTable
from icb_tui.cli.completion import COMPLETE_VARIABLE
from icb_tui.cli.exit_codes import NOTHING_MATCHED, USAGE, CommandExit
from icb_tui.cli.options import (
    COMPLETERS,
    FILTER_HELP,
    as_at_option,
    data_option,
    evidence_option,
    format_option,
    print_table,
    voice_option,
    year_option,
)

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

DEBUG_FLAG: dict[str, Any] = {
    "is_flag": True,
    "expose_value": False,  # what reports that the program broke looks for it on the command line
    "help": "Print the traceback if the program fails.",
}


class CommandGroup(click.Group):
    """The commands. In place of a command the name of a board will do."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, and its own; else what answers the name of a board."""
        if arguments[0].startswith("-") or self.get_command(context, arguments[0]):
            return super().resolve_command(context, arguments)
        assert isinstance(self.commands, CommandTable)
        command = self.commands.board_command
        return command.name, command, arguments

    def shell_complete(self, context: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Return the commands and options that begin so, and once something is typed also the boards."""
        found = super().shell_complete(context, incomplete)
        if incomplete and not incomplete.startswith("-"):
            found += COMPLETERS.boards(context, context.command.params[0], incomplete)
        return found


def complete_command(command: click.Command) -> None:
    """Give a command the options that are not its own: --debug, and to the one that serves the explorer those of it."""
    click.option("--debug", hidden=True, **DEBUG_FLAG)(command)
    if command.name == "serve":
        from icb_tui.cli.commands.serve import OFFERED

        command.params += [option for option in icb_tui.params if option.name in OFFERED]


@click.group(
    cls=CommandGroup,
    commands=CommandTable(complete_command),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Explore how England's integrated care boards (ICBs) are assessed, aim by aim, and read the evidence.

    Without a command, the explorer opens. For example:

        icb-tui --filter 'midlands 1:strong' --year 2023/24

    The name of a board in place of a command prints its page, as icb-tui show does. An aim may follow:

        icb-tui sussex 3
    """,
)
@click.option("--filter", "wanted", metavar="TEXT", shell_complete=COMPLETERS.filters, help=FILTER_HELP)
@click.option(
    "--open",
    "opened",
    metavar="ICB",
    shell_complete=COMPLETERS.boards,
    help="Open the page of a board, by code, abbreviation or name.",
)
@click.option(
    "--compare",
    "compared",
    metavar="ICB,ICB",
    shell_complete=COMPLETERS.board_lists,
    help="Compare two to eight boards or regions side by side, or England.",
)
@click.option(
    "--set",
    "board_set",
    metavar="NAME",
    shell_complete=COMPLETERS.sets,
    help="Mark the boards of a saved set.",
)
@click.option(
    "--aim",
    metavar="AIM",
    shell_complete=COMPLETERS.aims,
    help="Start on this aim: 1 to 5, or a word such as health.",
)
@click.option(
    "--view", "centre", type=click.Choice(["matrix", "indicators", "map"]), help="What the centre of the screen shows."
)
@click.option(
    "--indicator",
    metavar="ID",
    shell_complete=COMPLETERS.indicators,
    help="Start on this indicator, for example ae-4-hours.",
)
@click.option(
    "--sort",
    type=click.Choice(["name", "rating", "worst", "region"]),
    help="The order of the boards: rating starts with the best, worst with the worst.",
)
@year_option
@evidence_option
@voice_option
@as_at_option
@data_option
@click.option("--theme", type=click.Choice(["dark", "light", "ansi"]), help="The colours. The default is dark.")
@click.option("--mouse/--no-mouse", default=None, help="Use the mouse, or leave it to the terminal.")
@click.option(
    "--ascii/--no-ascii",
    "plain",
    default=None,
    help="Draw with ASCII characters only. The default depends on the locale.",
)
@click.option(
    "--screen-reader/--no-screen-reader",
    "screen_reader",
    default=None,
    help="Show one line at a time in words, for a screen reader.",
)
@click.option(
    "--open-links/--no-open-links",
    default=None,
    help="Let o open the address of a source in the browser, not copy it. Over SSH it is always copied.",
)
@click.option(
    "--no-diff",
    "diffs",
    flag_value=False,
    default=True,
    help="Send each screen update in full, as Textual makes it.",
)
@click.option("--debug", **DEBUG_FLAG)
@click.version_option(__version__, prog_name="icb-tui")
@click.pass_context
def icb_tui(context: click.Context, /, **options: Any) -> None:
    context.obj = options
    if context.invoked_subcommand is None:
        from icb_tui.cli.launch import run_explorer

        run_explorer(**options)


@icb_tui.command(
    params=[option for option in icb_tui.params if option.name not in ("opened", "compared", "version")],
    help="""Choose boards on the screen, and print their codes.

    Each code is on a line of its own. The screen is always drawn on the terminal, so the codes can go to a pipe.

    For example: icb-tui pick --filter midlands | xargs icb-tui brief
    """,
)
@format_option
@click.pass_context
def pick(context: click.Context, /, style: str, **own: Any) -> None:
    from icb_tui.cli.launch import run_explorer
    from icb_tui.output.formats import Table, TablePart
    from icb_tui.terminal.driver import use_controlling_terminal

    given = {name: own[name] for name in own if context.get_parameter_source(name) is not ParameterSource.DEFAULT}
    with use_controlling_terminal():
        picked = run_explorer(**{**context.obj, **given}, picking=True)
    if not picked:
        raise CommandExit(NOTHING_MATCHED, "icb-tui: no board was picked")
    print_table(
        style, Table([TablePart(prose=picked)], ("code",), [(code,) for code in picked], [{"code": c} for c in picked])
    )


def format_click_error(error: click.ClickException) -> list[str]:
    """Return what click says is wrong, line by line: it repeats what was typed as it is."""
    text = io.StringIO()
    error.show(text)
    return text.getvalue().rstrip("\n").split("\n")


def run_command_line() -> None:
    """Do what the command line asks for, or complete it for a shell; raise CommandExit at a usage error."""
    output = sys.stdout
    if COMPLETE_VARIABLE in os.environ:
        from icb_tui.cli.commands import completion  # noqa: F401 - it mends how click completes
    try:
        icb_tui(prog_name="icb-tui", standalone_mode=False, windows_expand_args=False)
    except SystemExit:
        if sys.stdout is not output:  # click has put a quiet one in place of a closed pipe, and calls that an error
            raise BrokenPipeError from None
        raise
    except click.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if COMPLETE_VARIABLE in os.environ:
            return
        if not isinstance(error, click.ClickException):
            raise
        raise CommandExit(USAGE, *format_click_error(error)) from None
