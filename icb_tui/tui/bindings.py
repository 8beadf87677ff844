"""The bindings that more than one screen or pane has: moving, aims and years, each list written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter

from textual.binding import Binding, BindingType
from textual.keys import REPLACED_KEYS, key_to_character


def forward_action(path: str) -> property:
    """Return an action that a controller carries out, for a screen: Textual looks for actions on the screen alone.

    `path` is the attribute of the screen that holds the controller, a dot, and the controller's method.
    """
    return property(attrgetter(path))


RESERVED_KEYS = ("ctrl+q", "ctrl+c", "ctrl+z", "ctrl+l")
"""Keys that are never typed into a line, and never mean anything else."""

MANY_STEPS = 1_000_000
"""More steps than anything has."""


def movement_bindings(step: str, page: str) -> list[Binding]:
    """Return the bindings of moving up and down: `step` and `page` are the actions, called with how many of them."""
    return [
        Binding("up,k", f"{step}(-1)", "up", key_display="↑ k", show=False, id="up"),
        Binding("down,j", f"{step}(1)", "down", key_display="↓ j", show=False, id="down"),
        Binding("home,g", f"{step}({-MANY_STEPS})", "first", key_display="g", show=False, id="first"),
        Binding("end,G", f"{step}({MANY_STEPS})", "last", key_display="G", show=False, id="last"),
        Binding("pageup", f"{page}(-1)", "page up", key_display="page keys", show=False, id="page_up"),
        Binding("pagedown", f"{page}(1)", "page down", key_display="page keys", show=False, id="page_down"),
    ]


AIM_BINDINGS = [Binding(str(n), f"aim({n})", "aim", key_display="1…5", show=n == 1) for n in range(1, 10)]

YEAR_BINDINGS = [
    Binding("left_square_bracket", "year(-1)", "year", key_display="[ ]"),
    Binding("right_square_bracket", "year(1)", "year", key_display="[ ]", show=False),
]

EVIDENCE_BINDINGS = [
    Binding("o", "voice(1)", "evidence"),
    Binding("O", "voice(-1)", "evidence", show=False),
]

SOURCE_BINDINGS = [
    Binding("tab", "next_source(1)", "source"),
    Binding("shift+tab", "next_source(-1)", "source", show=False),
]

SOURCE_KEYS = ("o", "enter")
"""What hands out the address of the source that is lit, and means something else where none is."""

PANE_BINDINGS = [
    Binding("tab", "pane(1)", "next pane", show=False),
    Binding("shift+tab", "pane(-1)", "pane before", show=False),
]

WHY_BINDING = Binding("w", "why", "why")

ACTION_GROUPS = {
    "Find and filter": {
        "find": "Find a board, region, aim, indicator or finding",
        "filters": "Filter the boards: type, or choose options",
        "clear": "Clear the filter",
        "undo": "Undo the last change",
        "redo": "Redo the last change",
        "sort": "Sort by name, best first, worst first, or by region",
    },
    "Move": {
        "move": "Move up or down",
        "go": "Scroll up or down",
        "page": "Go up or down a page",
        "sideways": "Move left or right",
        "aim": "Go to an aim (0: the board itself)",
        "pane": "Go to the next pane: filters, boards, evidence",
        "next": "Go to the board before or after",
        "turn": "Go to the next or previous finding",
        "choose": "Go to the choice, or compare the boards marked here",
        "last_view": "Go back to the last view",
        "back": "Go back",
        "pop_screen": "Go back",
    },
    "Years and evidence": {
        "year": "Change the year: the one before, the one after, then all",
        "voice": "Evidence type: the next one (O: the one before)",
        "as_at": "Show today's boards, or the year's boards again",
    },
    "Mark and compare": {
        "mark": "Mark the board, or remove the mark",
        "mark_all": "Mark all boards shown",
        "clear_marks": "Remove all marks",
        "pick": "Pick the marked boards, or the one under the cursor",
        "give_up": "Go back. Press twice to leave without a board",
        "compare": "Compare the marked boards",
        "differences": "Show only what differs, or everything",
        "figures": "Show or hide the indicators",
        "shift": "Move the column left or right",
        "leave": "Remove the column",
        "group": "Add a region, England or a similar board",
        "sets": "Open your board sets",
        "use": "Mark the boards of the set",
        "keep": "Save the marked boards as a set",
        "drop": "Delete the set",
    },
    "Read and check": {
        "open": "Open the board or the indicator",
        "why": "Show why: the rule behind the rating",
        "relative": "Choose a board that came before or after this one",
        "follow": "Open the chosen board",
        "next_source": "Choose a source. Then o copies or opens its address",
        "source": "Copy or open the address of the source",
    },
    "Other views": {
        "indicators": "Show the indicators of the aim, or the ratings again",
        "map": "Show the map, or the list again",
        "tray": "Read the England-wide and unmatched findings",
        "coverage": "Show coverage: what is known, and where the gaps are",
        "present": "Present the marked boards, one finding a screen",
    },
    "Copy and export": {
        "copy": "Copy to the clipboard",
        "export": "Export to a file",
        "brief": "Write a brief: one sheet for a meeting, with sources",
        "twin": "Show the screen as plain text",
    },
    "Program": {
        "help": "Help: keys, marks and words",
        "palette": "Commands: actions, years, themes and boards by name",
        "reread": "Reload the data files",
        "redraw": "Redraw the screen",
        "suspend_process": "Suspend to the shell (fg brings icb-tui back)",
        "quit": "Quit",
    },
}
"""What each action does, in a few words, by what a person wants to do: for the palette and the help."""

ACTION_HELP = {action: does for actions in ACTION_GROUPS.values() for action, does in actions.items()}

GROUP_OF_ACTION = {action: group for group, actions in ACTION_GROUPS.items() for action in actions}

ACTION_WORDS = {
    "find": "search, find, look up, go to, jump, text, quotation",
    "filters": "filter, narrow, region, rating, where, only, select",
    "clear": "clear, reset, no filter, remove filter, show all, all boards",
    "undo": "undo, revert, mistake",
    "redo": "redo, repeat, again",
    "sort": "sort, order, rank, best, worst, arrange",
    "last_view": "last view, previous view, history, back",
    "back": "leave, cancel",
    "pop_screen": "back, close, leave, cancel",
    "year": "year, time, period",
    "voice": "evidence, type, source type",
    "as_at": "today, now, current, 2026, merged, new boards",
    "mark": "mark, marks, unmark, select, tick, choose, star",
    "mark_all": "mark all, select all, all",
    "clear_marks": "unmark, unmark all, clear marks, remove marks, deselect, select none",
    "compare": "compare, side by side, versus, vs, difference, comparison",
    "differences": "differences, diff, differ, only",
    "group": "region, england, average, median",
    "sets": "sets, set, saved, groups, favourites, bookmarks, load",
    "keep": "save, keep, new set",
    "drop": "delete, remove",
    "open": "open, board, details, page, profile, enter",
    "why": "why, source, sources, rule, reason, evidence, explain, paragraph",
    "relative": "predecessor, successor, merged, related",
    "tray": "england wide, national, unmatched, england",
    "coverage": "coverage, gaps, missing, statistics, how many, summary",
    "present": "present, presentation, slides, slideshow, full screen, meeting",
    "copy": "copy, clipboard, yank, link, cite, citation, url, paste, command line",
    "export": "export, csv, excel, xlsx, save, file, download, json, spreadsheet, parquet, pdf",
    "brief": "brief, briefing, report, meeting, markdown, handout, one page, print",
    "twin": "plain text, print, text, screen reader, accessible, txt",
    "help": "help, keys, legend, shortcuts, keyboard, manual, what does, symbols, glossary, meaning, about, version",
    "palette": "commands, menu, palette, actions",
    "reread": "reload, refresh, read again, update, data",
    "redraw": "redraw, repaint, screen broken, garbled",
    "suspend_process": "suspend, shell, background, pause",
    "quit": "quit, exit, close, leave, end, stop, bye",
}
"""Other words by which a person looks for an action in the palette: of two actions the one that has a word earlier."""

STEP_HELP = {
    "move": ("Move up", "Move down"),
    "go": ("Scroll up", "Scroll down"),
    "page": ("Go up a page", "Go down a page"),
    "sideways": ("Move left", "Move right"),
    "next": ("Go to the board before", "Go to the board after"),
    "turn": ("Go to the previous finding", "Go to the next finding"),
    "year": ("Show the year before", "Show the year after"),
    "voice": ("Evidence type: the one before", "Evidence type: the next one"),
    "shift": ("Move the column left", "Move the column right"),
}
"""What an action does one step back and one step on."""


KEY_NAMES = {
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "right_square_bracket": "]",
    "greater_than_sign": ">",
    "pageup": "page up",
    "pagedown": "page down",
}
"""Keys as they are shown, where that is not their name."""


STEP_NAMES = {
    "year": ("year_before", "year_after"),
    "voice": ("voice_before", "voice"),
    "sideways": ("left", "right"),
    "next": ("left", "right"),
    "pane": ("pane_before", "pane_after"),
    "shift": ("column_left", "column_right"),
    "next_source": ("source_before", "source_after"),
    "turn": ("statement_before", "statement_after"),
}
"""What the settings call the step back and the step on of an action."""

ACTION_NAMES = {"pop_screen": "back"}
"""What the settings call an action that is not called by its own name."""


def add_binding_ids(bindings: Iterable[BindingType]) -> list[BindingType]:
    """Return bindings with the names by which the settings know them: those of their actions."""
    return [
        replace(each, id=each.id or _binding_name(each)) if isinstance(each, Binding) else each for each in bindings
    ]


def _binding_name(binding: Binding) -> str:
    """The name of a binding: find, year_before, aim_3."""
    action, argument = split_action(binding)
    if not argument:
        return ACTION_NAMES.get(action, action)
    if action not in STEP_NAMES:
        return f"{action}_{argument}"
    steps = int(argument)
    return ("first" if steps < 0 else "last") if abs(steps) == MANY_STEPS else STEP_NAMES[action][steps > 0]


def find_rebound_actions(bindings: Iterable[Binding], keymap: Mapping[str, str]) -> frozenset[str]:
    """Return the actions that have a key of the user's: their keys are shown one by one, not as a pair."""
    return frozenset(_action_name(binding) for binding in bindings if binding.id in keymap)


def is_own_binding(binding: Binding) -> bool:
    """Whether a binding is one of ours, and worth telling; Textual has some of its own."""
    return _action_name(binding) in ACTION_HELP


def _action_name(binding: Binding) -> str:
    return split_action(binding)[0]


def split_action(binding: Binding) -> tuple[str, str]:
    """Return the name of the action of a binding, and its argument as it is written; empty where it has none."""
    name, _, argument = binding.action.partition("(")
    return name.rpartition(".")[2], argument.rstrip(")")


def format_keys(binding: Binding, changed: frozenset[str] = frozenset()) -> str:
    """Return the keys of a binding as they are shown."""
    if binding.key_display and _action_name(binding) not in changed:
        return binding.key_display
    return " ".join(_format_key(key) for key in binding.key.split(","))


def _format_key(key: str) -> str:
    return KEY_NAMES.get(key) or key_character(key) or key


def key_character(key: str) -> str | None:
    """Return the character that a key types; None where it types none, or one that is not seen."""
    typed = key_to_character(REPLACED_KEYS.get(key, key))
    return typed if typed and typed.isprintable() and typed != " " else None


def describe_binding(binding: Binding) -> str:
    """Return what a binding does, in a few words."""
    return ACTION_HELP[_action_name(binding)]


def describe_step(binding: Binding) -> str:
    """Return what a binding does, in its own direction where the action has two."""
    action, argument = split_action(binding)
    if action not in STEP_HELP:
        return ACTION_HELP[action]
    steps = int(argument)
    does = ("Go to the first", "Go to the last") if abs(steps) == MANY_STEPS else STEP_HELP[action]
    return does[steps > 0]


def find_binding_group(binding: Binding) -> str:
    """Return the heading of the help under which a binding stands."""
    return GROUP_OF_ACTION[_action_name(binding)]
