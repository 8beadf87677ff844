"""The command about the settings: what they are, where they come from, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import click

from icb_tui.cli.arguments import list_environment_folders, print_problems, read_settings
from icb_tui.cli.exit_codes import BAD_DATA, CommandExit
from icb_tui.cli.launch import START_SETTINGS
from icb_tui.cli.options import OuterOptions, format_option, print_table
from icb_tui.user.locale import choose_ascii
from icb_tui.user.settings import Settings, choose_mouse, format_toml, write_example

OPTIONS = {
    "theme": "theme",
    "mouse": "mouse",
    "ascii": "plain",
    "open_links": "open_links",
    "start.view": "centre",
    "start.sort": "sort",
    **START_SETTINGS,
}
"""The settings that have an option, and what it is called inside."""


class SettingValue(NamedTuple):
    """A setting as it holds: its value, and where that comes from."""

    setting: str
    value: str
    source: str


@click.command(
    help="""Print the settings, and where each value comes from.

    For example: icb-tui config --example > config.toml
    """
)
@click.option("--example", "as_example", is_flag=True, help="Print a config.toml with every setting at its default.")
@click.option("--keys", is_flag=True, help="List the actions and their keys, which can be changed.")
@format_option
@click.pass_obj
def config(outer: OuterOptions, /, as_example: bool, keys: bool, style: str) -> None:
    from icb_tui.tui.keymap import list_actions, validate_keymap

    if as_example:
        click.echo(
            write_example({name: (list(action.keys), action.does) for name, action in list_actions().items()}), nl=False
        )
        return
    own = read_settings()
    keymap, refused = validate_keymap(own.keys)
    if keys:
        every = [
            (name, " ".join(own.keys[name] if name in keymap else action.keys), action.does)
            for name, action in list_actions().items()
        ]
        _print_rows(style, ("action", "keys", "does"), every)
        return
    own_keys = [SettingValue(f"keys.{name}", format_toml(own.keys[name]), "file") for name in keymap]
    _print_rows(
        style,
        SettingValue._fields,
        [*_describe_file(own), _describe_cache(), *list_setting_values(own, outer, os.environ), *own_keys],
    )
    problems = [*own.problems, *(own.make_problem(f"keys.{name}", message) for name, message in refused.items())]
    print_problems(problems)
    if problems:
        raise CommandExit(BAD_DATA)


def list_setting_values(own: Settings, options: OuterOptions, environment: Mapping[str, str]) -> Iterator[SettingValue]:
    """Yield every setting as it holds under these options and in this environment."""
    for name in own.values:
        option = options.get(OPTIONS.get(name, ""))
        if name == "data":
            yield from _list_folders(own, options)
        elif option is not None and option != ():
            yield SettingValue(name, format_toml(list(option) if isinstance(option, tuple) else option), "option")
        else:
            yield _default_value(name, own, environment)


def _default_value(name: str, own: Settings, environment: Mapping[str, str]) -> SettingValue:
    """A setting that no option gives."""
    value = own.values[name]
    if name == "theme" and environment.get("NO_COLOR"):
        return SettingValue(name, "no colour", "environment (NO_COLOR)")
    if name == "mouse" and value == "auto":
        takes = choose_mouse(value, environment)
        return SettingValue(
            name, format_toml(takes), "default" if takes else "environment (GNU screen, or SSH inside tmux)"
        )
    if name == "ascii" and value == "auto":
        draws = choose_ascii(value)
        return SettingValue(name, format_toml(draws), "environment (locale)" if draws else "default")
    return SettingValue(name, format_toml(value), "file" if name in own.given else "default")


def _list_folders(own: Settings, options: OuterOptions) -> Iterator[SettingValue]:
    """The folders of data, in the order in which they are laid over."""
    folders_by_source = [
        ("file", own.list_folders),
        ("environment (ICB_TUI_DATA)", list_environment_folders()),
        ("option", options["data"]),
    ]
    rows = [
        SettingValue("data", format_toml(str(folder)), source)
        for source, folders in folders_by_source
        for folder in folders
    ]
    yield from rows or [SettingValue("data", format_toml([]), "default")]


def _describe_file(own: Settings) -> list[SettingValue]:
    """Where the settings are."""
    if own.file is None:
        return [SettingValue("config.toml", "no home folder; set HOME or XDG_CONFIG_HOME", "not there")]
    return [SettingValue("config.toml", str(own.file), "there" if own.exists else "not there")]


def _describe_cache() -> SettingValue:
    """Where the prepared data are, how much they take, and why they are not used, if so."""
    from icb_tui.store.cache_folder import describe_cache

    cache = describe_cache()
    if cache.fault:
        return SettingValue("cache", str(cache.folder or ""), f"not used: {cache.fault}")
    held = f"prepared data, {cache.size / 1e6:,.1f} MB" if cache.size else "nothing prepared yet"
    return SettingValue("cache", str(cache.folder), f"used{', read-only' * cache.is_read_only}: {held}")


def _print_rows(style: str, heads: tuple[str, ...], rows: list[Any]) -> None:
    from icb_tui.output.formats import Table, TablePart
    from icb_tui.text.cells import clean

    lines = [[clean(cell) for cell in row] for row in rows]
    objects = [dict(zip(heads, line, strict=True)) for line in lines]
    print_table(style, Table(parts=[TablePart(heads=heads, lines=lines)], columns=heads, rows=lines, objects=objects))
