"""The command that prints the JSON Schema of the data files, or writes it beside them for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from icb_tui.ending import USAGE, Stop
from icb_tui.shell import narrate


@click.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option(
    "--write", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write each into a file in DIR instead."
)
@click.option("--force", is_flag=True, help="Overwrite a file that says something else.")
def schema(file: str | None, folder: Path | None, force: bool) -> None:
    """Print the JSON Schema of the data files, or of one, by which an editor completes and checks them.

    For example: icb-tui schema --write my-data

    An editor with a YAML language server then uses it where a file begins with
    # yaml-language-server: $schema=icbs.schema.json
    """
    from icb_tui.model import FILES
    from icb_tui.schema import schema_file, schema_of
    from icb_tui.text import one_of

    if file is not None and file not in FILES:
        raise Stop(USAGE, f"icb-tui: schema: “{file}” is no data file; expected {one_of(list(FILES))}")
    chosen = [file] if file else list(FILES)
    if folder is None:
        click.echo(_json(schema_of(file) if file else {name: schema_of(name) for name in chosen}), nl=False)
        return
    texts = {folder / schema_file(name): _json(schema_of(name)) for name in chosen}
    if not force and (other := [path for path, text in texts.items() if _says_else(path, text)]):
        told = f"{one_of([str(path) for path in other], conjunction='and')}: there already, and different"
        raise Stop(USAGE, f"icb-tui: schema: {told}; --force overwrites")
    for path, text in texts.items():
        _written(path, text)
        narrate(f"Wrote {path}")


def _json(value: Any) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def _says_else(path: Path, text: str) -> bool:
    """Whether something is there that is not this very text."""
    try:
        return path.read_bytes() != text.encode()
    except FileNotFoundError:
        return path.is_symlink()
    except OSError:
        return True


def _written(path: Path, text: str) -> None:
    from icb_tui.files import write_whole

    try:
        write_whole(path, text.encode(), replace=True)
    except OSError as error:
        raise Stop(USAGE, f"icb-tui: schema: {path} cannot be written: {error.strerror}") from None
