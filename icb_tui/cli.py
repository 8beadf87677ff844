"""The command line: options, terminal checks and exit codes. The only place that exits."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from icb_tui import __version__
from icb_tui.text import clean

if TYPE_CHECKING:
    from icb_tui.export import Table
    from icb_tui.model import Dataset
    from icb_tui.view import View

NOTHING_MATCHED, USAGE, AMBIGUOUS, BAD_DATA, NO_TERMINAL, INTERNAL_ERROR = 1, 2, 3, 4, 5, 70


def fail(code: int, *lines: str) -> NoReturn:
    """Say what is wrong on standard error and exit."""
    for line in lines:
        click.echo(f"icb-tui: {clean(line)}", err=True)
    raise SystemExit(code)


def narrate(text: str) -> None:
    """Say something about the data on standard error, so that standard output holds only the data."""
    click.echo(clean(text), err=True)


def read(folder: Path | None) -> Dataset:
    """The data of a folder, or the bundled data; what is wrong with it ends the program with exit code 4."""
    from icb_tui.seed import SeedError, load

    try:
        return load(folder)
    except SeedError as error:
        from icb_tui.wording import counted

        told = [clean(str(problem)) for problem in error.problems]
        summary = f"icb-tui: {counted(len(told), 'problem')} in the data; icb-tui check says the same"
        click.echo("\n".join([*told, summary]), err=True)
        raise SystemExit(BAD_DATA) from None


def start_view(data: Dataset, wanted: str, year: str | None, aim: str | None = None) -> View:
    """The view that the options ask for, before the store has answered."""
    from icb_tui import grammar
    from icb_tui.view import View

    try:
        chosen = grammar.parse(wanted, data)
    except grammar.UnknownWord as error:
        told = clean(wanted)
        pointer = " " * error.start + "^" * max(len(error.word), 1)
        click.echo(f"icb-tui: filter: {clean(str(error))}\n  {told}\n  {pointer}", err=True)
        raise SystemExit(USAGE) from None
    try:
        at = grammar.aim_named(aim, data) if aim else None
    except grammar.UnknownWord as error:
        fail(USAGE, f"--aim: {error}")
    return View(data=data, year=known_year(data, year), wanted=chosen, aim=at)


def known_year(data: Dataset, year: str | None) -> str:
    """The year asked for, which may be written 2023-24; the newest with ratings where none is."""
    if year is None:
        return data.newest_rated_year
    wanted = year.strip().replace("-", "/")
    if wanted not in data.years:
        fail(USAGE, f"--year: “{year}” is not in the data; expected one of {', '.join(data.years)}")
    return wanted


def board(name: str, data: Dataset) -> str:
    """The code of the board that a name means; exits 1 where there is none and 3 where there are several."""
    from icb_tui import naming

    try:
        return naming.icb_named(clean(name), data).code
    except naming.Unknown as error:
        fail(NOTHING_MATCHED, str(error))
    except naming.Ambiguous as error:
        fail(AMBIGUOUS, str(error))


def check_terminal() -> None:
    """Exit with 5 and one line where there is no terminal that a screen can be drawn on."""
    from icb_tui.view import SMALLEST

    same = "icb-tui list prints the same facts"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail(NO_TERMINAL, f"the explorer needs a terminal, and standard input or output is none; {same}")
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        fail(NO_TERMINAL, f"the explorer needs a terminal that can move its cursor, and TERM says this is none; {same}")
    size = shutil.get_terminal_size()
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        needed, here = f"{SMALLEST[0]}×{SMALLEST[1]}", f"{size.columns}×{size.lines}"
        fail(NO_TERMINAL, f"the explorer needs {needed} cells, and this terminal has {here}; {same}")


def only_ascii() -> bool:
    """Whether the locale says that the terminal shows no UTF-8; where it says nothing, it is taken to."""
    locale = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := os.environ.get(name))), "")
    if not locale:
        return False
    return "utf8" not in locale.lower().replace("-", "")


FILTER_HELP = "A filter, for example 'midlands 1:strong', 'concern' or 'london not rated'."
data_option = click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Read the data files of DIR.")
year_option = click.option("--year", metavar="YEAR", help="The financial year, for example 2023/24.")
format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to print it.",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--filter", "wanted", default="", metavar="TEXT", help=FILTER_HELP)
@click.option("--open", "opened", metavar="ICB", help="Open the page of a board, by code, abbreviation or name.")
@click.option("--compare", "compared", metavar="ICB,ICB", help="Open two to six boards side by side.")
@click.option("--aim", metavar="AIM", help="Put the cursor on an aim: 1 to 5, or a word such as health.")
@year_option
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


def explore(
    *,
    wanted: str,
    opened: str | None,
    compared: str | None,
    aim: str | None,
    year: str | None,
    data: Path | None,
    theme: str,
    no_mouse: bool,
    plain: bool,
    debug: bool,
) -> NoReturn:
    """Open the explorer, and exit as it ended."""
    check_terminal()
    dataset = read(data)
    ascii_only = plain or only_ascii()
    if ascii_only:
        from icb_tui.plain import in_ascii

        dataset = in_ascii(dataset)
    view = start_view(dataset, wanted, year, aim)
    page = board(opened, dataset) if opened else None
    sides = several(compared, dataset) if compared else ()

    from icb_tui.app import IcbApp, run
    from icb_tui.look import Look
    from icb_tui.store import Store
    from icb_tui.terminal import Terminal

    colour = not os.environ.get("NO_COLOR")
    look = Look(theme if colour else "ansi", dataset, ascii_only=ascii_only, colour=colour)
    app = IcbApp(Store(dataset), look, view, opened=page, compared=sides, driver=Terminal)
    code = run(app, mouse=not no_mouse)
    if app.crash:
        broken(app.crash, debug=debug)
    raise SystemExit(code)


def several(names: str, data: Dataset) -> tuple[str, ...]:
    """The codes of the boards named, two to six of them."""
    from icb_tui.view import MOST_COMPARED

    codes = tuple(dict.fromkeys(board(name, data) for name in names.split(",") if name.strip()))
    if not 2 <= len(codes) <= MOST_COMPARED:
        fail(USAGE, f"--compare: {len(codes)} boards named; expected two to {MOST_COMPARED}, with commas between them")
    return codes


def broken(crash: str, *, debug: bool) -> NoReturn:
    """Say in one line that the program broke, and how to report it; the traceback only with --debug."""
    if debug:
        click.echo("".join(clean(line) + "\n" for line in crash.splitlines()), err=True, nl=False)
    last = crash.strip().splitlines()[-1]
    hint = "" if debug else "; run it again with --debug for the traceback, and report both"
    fail(INTERNAL_ERROR, f"internal error in version {__version__}: {last}{hint}")


@icb_tui.command("list", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED)
@year_option
@data_option
@format_option
@click.pass_obj
def list_(outer: dict[str, Any], words: tuple[str, ...], year: str | None, data: Path | None, style: str) -> None:
    """List the boards that match a filter, with their ratings.

    For example: icb-tui list midlands 1:strong --year 2023/24
    """
    from icb_tui.export import FORMATS
    from icb_tui.grammar import reading
    from icb_tui.listing import listed
    from icb_tui.store import Store
    from icb_tui.view import found

    dataset = read(data or outer["data"])
    asked = start_view(dataset, " ".join(words) or outer["wanted"], year or outer["year"])
    store = Store(dataset)
    cells = store.matrix(asked.year, asked.voices)
    view = found(asked, store.find(asked.wanted, asked.year), {}, cells)
    cells_wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    put(FORMATS[style], listed(view, cells_wide))
    narrate(f"{reading(view.wanted, dataset)}, {view.year}: {len(view.rows)} of {view.pool}")
    if not view.rows:
        raise SystemExit(NOTHING_MATCHED)


def put(write: Callable[[Table], str], table: Table) -> None:
    """Print a table on standard output."""
    text = write(table)
    if only_ascii():
        from icb_tui.plain import ascii_lines

        text = ascii_lines(text)
    click.echo(text, nl=False)


@icb_tui.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@format_option
@click.pass_obj
def check(outer: dict[str, Any], folder: Path | None, style: str) -> None:
    """Validate the data files of DIR (or the bundled ones) and say all that is wrong.

    For example: icb-tui check my-data
    """
    from icb_tui.export import FORMATS
    from icb_tui.listing import problems_listed, sections_listed
    from icb_tui.seed import SeedError, bundled, load
    from icb_tui.wording import counted

    chosen = folder or outer["data"] or bundled()
    try:
        dataset = load(chosen)
    except SeedError as error:
        if style == "text":
            click.echo("\n".join(clean(str(problem)) for problem in error.problems))
        else:
            put(FORMATS[style], problems_listed(error.problems))
        narrate(f"icb-tui: {counted(len(error.problems), 'problem')} in {chosen}")
        raise SystemExit(BAD_DATA) from None
    put(FORMATS[style], sections_listed(dataset) if style == "text" else problems_listed([]))
    narrate(f"icb-tui: no problems in {chosen}")


def main() -> NoReturn:
    """Run the command line; nothing that goes wrong prints a traceback unless --debug asks for it."""
    try:
        icb_tui(prog_name="icb-tui", standalone_mode=False)
        sys.stdout.flush()
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
