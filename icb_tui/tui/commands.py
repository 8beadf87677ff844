"""What can be done on a screen, in words: the commands of the palette, and the keys of the help page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen

from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.domain.names import list_board_names, list_filter_words
from icb_tui.pages.help import KeyHelp
from icb_tui.text.cells import cell_width, upper_first
from icb_tui.tui.keys.action_words import ACTION_GROUPS, ACTION_HELP, ACTION_WORDS, STEP_HELP
from icb_tui.tui.keys.bindings import (
    describe_binding,
    describe_step,
    find_binding_group,
    find_rebound_actions,
    format_keys,
    is_own_binding,
    split_action,
)
from icb_tui.tui.screens.palette import PaletteCommand
from icb_tui.tui.theme import THEMES
from icb_tui.views import view_steps
from icb_tui.views.view_state import Centre, View

if TYPE_CHECKING:
    from icb_tui.tui.look_app import LookApp
    from icb_tui.tui.screens.browser import BrowserScreen

LISTED_BY_GOAL = ("aim", "map", "indicators", "palette")
"""Actions that have no line of their own: what they lead to has one each, and the palette is open already."""

NEEDS_CURSOR = ("open", "mark")
"""Actions of the explorer that ask for its cursor: no other screen shows it."""

CENTRES: dict[Centre, tuple[str, str]] = {
    "matrix": ("Show the matrix: ratings of the boards by aim", "matrix, table, list, ratings, grid"),
    "indicators": ("Show the indicators of the aim", "indicators, numbers, values, statistics"),
    "map": ("Show the map", "map, tiles, geography"),
}
"""What the centre of the explorer can show, and other words for it."""

KEY_CELLS = 9
"""The cells in which as many keys of an action are shown as fit."""


class ReachedAction(NamedTuple):
    """An action that can be carried out: its binding, the node that has it, and its keys as they are shown."""

    binding: Binding
    node: DOMNode
    keys: str

    @property
    def name(self) -> str:
        return split_action(self.binding)[0]

    @property
    def group(self) -> str:
        return find_binding_group(self.binding)


class CommandLister:
    """Lists what can be done on the screen that is seen, over the explorer's screen."""

    def __init__(self, app: LookApp, browser: BrowserScreen, own_keys: Mapping[str, str]) -> None:
        self._look_app, self._browser, self._own_keys = app, browser, own_keys
        self._data = browser.store.data
        self._actions = self._list_actions()
        self._reached = {each.binding.action: each for each in reversed(self._actions)}

    def list_commands(self) -> list[PaletteCommand]:
        """Return every command, each name once: the screen's actions with their keys, then the explorer's others.

        After them come views, years, aims, evidence types, looks, sets of boards, what moves about, and boards.
        """
        commands = [
            *self._list_action_commands(moving=False),
            *self._list_centres(),
            *self._list_years(),
            *self._list_aims(),
            *self._list_evidence_types(),
            *self._list_looks(),
            *self._list_board_sets(),
            *self._list_action_commands(moving=True),
            *self._list_boards(),
        ]
        return list({command.name: command for command in reversed(commands)}.values())[::-1]

    def _list_actions(self) -> list[ReachedAction]:
        """The actions of the screen, and of the explorer below it those that the screen has not."""
        here = self._reach_actions(self._look_app.screen)
        if self._look_app.screen is self._browser:
            return here
        known = {*NEEDS_CURSOR, *(each.name for each in here)}
        below = [each for each in self._reach_actions(self._browser) if each.name not in known]
        return [*here, *(each for each in below if each.group != "Move" or each.name in ("aim", "last_view"))]

    def _reach_actions(self, screen: Screen[Any]) -> list[ReachedAction]:
        """The actions of a screen, each once, with its first keys."""
        active = _list_own_bindings(screen)
        rebound = find_rebound_actions((each.binding for each in active), self._own_keys)
        keys: dict[str, list[str]] = {}
        for each in active:
            name = split_action(each.binding)[0]
            one_by_one = rebound | {name} if name in STEP_HELP or name == "aim" else rebound
            keys.setdefault(each.binding.action, []).append(format_keys(each.binding, one_by_one))
        first = {each.binding.action: each for each in reversed(active)}
        return [
            ReachedAction(each.binding, each.node, _join_keys(dict.fromkeys(keys[action])))
            for action, each in reversed(first.items())
        ]

    def _make_runner(self, node: DOMNode, action: str) -> Callable[[], Awaitable[object]]:
        """How an action is carried out: one of the explorer's once the pages over it are closed."""

        async def run() -> None:
            if node is self._browser:
                self._browser.close_screens_above()
            await self._look_app.run_action(action, default_namespace=node)

        return run

    def _make_action_command(self, name: str, reached: ReachedAction, words: Iterable[str]) -> PaletteCommand:
        run = self._make_runner(reached.node, reached.binding.action)
        return PaletteCommand(name, reached.keys, run, tuple(words))

    def _show_keys(self, action: str) -> str:
        return self._reached[action].keys if action in self._reached else ""

    def _find_view(self, action: str) -> tuple[DOMNode, View] | None:
        """The screen whose action changes the year or the evidence type, and its view."""
        reached = self._reached.get(action)
        view = getattr(reached.node, "current_view", None) if reached else None
        return (reached.node, view) if reached and view else None

    def _list_action_commands(self, *, moving: bool) -> Iterator[PaletteCommand]:
        """The actions that move about, or all others, in the order of the help."""
        order = list(ACTION_HELP)
        listed = [each for each in self._actions if (each.group == "Move") == moving]
        for each in sorted(listed, key=lambda each: order.index(each.name)):
            if each.name in LISTED_BY_GOAL:
                continue
            words = ACTION_WORDS.get(each.name, "")
            yield self._make_action_command(describe_step(each.binding), each, words.split(", ") if words else ())

    def _list_centres(self) -> Iterator[PaletteCommand]:
        """What the centre of the explorer can show."""
        now = self._browser.current_view.centre
        for centre, (name, words) in CENTRES.items():
            keys = "" if centre == now else self._show_keys(now if centre == "matrix" else centre)
            yield PaletteCommand(name, keys, partial(self._show_centre, centre), tuple(words.split(", ")))

    def _show_centre(self, centre: Centre) -> None:
        self._browser.close_screens_above()
        self._browser.navigation.show_centre(centre)

    def _list_years(self) -> Iterator[PaletteCommand]:
        """Every year that the key of the year leads to, found by either of its numbers, and all years."""
        if not (found := self._find_view("year(1)")):
            return
        node, view = found
        years = self._data.year_choices
        for place, year in enumerate(years):
            keys = self._show_keys(f"year({place - years.index(view.year)})")
            shown = partial(self._look_app.say_on_screen, f"{upper_first(year)} is shown.")
            run = shown if year == view.year else self._make_runner(node, f"show_year({year!r})")
            yield PaletteCommand(f"Show {year}", keys, run, list_year_words(year))

    def _list_aims(self) -> Iterator[PaletteCommand]:
        """Every aim that a key leads to, by its number and its names."""
        for number, aim in enumerate(self._data.aims, 1):
            if reached := self._reached.get(f"aim({number})"):
                words = (*list_filter_words(aim), str(number), "aim", "aims")
                yield self._make_action_command(f"Go to aim {self._data.number_and_name(aim.id)}", reached, words)
        if reached := self._reached.get("aim(0)"):
            yield self._make_action_command("Go to the board itself, not to an aim", reached, ("0", "board"))

    def _list_evidence_types(self) -> Iterator[PaletteCommand]:
        """Every choice of what counts: all, or one type alone."""
        if not (found := self._find_view("voice(1)")):
            return
        node, view = found
        for steps in range(len(view.data.kind) + 1):
            chosen = view_steps.next_evidence_type(view, steps).values_of("evidence")
            kind = view.data.kind[chosen[0]] if chosen else None
            name = f"Count only one evidence type: {kind.name}" if kind else "Count all evidence types"
            words = (*(list_filter_words(kind) if kind else ["all evidence"]), "evidence")
            action = f"voice({steps})"
            yield PaletteCommand(name, self._show_keys(action), self._make_runner(node, action), words)

    def _list_looks(self) -> Iterator[PaletteCommand]:
        """The themes, the one in use last; ASCII or all characters; and the look saved for the next start."""
        app, look = self._look_app, self._look_app.look
        for theme in sorted(THEMES, key=lambda name: name == look.theme):
            words = (theme, "theme", f"{theme} mode", "colours", "colors", "mode", "look", "background")
            yield PaletteCommand(f"Use {THEMES[theme]}", "", partial(app.change_theme, theme), words)
        name = "Draw with ASCII characters only, or with all again"
        change = partial(app.change_characters, ascii_only=not look.ascii_only)
        yield PaletteCommand(name, "", change, ("ascii", "unicode", "characters", "symbols", "glyphs", "font"))
        if app.can_save_look:
            saving = ("settings", "preferences", "options", "config", "configuration", "save", "keep", "default")
            yield PaletteCommand("Save this look (theme and characters) in the settings", "", app.save_look, saving)

    def _list_board_sets(self) -> Iterator[PaletteCommand]:
        for name, icbs in _read_board_sets():
            mark = partial(self._browser.navigation.mark_only, icbs)
            yield PaletteCommand(f"Mark the boards of the set “{name}”", "", mark, (name, "set"))

    def _list_boards(self) -> Iterator[PaletteCommand]:
        for icb in self._data.icbs:
            name = f"Open {icb.short_name} ({icb.label}, {icb.code})"
            show = partial(self._browser.opener.open_board, icb.code)
            yield PaletteCommand(name, "", show, tuple(list_board_names(icb)))


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


def list_year_words(year: str) -> tuple[str, ...]:
    """Return what a person may type for a year: of 2022/23 also 2022, 2023 and 2022/2023."""
    if year == ALL_YEARS:
        return (year, "every year", "year", "years", "newest")
    start, _, end = year.partition("/")
    last = start[:2] + end
    return (year, start, last, f"{start}/{last}", "year", "years")


def _join_keys(keys: Iterable[str]) -> str:
    """The first keys of an action, as many as fit."""
    shown, *others = keys
    for key in others:
        shown = f"{shown} {key}" if cell_width(shown) + cell_width(key) < KEY_CELLS else shown
    return shown


def _read_board_sets() -> Sequence[tuple[str, tuple[str, ...]]]:
    """The user's sets; none where they cannot be read."""
    from icb_tui.user.board_sets import BoardSetsError, read_board_sets

    try:
        return list(read_board_sets().items())
    except BoardSetsError:
        return []
