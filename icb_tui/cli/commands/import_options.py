"""The options of `icb-tui import`, in groups, and how its help shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.exit_codes import USAGE, CommandExit
from icb_tui.cli.file_completion import complete_column, complete_condition, complete_sheet
from icb_tui.cli.options import COMPLETERS, FOLDER, CommandFunction, data_option

if TYPE_CHECKING:
    from icb_tui.importing.choices import ImportChoices

FILE = "indicators.yaml"
"""The file in a folder of own data that indicators are written to."""

Decorator = Callable[[CommandFunction], CommandFunction]

IN_THE_FILE = "What is what in the file"

NOT_IN_THE_FILE = "What the file does not say"

RESULT = "What becomes of it"

FINDINGS = "Findings in place of indicators"


class GroupedOption(click.Option):
    """An option that help shows under the heading of its group."""

    def __init__(self, *names: Any, group: str = "", **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.group = group


class GroupedCommand(click.Command):
    """A command whose help shows its options in groups."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups in the order of their first options, and then the options of none."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(context):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context)):
                groups.setdefault(getattr(parameter, "group", ""), []).append(record)
        rest = groups.pop("", [])
        for heading, records in [*groups.items(), ("Options", rest)]:
            with formatter.section(heading):
                formatter.write_dl(records)


def make_option(group: str, *names: str, **settings: Any) -> Any:
    """Return the decorator of an option that help shows in a group."""
    return click.option(*names, cls=GroupedOption, group=group, **settings)


FILE_OPTIONS = [
    make_option(
        IN_THE_FILE,
        "--sheet",
        metavar="NAME",
        shell_complete=complete_sheet,
        help="The sheet of a workbook, by its name or its number from 1.",
    ),
    make_option(
        IN_THE_FILE,
        "--header-row",
        type=click.IntRange(1),
        metavar="ROW",
        help="The row with the headings of the columns, from 1.",
    ),
    make_option(
        IN_THE_FILE,
        "--board",
        metavar="COLUMN",
        shell_complete=complete_column,
        help="The column that names the board, by code or by name.",
    ),
    make_option(
        IN_THE_FILE,
        "--period",
        metavar="COLUMN",
        shell_complete=complete_column,
        help="The column of the period, or the period of all rows, such as “March 2025”.",
    ),
    make_option(
        IN_THE_FILE,
        "--value",
        "values",
        multiple=True,
        metavar="COLUMN",
        shell_complete=complete_column,
        help="A column of values. Given more than once, each column makes an indicator.",
    ),
    make_option(
        IN_THE_FILE,
        "--where",
        multiple=True,
        metavar="COLUMN=VALUE",
        shell_complete=complete_condition,
        help="Use only these rows, for example Sex=Persons. Two values of one column mean either.",
    ),
    make_option(
        IN_THE_FILE,
        "--sum",
        "sum_rows",
        is_flag=True,
        help="Add up the rows of a board and period. Right for counts only, never for percentages.",
    ),
    make_option(
        IN_THE_FILE,
        "--skip-unknown",
        is_flag=True,
        help="Leave out boards that are not in the data, instead of stopping.",
    ),
]
"""How the file is read."""

DESCRIPTION_OPTIONS = [
    make_option(NOT_IN_THE_FILE, "--name", metavar="TEXT", help="The name of the indicator, if the file has none."),
    make_option(NOT_IN_THE_FILE, "--unit", metavar="TEXT", help="The unit of its values, for example '% of patients'."),
    make_option(
        NOT_IN_THE_FILE,
        "--source",
        metavar="TEXT",
        help="Who published the figures, where and when. Asked for if not given.",
    ),
    make_option(
        NOT_IN_THE_FILE,
        "--aim",
        metavar="AIM",
        shell_complete=COMPLETERS.aims,
        help="The aim of the indicator: 1 to 5, or a word. Asked for if not given.",
    ),
    make_option(
        NOT_IN_THE_FILE,
        "--better",
        type=click.Choice(["higher", "lower", "neither"]),
        help="Which values are better. The default is as in the file, else neither. This is never guessed.",
    ),
    make_option(
        NOT_IN_THE_FILE,
        "--decimals",
        type=click.IntRange(0, 6),
        help="How many decimals to show. The default is as in the file.",
    ),
    make_option(NOT_IN_THE_FILE, "--note", metavar="TEXT", help="What a reader must know about the values."),
    make_option(
        NOT_IN_THE_FILE,
        "--id",
        "own_id",
        metavar="ID",
        help="The id of the indicator. The default is made from its name, and is one that nothing has yet.",
    ),
    make_option(
        NOT_IN_THE_FILE,
        "--id-prefix",
        metavar="TEXT",
        help="What the ids made from names begin with, for example mine.",
    ),
]
"""What must be known of an indicator."""

RESULT_OPTIONS = [
    make_option(
        RESULT,
        "--to",
        "folder",
        type=FOLDER,
        metavar="DIR",
        help=f"Write to DIR/{FILE}. What is there stays.",
    ),
    make_option(
        RESULT,
        "--add",
        "policy",
        flag_value="add",
        help="Join the indicator of the same name that is there, also from another source. Where a value differs, "
        "keep the one there.",
    ),
    make_option(
        RESULT,
        "--replace",
        "policy",
        flag_value="replace",
        help="Join it likewise. Where a value differs, take the new one. No other value is lost.",
    ),
    make_option(
        FINDINGS,
        "--findings",
        is_flag=True,
        help="Read findings, a row each. With --to DIR they are written to DIR/assessments.yaml. With --replace they "
        "take the place of those of the same id.",
    ),
    make_option(
        FINDINGS,
        "--template",
        is_flag=True,
        help="With --findings: write an empty sheet to fill in, as Excel (.xlsx) or CSV. FILE is the file to write.",
    ),
    make_option(RESULT, "--dry-run", is_flag=True, help="Print what would be written, and write nothing."),
    make_option(
        RESULT, "--open", "opened", is_flag=True, help="Open the explorer on the new indicator. It needs --to."
    ),
]
"""What becomes of what is read."""


def add_import_options(*groups: Sequence[Any]) -> Decorator[Any]:
    """Return what gives a command the options of these groups, in their order, and --data."""

    def add_options(command: CommandFunction) -> CommandFunction:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return lambda command: add_options(data_option(command))


def make_choices(options: Mapping[str, Any]) -> ImportChoices:
    """Return what the options say of the file; raise CommandExit for a --where without a column."""
    from icb_tui.importing.choices import ImportChoices

    names = ("sheet", "board", "period", "name", "unit")
    return ImportChoices(
        **{name: options[name] or "" for name in names},
        header_row=options["header_row"],
        values=options["values"],
        where=parse_where(options["where"]),
        sum_rows=options["sum_rows"],
        skip_unknown=options["skip_unknown"],
    )


def parse_where(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return column → the values of which a row must have one; raise CommandExit."""
    where: dict[str, tuple[str, ...]] = {}
    for text in texts:
        column, equals, value = text.partition("=")
        if not equals:
            message = f"no column and value: “{text}”; expected COLUMN=VALUE, such as Sex=Persons"
            raise CommandExit(USAGE, f"icb-tui: import: --where: {message}")
        where[column] = (*where.get(column, ()), value)
    return where
