"""What can be done on a screen, in words: the commands of the palette, and the keys of the help page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.binding import ActiveBinding
from textual.screen import Screen

from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages.help import KeyHelp
from icb_tui.tui.bindings import (
    ACTION_GROUPS,
    describe_binding,
    find_binding_group,
    find_rebound_actions,
    format_keys,
    is_own_binding,
)
from icb_tui.tui.screens.palette import PaletteCommand

if TYPE_CHECKING:
    from icb_tui.tui.screens.browser import BrowserScreen


def list_commands(screen: Screen[Any], browser: BrowserScreen, own_keys: Mapping[str, str]) -> list[PaletteCommand]:
    """Return what can be done on a screen, each name once: every action with its key, year, board set and board."""
    active = {each.binding.action: each for each in _list_own_bindings(screen)}
    rebound = find_rebound_actions((each.binding for each in active.values()), own_keys)
    actions = [
        PaletteCommand(
            describe_binding(binding),
            format_keys(binding, rebound),
            partial(screen.app.run_action, binding.action, default_namespace=node),
        )
        for node, binding, *_ in active.values()
    ]
    sets = [
        PaletteCommand(f"Mark the boards of the set “{name}”", "set", partial(browser.navigation.mark_only, icbs))
        for name, icbs in _read_board_sets()
    ]
    years = [
        PaletteCommand(
            f"Show {year}" if year == ALL_YEARS else f"Show the year {year}",
            "year",
            partial(screen.app.run_action, f"show_year({year!r})", default_namespace=active["year(1)"].node),
        )
        for year in (browser.store.data.year_choices if "year(1)" in active else ())
    ]
    boards = [
        PaletteCommand(f"Open {icb.short_name} ({icb.label})", icb.code, partial(browser.opener.open_board, icb.code))
        for icb in browser.store.data.icbs
    ]
    named = {command.name: command for command in reversed([*actions, *years, *sets, *boards])}
    return list(reversed(named.values()))


def list_key_help(screen: Screen[Any], own_keys: Mapping[str, str]) -> list[KeyHelp]:
    """Return the keys that work on a screen, group by group, those of one action together."""
    keys: dict[tuple[str, str], list[str]] = {}
    bindings = [each.binding for each in _list_own_bindings(screen)]
    rebound = find_rebound_actions(bindings, own_keys)
    for binding in bindings:
        entry = find_binding_group(binding), describe_binding(binding)
        keys.setdefault(entry, []).append(format_keys(binding, rebound))
    order = [(group, does) for group, actions in ACTION_GROUPS.items() for does in actions.values()]
    return [KeyHelp(*entry, " ".join(dict.fromkeys(keys[entry]))) for entry in dict.fromkeys(order) if entry in keys]


def _list_own_bindings(screen: Screen[Any]) -> list[ActiveBinding]:
    return [each for each in screen.active_bindings.values() if is_own_binding(each.binding)]


def _read_board_sets() -> Sequence[tuple[str, tuple[str, ...]]]:
    """The user's sets; none where they cannot be read."""
    from icb_tui.user.board_sets import BoardSetsError, read_board_sets

    try:
        return list(read_board_sets().items())
    except BoardSetsError:
        return []
