"""The command that makes indicators or findings of the analyst's own from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from icb_tui.cli.arguments import find_data_folders
from icb_tui.cli.commands.import_options import (
    DESCRIPTION_OPTIONS,
    FILE_OPTIONS,
    RESULT_OPTIONS,
    GroupedCommand,
    add_import_options,
)
from icb_tui.cli.exit_codes import USAGE, CommandExit
from icb_tui.cli.options import OuterOptions


@click.command(
    "import",
    cls=GroupedCommand,
    help="""Make indicators or findings of your own from a file: Excel, ODS, CSV, Parquet or JSON.

    The file can be a download as it is: headings, boards, periods and values are found by what the cells hold. At a
    terminal you see what was found, and are asked for what the file does not say. “-” reads standard input. A file of
    icb-tui indicators --format csv is read back with all that it says.

    The indicators are printed as YAML, or written to a folder of your data (--to), where they join what is there.

    With --findings each row becomes a finding, such as what a letter says of a board. With --template as well, a sheet
    to fill in is written to FILE.

    For example: icb-tui import waits.csv --source "NHS England, June 2026" --aim 4 --to my-data
    """,
)
@click.argument("file", type=click.Path(path_type=Path))
@add_import_options(FILE_OPTIONS, DESCRIPTION_OPTIONS, RESULT_OPTIONS)
@click.pass_obj
def import_(outer: OuterOptions, /, **options: Any) -> None:
    options["data"] = tuple(options["data"] or outer["data"])
    _check_options(options)
    over = _list_folders(find_data_folders(options["data"]), options["folder"])
    if options["findings"] or options["template"]:
        from icb_tui.cli.import_findings import import_findings
        from icb_tui.data_files.loader import load_dataset

        import_findings(options, load_dataset(over=over))
        return
    from icb_tui.cli.import_indicators import import_indicators
    from icb_tui.store.cache import load_cached_dataset

    import_indicators(options, load_cached_dataset(over))


def _check_options(options: Mapping[str, Any]) -> None:
    """Refuse options that do not go together, before anything is read; raise CommandExit."""
    if options["own_id"] and options["id_prefix"]:
        raise CommandExit(USAGE, "icb-tui: import: --id and --id-prefix are given; expected one of the two")
    if not options["opened"]:
        return
    if not options["folder"]:
        raise CommandExit(USAGE, "icb-tui: import: --open shows what was written; expected --to DIR as well")
    from icb_tui.cli.launch import check_terminal

    check_terminal()


def _list_folders(over: Sequence[Path], folder: Path | None) -> Sequence[Path]:
    """The folders of own data asked for, with the one that is written to, if it holds any: boards may be among them."""
    from icb_tui.cli.commands.import_writing import name_file
    from icb_tui.data_files.files import is_there
    from icb_tui.domain.records import FILES

    others = [each.resolve() for each in over]
    if not folder or folder.resolve() in others:
        return over
    with name_file(folder):
        return [*over, folder] if any(is_there(folder / name) for name in FILES) else over
