"""The command that serves the explorer to web browsers."""

from __future__ import annotations

import gc
import importlib.util
import os
import secrets
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from icb_tui.cli.arguments import exit_on_user_error, list_data_folders, open_store, print_note, read_settings
from icb_tui.cli.exit_codes import USAGE, CommandExit
from icb_tui.cli.launch import find_start
from icb_tui.text.cells import clean

if TYPE_CHECKING:
    from icb_tui.user.settings import Settings
    from icb_tui.web.view_links import OptionCheck

VIEW_OPTIONS = (
    *("wanted", "year", "evidence", "as_at", "aim", "centre", "indicator", "sort"),
    *("opened", "compared", "board_set"),
)
"""The options of the explorer that say which view it opens on. A link to a view takes the place of all of them."""

LOOK_OPTIONS = ("data", "theme", "mouse", "plain", "open_links", "diffs")
"""The options of the explorer that hold for every session."""

OFFERED = {*VIEW_OPTIONS, *LOOK_OPTIONS} - {"opened", "compared"}
"""Those that may follow the command; its own --open opens the browser."""

TOKEN_VARIABLE, MIN_TOKEN = "ICB_TUI_TOKEN", 16


@click.command(
    help="""Serve the explorer to web browsers.

    It prints an address with a token. Whoever has that address can open the explorer in a browser. Each tab is a
    session of its own. Ctrl+c ends the server and all sessions.

    For example: icb-tui serve --port 8080 --filter midlands
    """
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port. 0 means any.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen. 0.0.0.0 means everywhere.")
@click.option(
    "--sessions", type=click.IntRange(1), default=20, show_default=True, help="How many sessions may be open at once."
)
@click.option(
    "--idle",
    metavar="MINUTES",
    type=click.FloatRange(0, 100_000, min_open=True),
    default=60,
    show_default=True,
    help="End a session after so many minutes without a key.",
)
@click.option("--url", default="", help="The address that users see, if a reverse proxy stands before this server.")
@click.option("--open", "opens_browser", is_flag=True, help="Open the address in your browser.")
@click.pass_context
def serve(
    context: click.Context,
    /,
    port: int,
    host: str,
    sessions: int,
    idle: float,
    url: str,
    opens_browser: bool,
    **_: Any,
) -> None:
    check_installed()
    from icb_tui.web.addresses import ServedAddress, read_public_url
    from icb_tui.web.server import ServerSettings, run_server
    from icb_tui.web.sessions import SessionLimits

    own, look = read_settings(), read_options(context, LOOK_OPTIONS)
    store = open_store(look["data"], own=own)
    find_start(own, store.data, **read_options(context, VIEW_OPTIONS))  # what is wrong is said now, and not in each tab
    settings = ServerSettings(
        host,
        port,
        read_public_url(url) if url else "",
        read_token(),
        SessionLimits(sessions, idle),
        look=tuple(write_arguments(context, LOOK_OPTIONS)),
        view=tuple(write_arguments(context, VIEW_OPTIONS)),
        check=make_option_check(context.find_root().command, own, look["data"]),
        store=store,
        theme=look["theme"] or "",
    )
    if not url and not ServedAddress(host, port).is_loopback:
        print_note(
            "icb-tui: what is sent can be read on its way, and the token too; docs/serving.md says how to use HTTPS"
        )
    gc.enable()  # the start of a command does without
    run_server(settings, lambda address: announce_address(address, opens_browser=opens_browser))


def check_installed() -> None:
    """Raise CommandExit where the server cannot run."""
    if sys.platform == "win32":
        missing = "not available on Windows; it needs Linux or macOS"
    elif importlib.util.find_spec("textual_serve") is None:
        how = "install icb-tui with it, in a clone: pipx install --force '.[web]'"
        missing = f"the package textual-serve is not installed; {how}"
    else:
        return
    raise CommandExit(USAGE, f"icb-tui: serve: {missing}")


def read_token() -> str:
    """Return the token of the address: that of the environment, for a service that keeps it; else one of chance."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        return secrets.token_urlsafe(24)
    if len(token) < MIN_TOKEN or not token.isascii() or not token.replace("-", "").replace("_", "").isalnum():
        expected = f"expected at least {MIN_TOKEN} letters, digits, - and _"
        raise CommandExit(USAGE, f"icb-tui: serve: {TOKEN_VARIABLE} cannot be a token; {expected}")
    return token


def announce_address(address: str, *, opens_browser: bool) -> None:
    """Print the address, and open it in the user's browser if asked for."""
    from icb_tui.terminal.links import open_address

    click.echo(address)
    if opens_browser and not open_address(address):
        print_note("icb-tui: no browser was found; open the address in one")


def find_given(context: click.Context, name: str) -> click.Context | None:
    """Return where an option of the explorer was given: after the command, else before it; None where it was not."""
    for each in (context, context.find_root()):
        if each.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            return each
    return None


def read_options(context: click.Context, names: Collection[str]) -> dict[str, Any]:
    """Return the options of these names."""
    return {name: (find_given(context, name) or context.find_root()).params[name] for name in names}


def write_arguments(context: click.Context, names: Collection[str]) -> Iterator[str]:
    """Yield the options of these names that were given, each as one argument."""
    for name in names:
        if given := find_given(context, name):
            options = [each for each in given.command.params if each.name == name]
            yield from _write_option(options[0], given.params[name])


def _write_option(option: click.Parameter, value: Any) -> Iterator[str]:
    """Yield an option with its value, or with each of its values, as the command line has it."""
    if isinstance(option, click.Option) and option.is_flag:
        yield option.secondary_opts[0] if option.secondary_opts and not value else option.opts[0]
        return
    for each in value if option.multiple else [value]:
        yield f"{option.opts[0]}={each}"


def make_option_check(explorer: click.Command, own: Settings, folders: Sequence[Path]) -> OptionCheck:
    """Return what says whether the options of a link mean something, as the command line would."""
    from icb_tui.store import cache
    from icb_tui.web.view_links import BadLink

    turn = threading.Lock()

    def check_options(arguments: Sequence[str]) -> None:
        try:
            given = explorer.make_context("icb-tui", list(arguments)).params
            with turn, exit_on_user_error():
                data = cache.open_cached_store(list_data_folders(own, folders)).data
                find_start(own, data, **{name: given[name] for name in VIEW_OPTIONS})
        except click.ClickException as error:
            raise BadLink(clean(error.format_message())) from None
        except CommandExit as stopped:
            wrong = BadLink(clean(stopped.lines[0].removeprefix("icb-tui: ").removeprefix("--")))
            wrong.details = tuple(map(clean, stopped.lines[1:]))
            raise wrong from None

    return check_options
