"""What the name of a board does in place of a command: print its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import find_aim, find_board
from icb_tui.cli.commands.facts import open_view, print_board
from icb_tui.cli.exit_codes import USAGE, CommandExit
from icb_tui.cli.options import COMPLETERS, add_query_options
from icb_tui.text.cells import clean
from icb_tui.text.shell_words import join_command

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.domain.records import Icb


@click.command(
    "ICB",
    help="""Print what icb-tui show prints of a board, or of one aim of it.

    For example: icb-tui sussex 3
    """,
)
@click.argument("words", nargs=-1, metavar="[AIM]", shell_complete=COMPLETERS.boards_and_aims)
@add_query_options
@click.pass_context
def print_named_board(context: click.Context, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    from msgspec.structs import replace

    group = context.find_root().command
    assert isinstance(group, click.Group)
    store, view = open_view(context.obj, aim=None, **options)
    icb, aim = find_board_and_aim(words, view.data, group.commands)
    print_board(style, replace(view, aim=aim or view.aim), icb, store)


def find_board_and_aim(words: Sequence[str], data: Dataset, commands: Iterable[str]) -> tuple[str, str | None]:
    """Return the board that words in place of a command name, and the aim after its name if there is one.

    Raise CommandExit, or AmbiguousName.
    """
    from icb_tui.domain.board_names import UnknownName

    near: Sequence[Icb] = ()
    for split in range(len(words), 0, -1):
        name, aim = " ".join(words[:split]), " ".join(words[split:])
        try:
            return find_board(name, data), find_aim(aim, data) if aim else None
        except UnknownName as error:
            near = near or error.near
    raise CommandExit(USAGE, f"icb-tui: {_describe_unknown(' '.join(words), near, data, commands)}")


def _describe_unknown(text: str, boards: Sequence[Icb], data: Dataset, commands: Iterable[str]) -> str:
    """What words that are neither a command nor a board could mean."""
    import difflib

    from icb_tui.domain.board_names import name_with_code
    from icb_tui.domain.errors import UserError
    from icb_tui.filters.language import parse_filter
    from icb_tui.text.cells import join_names

    hint = "icb-tui --help lists the commands, and icb-tui find searches the findings"
    close = difflib.get_close_matches(text.casefold().partition(" ")[0], [*commands], cutoff=0.7)
    if near := [*(f"icb-tui {command}" for command in close), *map(name_with_code, boards)]:
        hint = f"did you mean {join_names(near)}?"
    with suppress(UserError):  # what a filter knows is meant as it stands, so it goes before what looks alike
        if parse_filter(text, data):
            hint = f"icb-tui list {join_command(text.split())} lists the boards that match"
    return f"unknown command or board “{clean(text)}”; {hint}"
