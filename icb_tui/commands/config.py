"""The command about the settings: what they are, where they come from, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import click

from icb_tui.ending import BAD_DATA, Stop
from icb_tui.options import format_option, put
from icb_tui.settings import RULES, Settings, example, takes_mouse, written
from icb_tui.shell import draws_ascii, environment_folders, narrate, own_settings

Outer = dict[str, Any]

OPTIONS = {
    "theme": "theme",
    "mouse": "mouse",
    "ascii": "plain",
    "start.filter": "wanted",
    "start.year": "year",
    "start.view": "centre",
    "start.sort": "sort",
    "start.voice": "voices",
    "start.aim": "aim",
}
"""The settings that have an option, and what it is called inside."""


class Held(NamedTuple):
    """A setting as it holds: its value, and where that comes from."""

    setting: str
    value: str
    source: str


@click.command()
@click.option(
    "--example", "as_example", is_flag=True, help="Print a config.toml with every setting as it is by itself."
)
@click.option("--keys", is_flag=True, help="List the actions that can be given other keys.")
@format_option
@click.pass_obj
def config(outer: Outer, /, as_example: bool, keys: bool, style: str) -> None:
    """Print the settings: where they are, what they are, and where each comes from.

    For example: icb-tui config --example > config.toml
    """
    from icb_tui.keymap import actions, resolved

    if as_example:
        click.echo(example({name: (list(action.keys), action.does) for name, action in actions().items()}), nl=False)
        return
    own = own_settings()
    keymap, refused = resolved(own.keys)
    if keys:
        every = [
            (name, " ".join(own.keys[name] if name in keymap else action.keys), action.does)
            for name, action in actions().items()
        ]
        _put(style, ("action", "keys", "does"), every)
        return
    own_keys = [Held(f"keys.{name}", written(own.keys[name]), "file") for name in keymap]
    _put(style, Held._fields, [*_file(own), *held(own, outer, os.environ), *own_keys])
    problems = [*own.problems, *(own.wrong(f"keys.{name}", told) for name, told in refused.items())]
    for problem in problems:
        narrate(f"icb-tui: {problem}")
    if problems:
        raise Stop(BAD_DATA)


def held(own: Settings, options: Outer, environment: Mapping[str, str]) -> Iterator[Held]:
    """Yield every setting as it holds under these options and in this environment."""
    for name in RULES:
        option = options.get(OPTIONS.get(name, ""))
        if name == "data":
            yield from _folders(own, options)
        elif option is not None and option != ():
            yield Held(name, written(list(option) if isinstance(option, tuple) else option), "option")
        else:
            yield _by_itself(name, own, environment)


def _by_itself(name: str, own: Settings, environment: Mapping[str, str]) -> Held:
    """A setting that no option gives."""
    value = own.values[name]
    if name == "theme" and environment.get("NO_COLOR"):
        return Held(name, "no colour", "environment (NO_COLOR)")
    if name == "mouse" and value == "auto":
        takes = takes_mouse(value, environment)
        return Held(name, written(takes), "default" if takes else "environment (GNU screen, or SSH inside tmux)")
    if name == "ascii" and value == "auto":
        draws = draws_ascii(value)
        return Held(name, written(draws), "environment (locale)" if draws else "default")
    return Held(name, written(value), "file" if name in own.given else "default")


def _folders(own: Settings, options: Outer) -> Iterator[Held]:
    """The folders of data, in the order in which they are laid over."""
    told = [("file", own.folders), ("environment (ICB_TUI_DATA)", environment_folders()), ("option", options["data"])]
    rows = [Held("data", written(str(folder)), source) for source, folders in told for folder in folders]
    yield from rows or [Held("data", written([]), "default")]


def _file(own: Settings) -> list[Held]:
    """Where the settings are."""
    if own.file is None:
        return [Held("config.toml", "no home folder to hold it; set HOME or XDG_CONFIG_HOME", "not there")]
    return [Held("config.toml", str(own.file), "there" if own.exists else "not there")]


def _put(style: str, heads: tuple[str, ...], rows: list[Any]) -> None:
    from icb_tui.export import Part, Table
    from icb_tui.text import clean

    lines = [[clean(cell) for cell in row] for row in rows]
    objects = [dict(zip(heads, line, strict=True)) for line in lines]
    put(style, Table(parts=[Part(heads=heads, lines=lines)], columns=heads, rows=lines, objects=objects))
