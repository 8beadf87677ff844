"""The command that prints the JSON Schema of the data files, or writes it beside them for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from icb_tui.cli.arguments import print_note
from icb_tui.cli.exit_codes import USAGE, CommandExit


@click.command(
    help="""Print the JSON Schema of the data files, or of one file.

    With the schema, an editor completes and checks the files.

    For example: icb-tui schema --write my-data

    An editor with a YAML language server then uses the schema for a file that begins with
    # yaml-language-server: $schema=icbs.schema.json
    """
)
@click.argument("file", required=False, metavar="[FILE]")
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write each schema to a file in DIR instead.",
)
@click.option("--force", is_flag=True, help="Overwrite files that are there with other content.")
def schema(file: str | None, folder: Path | None, force: bool) -> None:
    from icb_tui.domain.json_schema import make_schema, schema_file_name
    from icb_tui.domain.records import FILES
    from icb_tui.text.cells import join_names

    if file is not None and file not in FILES:
        raise CommandExit(USAGE, f"icb-tui: schema: unknown data file “{file}”; expected {join_names(list(FILES))}")
    chosen = [file] if file else list(FILES)
    if folder is None:
        click.echo(_to_json(make_schema(file) if file else {name: make_schema(name) for name in chosen}), nl=False)
        return
    texts = {folder / schema_file_name(name): _to_json(make_schema(name)) for name in chosen}
    if not force and (other := [path for path, text in texts.items() if _differs(path, text)]):
        message = f"{join_names([str(path) for path in other], conjunction='and')}: already there, with other content"
        raise CommandExit(USAGE, f"icb-tui: schema: {message}; --force overwrites")
    for path, text in texts.items():
        _write_schema(path, text)
        print_note(f"Wrote {path}")


def _to_json(value: Any) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def _differs(path: Path, text: str) -> bool:
    """Whether something is there that is not this very text."""
    from icb_tui.data_files.files import read_file
    from icb_tui.data_files.problems import FileError

    wanted = text.encode()
    try:
        return read_file(path, len(wanted), "JSON") != wanted
    except FileNotFoundError:
        return path.is_symlink()
    except FileError:
        return True


def _write_schema(path: Path, text: str) -> None:
    from icb_tui.data_files.files import write_file

    try:
        write_file(path, text.encode(), replace=True)
    except OSError as error:
        raise CommandExit(USAGE, f"icb-tui: schema: {path} cannot be written: {error.strerror}") from None
