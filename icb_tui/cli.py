"""The command line: the explorer, terminal checks and exit codes. The only place that exits."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.core import ParameterSource

from icb_tui import __version__
from icb_tui.commands import COMMANDS
from icb_tui.shell import (
    FILTER_HELP,
    INTERNAL_ERROR,
    NO_TERMINAL,
    NOTHING_MATCHED,
    USAGE,
    Stop,
    as_at_option,
    board,
    boards_and_groups,
    data_option,
    folders,
    format_option,
    only_ascii,
    peers_named,
    put,
    start_view,
    store_of,
    voice_option,
    year_option,
)
from icb_tui.text import clean

if TYPE_CHECKING:
    from icb_tui.view import Centre, Sort, View


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--filter", "wanted", default="", metavar="TEXT", help=FILTER_HELP)
@click.option("--open", "opened", metavar="ICB", help="Open the page of a board, by code, abbreviation or name.")
@click.option("--compare", "compared", metavar="ICB,ICB", help="Open two to six boards, or regions, side by side.")
@click.option("--set", "peers", metavar="NAME", help="Mark the boards of a set that was kept under a name (S).")
@click.option("--aim", metavar="AIM", help="Put the cursor on an aim: 1 to 5, or a word such as health.")
@click.option("--view", "centre", type=click.Choice(["matrix", "indicators", "map"]), help="What stands in the centre.")
@click.option("--indicator", metavar="ID", help="The official figure under the cursor, for example ae-4-hours.")
@click.option("--sort", type=click.Choice(["name", "rating", "region"]), help="The order of the boards.")
@year_option
@voice_option
@as_at_option
@data_option
@click.option("--theme", type=click.Choice(["dark", "light", "ansi"]), default="dark", show_default=True)
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--ascii", "plain", is_flag=True, help="Draw with ASCII only.")
@click.option("--debug", is_flag=True, help="Print the traceback if the program breaks.")
@click.version_option(__version__, prog_name="icb-tui")
@click.pass_context
def icb_tui(context: click.Context, /, **options: Any) -> None:
    """Explore what is said of England's integrated care boards, aim by aim, and who said it.

    Without a command it opens the explorer, for example:

        icb-tui --filter 'midlands 1:strong' --year 2023/24
    """
    context.obj = options
    if context.invoked_subcommand is None:
        explore(**options)


for command in COMMANDS:
    icb_tui.add_command(command)


@icb_tui.command(params=[option for option in icb_tui.params if option.name not in ("opened", "compared", "version")])
@format_option
@click.pass_context
def pick(context: click.Context, /, style: str, **own: Any) -> None:
    """Choose boards on the screen, and print their codes, a line each; the screen goes to the terminal, not to a pipe.

    For example: icb-tui pick --filter midlands | xargs icb-tui brief
    """
    from icb_tui.export import Part, Table
    from icb_tui.terminal import on_terminal

    given = {name: own[name] for name in own if context.get_parameter_source(name) is not ParameterSource.DEFAULT}
    with on_terminal():
        picked = explore(**{**context.obj, **given}, picking=True)
    if not picked:
        raise Stop(NOTHING_MATCHED, "icb-tui: no board was picked")
    put(style, Table([Part(prose=picked)], ("code",), [(code,) for code in picked], [{"code": c} for c in picked]))


def explore(
    *,
    picking: bool = False,
    opened: str | None,
    compared: str | None,
    peers: str | None,
    centre: Centre | None,
    indicator: str | None,
    sort: Sort | None,
    theme: str,
    no_mouse: bool,
    plain: bool,
    debug: bool,
    data: Any,
    **asked: Any,
) -> tuple[str, ...]:
    """Open the explorer; return the boards that were picked. Exit where it did not end by a key."""
    check_terminal()
    ascii_only = plain or only_ascii()
    store = store_of(data, ascii_only=ascii_only)
    dataset = store.data
    view = start_view(dataset, **asked)
    marked = peers_named(peers, dataset) if peers else ()
    view = started(view, marked, sort, centre, indicator)
    page = board(opened, dataset) if opened else None
    sides, groups = boards_and_groups(compared.split(","), dataset) if compared else ((), ())

    from icb_tui import prepared
    from icb_tui.app import IcbApp, run
    from icb_tui.look import Look
    from icb_tui.terminal import Terminal, on_terminal

    colour = not os.environ.get("NO_COLOR")
    look = Look(theme if colour else "ansi", dataset, ascii_only=ascii_only, colour=colour)
    app = IcbApp(
        store,
        look,
        view,
        opened=page,
        compared=tuple(sides),
        groups=tuple(groups),
        reread=partial(prepared.opened, folders(data), ascii_only=ascii_only),
        driver=Terminal,
        picking=picking,
    )
    with on_terminal():
        code = run(app, mouse=not no_mouse)
    if app.crash:
        broken(app.crash, debug=debug)
    if code:
        raise SystemExit(code)
    return app.return_value or ()


def started(
    view: View,
    marked: tuple[str, ...] = (),
    sort: Sort | None = None,
    centre: Centre | None = None,
    indicator: str | None = None,
) -> View:
    """Return the view with these boards marked, in this order, with this centre, and the cursor on this figure."""
    from msgspec.structs import replace

    from icb_tui.view import centred

    view = replace(view, marked=marked, sort=sort or view.sort)
    if indicator:
        if indicator not in view.data.indicator:
            told = f"icb-tui: --indicator: “{indicator}” is no official figure; expected one of"
            raise Stop(USAGE, f"{told} {', '.join(view.data.indicator)}")
        aim = view.data.indicator[indicator].aim
        return replace(view, aim=aim, indicator=indicator, centre="map" if centre == "map" else "indicators")
    return centred(view, centre) if centre else view


def check_terminal() -> None:
    """Raise Stop where there is no terminal that a screen can be drawn on."""
    from icb_tui.view import SMALLEST

    same = "icb-tui list prints the same facts"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        wrong = "a terminal, and standard input or output is none"
    elif os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        wrong = "a terminal that can move its cursor, and TERM says this is none"
    else:
        size = shutil.get_terminal_size()
        if size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]:
            return
        wrong = f"{SMALLEST[0]}×{SMALLEST[1]} cells, and this terminal has {size.columns}×{size.lines}"
    raise Stop(NO_TERMINAL, f"icb-tui: the explorer needs {wrong}; {same}")


def broken(crash: str, *, debug: bool) -> NoReturn:
    """Say in one line that the program broke, and how to report it; the traceback only with --debug."""
    if debug:
        click.echo("".join(clean(line) + "\n" for line in crash.splitlines()), err=True, nl=False)
    last = crash.strip().splitlines()[-1]
    hint = "" if debug else "; run it again with --debug for the traceback, and report both"
    click.echo(f"icb-tui: internal error in version {__version__}: {clean(last)}{hint}", err=True)
    raise SystemExit(INTERNAL_ERROR)


def main() -> NoReturn:
    """Run the command line; nothing that goes wrong prints a traceback unless --debug asks for it."""
    try:
        icb_tui(prog_name="icb-tui", standalone_mode=False)
        sys.stdout.flush()
    except Stop as stopped:
        click.echo("".join(f"{clean(line)}\n" for line in stopped.lines), nl=False, err=True)
        raise SystemExit(stopped.code) from None
    except click.exceptions.Exit as ended:
        raise SystemExit(ended.exit_code) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(USAGE) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of the pipe has what it wanted (| head); nothing may be said on closing either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception:
        import traceback

        broken(traceback.format_exc(), debug="--debug" in sys.argv)
    raise SystemExit(0)
