"""The commands that print what the screens show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from icb_tui.ending import NOTHING_MATCHED, Stop
from icb_tui.export import PAGE
from icb_tui.options import FILTER_HELP, asking, candidates, columns, merged, put
from icb_tui.shell import aim_named, board, boards_and_groups, known_year, narrate, peers_named, start_view, store_of
from icb_tui.text import clean

if TYPE_CHECKING:
    from icb_tui.store import Store
    from icb_tui.view import View

Outer = dict[str, Any]


def _asked(outer: Outer, **own: Any) -> tuple[Store, View]:
    """The store and the view that a command and the options before it ask for."""
    options = merged(outer, **own)
    store = store_of(options.pop("data"))
    return store, start_view(store.data, **options)


@click.command("list", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=candidates.words)
@asking
@click.pass_obj
def list_(outer: Outer, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """List the boards that match a filter, with their ratings.

    For example: icb-tui list midlands 1:strong --year 2023/24
    """
    from icb_tui.grammar import reading
    from icb_tui.listing import listed
    from icb_tui.view import found
    from icb_tui.wording import day

    store, asked = _asked(outer, wanted=" ".join(words), **options)
    data = asked.data
    matches = store.find(asked.wanted, asked.year, asked.as_at)
    view = found(asked, matches, {}, store.matrix(asked.year, asked.voices))
    put(style, listed(view, columns()))
    when = f", boards of {day(view.as_at)}" if view.as_at else ""
    narrate(f"{reading(view.wanted, data)}, {view.year}{when}: {len(view.rows)} of {view.pool}")
    if not view.rows:
        raise Stop(NOTHING_MATCHED)


list_.help = f"{list_.help}\n\n{FILTER_HELP}"


@click.command()
@click.argument("icb", shell_complete=candidates.icbs)
@click.argument("aim", shell_complete=candidates.aims)
@asking
@click.pass_obj
def why(outer: Outer, /, icb: str, aim: str, style: str, **options: Any) -> None:
    """Say which rule gave a board its rating on an aim, and from which findings; or why it has none.

    For example: icb-tui why QUE 1
    """
    from icb_tui.listing import reasoned

    store, view = _asked(outer, **options)
    code, at = board(icb, view.data), aim_named(aim, view.data)
    compared = store.compare((code,), view.year, view.voices)[code, at]
    said = store.national(view.year, aim=at, voices=view.voices)
    put(style, reasoned(view, compared, said, columns() or PAGE))


@click.command()
@click.argument("icbs", nargs=-1, metavar="ICB...", shell_complete=candidates.columns)
@click.option(
    "--set",
    "peers",
    metavar="NAME",
    shell_complete=candidates.sets,
    help="The boards of a set that was kept under a name.",
)
@click.option("-d", "--differences", is_flag=True, help="Leave out what is the same for all.")
@asking
@click.pass_obj
def compare(
    outer: Outer, /, icbs: tuple[str, ...], peers: str | None, differences: bool, style: str, **options: Any
) -> None:
    """Put one to six boards side by side, and beside them a region or England, if named.

    For example: icb-tui compare LLR "C&W" Midlands
    """
    from msgspec.structs import replace

    from icb_tui.facts import compared
    from icb_tui.listing import voices_told
    from icb_tui.sidelisting import side_by_side

    store, view = _asked(outer, **options)
    names = (*(peers_named(peers, view.data) if peers else ()), *icbs)
    boards, groups = boards_and_groups(names, view.data)
    sides = compared(store, boards, groups, view.year, view.voices)
    put(style, side_by_side(replace(sides, only_differences=differences), voices_told(view), columns()))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=candidates.words)
@click.option(
    "--aim",
    metavar="AIM",
    shell_complete=candidates.aims,
    help="Only the indicators of an aim: 1 to 5, or a word such as health.",
)
@asking
@click.pass_obj
def indicators(outer: Outer, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """Print the official figures of the boards that match a filter, each beside the median of all boards.

    For example: icb-tui indicators "south west" --aim 4
    """
    from icb_tui.grammar import reading
    from icb_tui.sidelisting import official
    from icb_tui.view import found

    store, asked = _asked(outer, wanted=" ".join(words), **options)
    view = found(asked, store.find(asked.wanted, asked.year, asked.as_at), {}, {})
    put(style, official(view, store.series()))
    narrate(f"{reading(view.wanted, view.data)}, {view.year}: {len(view.rows)} of {view.pool}")
    if not view.indicators:
        narrate(f"No official figure is tied to {view.data.aim[view.figures_aim].short_name}.")
    if not view.rows or not (view.aim is None or view.indicators):
        raise Stop(NOTHING_MATCHED)


@click.command()
@click.argument("icb", shell_complete=candidates.icbs)
@click.option(
    "--aim", metavar="AIM", shell_complete=candidates.aims, help="Only one aim: 1 to 5, or a word such as health."
)
@asking
@click.pass_obj
def show(outer: Outer, /, icb: str, style: str, **options: Any) -> None:
    """Print one board: its dates, every aim with its rating, the rule, every finding and source, and its figures.

    For example: icb-tui show QUE --aim 1
    """
    from icb_tui.listing import shown

    store, view = _asked(outer, **options)
    put(style, shown(view, board(icb, view.data), store, columns() or PAGE))


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@asking
@click.pass_obj
def find(outer: Outer, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """Print the findings that mention a text, of every year unless one is given.

    For example: icb-tui find "waiting list"
    """
    from icb_tui.listing import mentioned

    text, year = clean(" ".join(words)), options["year"] or outer["year"]
    store, view = _asked(outer, **options)
    year = known_year(view.data, year) if year else None
    table = mentioned(view.data, store.mentioned(text, year=year, voices=view.voices), columns())
    put(style, table)
    base = store.count(year=year, voices=view.voices)
    narrate(f"Findings that mention “{text}”: {len(table.rows)} of {base:,}")
    if not table.rows:
        raise Stop(NOTHING_MATCHED)


@click.command()
@click.argument("icbs", nargs=-1, required=True, metavar="ICB...", shell_complete=candidates.icbs)
@asking
@click.pass_obj
def brief(outer: Outer, /, icbs: tuple[str, ...], style: str, **options: Any) -> None:
    """Write one page of Markdown on each board, for a meeting.

    For example: icb-tui brief "c&p"
    """
    from icb_tui.listing import briefed

    store, view = _asked(outer, **options)
    codes = list(dict.fromkeys(board(name, view.data) for name in icbs))
    put(style, briefed(view, codes, store))


@click.command("map")
@click.argument("aim", required=False, default="1", shell_complete=candidates.aims)
@click.option("--filter", "wanted", default="", metavar="TEXT", shell_complete=candidates.words, help=FILTER_HELP)
@asking
@click.pass_obj
def map_(outer: Outer, /, aim: str, style: str, **options: Any) -> None:
    """Print the tile map of an aim: each board where it lies, with its letter.

    For example: icb-tui map 3
    """
    from msgspec.structs import replace

    from icb_tui.listing import listed, mapped
    from icb_tui.view import found

    store, view = _asked(outer, **options)
    asked = replace(view, aim=aim_named(aim, view.data))
    cells = store.matrix(asked.year, asked.voices)
    view = found(asked, store.find(asked.wanted, asked.year, asked.as_at), {}, cells)
    put(style, listed(view, columns())._replace(parts=mapped(view, columns() or PAGE)))
    if not view.rows:
        raise Stop(NOTHING_MATCHED)


@click.command()
@asking
@click.pass_obj
def national(outer: Outer, /, style: str, **options: Any) -> None:
    """Print what was said of no board: nationally, or under a name that is no ICB's.

    For example: icb-tui national --year 2023/24
    """
    from icb_tui.listing import unnamed

    store, view = _asked(outer, **options)
    evidence = store.evidence(None, year=view.year, voices=view.voices)
    put(style, unnamed(view, evidence, columns() or PAGE))
    if not evidence:
        raise Stop(NOTHING_MATCHED)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[FILTER]...", type=click.UNPROCESSED, shell_complete=candidates.words)
@asking
@click.pass_obj
def coverage(outer: Outer, /, words: tuple[str, ...], style: str, **options: Any) -> None:
    """Say how much is known, by aim, year and voice: of all boards, or of those of a region.

    For example: icb-tui coverage midlands
    """
    from icb_tui.listing import covered

    store, view = _asked(outer, wanted=" ".join(words), **options)
    put(style, covered(view, store, columns() or PAGE))
