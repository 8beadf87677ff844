"""The command line: the explorer, terminal checks and exit codes. The only place that exits."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.core import ParameterSource

from icb_tui import __version__
from icb_tui.commands import COMMANDS
from icb_tui.commands.completion import COMPLETE
from icb_tui.settings import FILE, THEMES, takes_mouse
from icb_tui.shell import (
    FILTER_HELP,
    INTERNAL_ERROR,
    NO_TERMINAL,
    NOTHING_MATCHED,
    UNWRITABLE,
    USAGE,
    Stop,
    as_at_option,
    board,
    boards_and_groups,
    candidates,
    data_option,
    draws_ascii,
    format_option,
    laid,
    narrate,
    own_settings,
    peers_named,
    put,
    start_view,
    store_of,
    voice_option,
    wide_glyphs,
    year_option,
)
from icb_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icb_tui.colours import Depth
    from icb_tui.model import Dataset
    from icb_tui.settings import Settings, Wrong
    from icb_tui.view import Centre, Sort, View

UNWRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What the system says of a disk that is full, or gone."""

STARTS = {"start.filter": "wanted", "start.year": "year", "start.voice": "voices", "start.aim": "aim"}
"""The settings of the start view that mean something only beside the data, and their options."""


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--filter", "wanted", metavar="TEXT", shell_complete=candidates.words, help=FILTER_HELP)
@click.option(
    "--open",
    "opened",
    metavar="ICB",
    shell_complete=candidates.icbs,
    help="Open the page of a board, by code, abbreviation or name.",
)
@click.option(
    "--compare",
    "compared",
    metavar="ICB,ICB",
    shell_complete=candidates.some_icbs,
    help="Open two to six boards, or regions, side by side.",
)
@click.option(
    "--set",
    "peers",
    metavar="NAME",
    shell_complete=candidates.sets,
    help="Mark the boards of a set that was kept under a name (S).",
)
@click.option(
    "--aim",
    metavar="AIM",
    shell_complete=candidates.aims,
    help="Put the cursor on an aim: 1 to 5, or a word such as health.",
)
@click.option("--view", "centre", type=click.Choice(["matrix", "indicators", "map"]), help="What stands in the centre.")
@click.option(
    "--indicator",
    metavar="ID",
    shell_complete=candidates.indicators,
    help="The official figure under the cursor, for example ae-4-hours.",
)
@click.option("--sort", type=click.Choice(["name", "rating", "region"]), help="The order of the boards.")
@year_option
@voice_option
@as_at_option
@data_option
@click.option("--theme", type=click.Choice(THEMES), help="The colours; dark if nothing is set.")
@click.option("--mouse/--no-mouse", default=None, help="Take the mouse, or leave it to the terminal.")
@click.option("--ascii/--no-ascii", "plain", default=None, help="Draw with ASCII only; by itself as the locale says.")
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
    theme: str | None,
    mouse: bool | None,
    plain: bool | None,
    debug: bool,
    data: Any,
    **asked: Any,
) -> tuple[str, ...]:
    """Open the explorer; return the boards that were picked. Exit where it did not end by a key."""
    check_terminal()
    own = own_settings()
    asked_ascii = own.values["ascii"] if plain is None else plain
    ascii_only, narrow = draws_ascii(asked_ascii), not isinstance(asked_ascii, bool) and wide_glyphs()
    store = store_of(data, ascii_only=ascii_only)
    dataset = store.data
    view, wrong = own_start(own, dataset, asked)
    marked = peers_named(peers, dataset) if peers else ()
    view = started(view, marked, sort or own.values["start.sort"], centre or own.values["start.view"], indicator)
    page = board(opened, dataset) if opened else None
    sides, groups = boards_and_groups(compared.split(","), dataset) if compared else ((), ())

    from icb_tui import prepared

    depth = colours()

    from icb_tui.app import IcbApp, run
    from icb_tui.look import Look
    from icb_tui.terminal import Terminal, on_terminal

    keymap: dict[str, str] = {}
    if own.keys:  # finding out what can be had takes every screen, a few milliseconds
        from icb_tui.keymap import resolved

        keymap, refused = resolved(own.keys)
        wrong += [own.wrong(f"keys.{name}", told) for name, told in refused.items()]
    theme = theme or str(own.values["theme"])
    look = Look(theme, dataset, ascii_only=ascii_only, narrow=narrow, depth=depth)
    app = IcbApp(
        store,
        look,
        view,
        opened=page,
        compared=tuple(sides),
        groups=tuple(groups),
        reread=partial(prepared.opened, laid(own, data), ascii_only=ascii_only),
        keymap=keymap,
        said=complaints([*own.problems, *wrong]),
        driver=Terminal,
        picking=picking,
    )
    with on_terminal():
        code = run(app, mouse=takes_mouse(own.values["mouse"] if mouse is None else mouse, os.environ))
    if app.crash:
        broken(app.crash, debug=debug)
    if code:
        raise SystemExit(code)
    return app.return_value or ()


def own_start(own: Settings, data: Dataset, asked: dict[str, Any]) -> tuple[View, list[Wrong]]:
    """Return the view that the options ask for, else the settings, and what of the settings means nothing here."""
    wrong = []
    for name, option in STARTS.items():
        value = own.values[name]
        if value and not asked[option] and asked[option] != "":
            told: dict[str, Any] = {option: (value,) if option == "voices" else value}
            try:
                start_view(data, **told)
                asked = {**asked, **told}
            except Stop as stopped:
                wrong.append(own.wrong(name, stopped.lines[0].split(": ", 2)[2]))
    return start_view(data, **asked), wrong


def complaints(problems: Sequence[Wrong]) -> str:
    """Say what is wrong with the settings, a line each; return what to say of it on the screen."""
    for problem in problems:
        if not problem.about_data:
            narrate(f"icb-tui: {problem}")
    if not problems:
        return ""
    first, more = problems[0], len(problems) - 1
    told = str(first._replace(file=FILE))
    return f"{told} ({more} more: icb-tui config)" if more else told


def colours() -> Depth:
    """Return how many colours to send, and make Textual and rich send as many, whatever they find themselves."""
    from icb_tui.colours import MANY, SIXTEEN, depth

    found = depth(os.environ)
    os.environ["TEXTUAL_COLOR_SYSTEM"] = {SIXTEEN: "standard", MANY: "256"}.get(found, "truecolor")
    os.environ.pop("NO_COLOR", None)
    return found


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
        say("".join(clean(line) + "\n" for line in crash.splitlines()))
    last = crash.strip().splitlines()[-1]
    if last.startswith("MemoryError"):
        last = "MemoryError: there is not enough memory"
    how = "the lines above" if debug else "what --debug prints if it happens again"
    report = f"please give this line, and {how}, to whoever gave you icb-tui"
    say(f"icb-tui: internal error in version {__version__}: {clean(last)}; {report}\n")
    raise SystemExit(INTERNAL_ERROR)


def main() -> NoReturn:
    """Run the command line; nothing that goes wrong prints a traceback unless --debug asks for it."""
    open_streams()
    code = 0
    try:
        answer()
        sys.stdout.flush()
    except Stop as stopped:
        code = stopped.code
        say("".join(f"{clean(line)}\n" for line in stopped.lines))
    except click.ClickException as error:
        code = USAGE
        say(shown(error))
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        forget_output()  # the reader of the pipe has what it wanted (| head)
    except OSError as error:
        if error.errno not in UNWRITTEN:
            broken(traceback_text(), debug="--debug" in sys.argv)
        code = UNWRITABLE
        forget_output()
        say(f"icb-tui: the output cannot be written: {error.strerror}\n")
    except Exception:
        broken(traceback_text(), debug="--debug" in sys.argv)
    raise SystemExit(code)


def shown(error: click.ClickException) -> str:
    """Return what click says is wrong, made safe: it repeats what was typed as it is."""
    told = io.StringIO()
    error.show(told)
    return "".join(f"{clean(line)}\n" for line in told.getvalue().rstrip("\n").split("\n"))


def answer() -> None:
    """Do what the command line asks for, or complete it for a shell, silently."""
    output = sys.stdout
    try:
        icb_tui(prog_name="icb-tui", standalone_mode=False)
    except SystemExit:
        if sys.stdout is not output:  # click has put a quiet one in place of a closed pipe, and calls that an error
            raise BrokenPipeError from None
        raise
    except Exception:
        if COMPLETE not in os.environ:
            raise


def open_streams() -> None:
    """Give what was closed before the start (>&-) somewhere to go, so that no file takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - it stays open until the end


def forget_output() -> None:
    """Let what was not written yet go nowhere, so that nothing is said of it on closing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Say why on standard error, if anybody hears."""
    with contextlib.suppress(OSError):
        click.echo(text, nl=False, err=True)


def traceback_text() -> str:
    """Return the traceback of the exception that is being handled."""
    import traceback

    return traceback.format_exc()
