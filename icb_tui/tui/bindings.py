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
    Binding("o", "voice(1)", "voice"),
    Binding("O", "voice(-1)", "voice before", show=False),
]

WHY_BINDING = Binding("w", "why", "why")

ACTION_HELP = {
    "find": "Find a board, region, aim, figure or finding",
    "palette": "All commands, sets and boards",
    "help": "Help: these keys, and what the marks mean",
    "quit": "Quit",
    "redraw": "Draw the screen anew, after something else wrote on it",
    "suspend_process": "Stop for now: back to the shell; fg comes back",
    "filters": "Filter: type it, or point at an option",
    "mark": "Mark the board, or take the mark off",
    "pick": "Pick the marked boards, or the one under the cursor",
    "give_up": "Back; twice: leave without a board",
    "compare": "Compare the marked boards",
    "open": "Open the board, or the figure",
    "why": "Why: the rule that fired",
    "voice": "Whose findings count: the next voice (O: the one before)",
    "year": "The year before, the year after",
    "aim": "Go to an aim (0: the board itself)",
    "indicators": "Official figures of the aim, and back",
    "map": "Map, and back",
    "sort": "Order: by name, by rating or value, by region",
    "tray": "National and unresolved statements",
    "coverage": "Coverage: how much is known",
    "sets": "Your sets of boards",
    "as_at": "The boards there are now, in place of the year's",
    "undo": "Undo",
    "redo": "Redo",
    "clear": "Clear the filter",
    "last_view": "The last view",
    "present": "Present the marked boards, a statement a screen",
    "brief": "A page of Markdown on the board, for a meeting",
    "reread": "Read the files of the data again",
    "twin": "The same as plain text",
    "copy": "Copy to the terminal's clipboard",
    "export": "Export to a file",
    "back": "Back",
    "pop_screen": "Back",
    "move": "Move up and down",
    "page": "A page up and down",
    "go": "Scroll",
    "sideways": "Move left and right",
    "next": "The board before, the board after",
    "relative": "Choose a board that came before or after",
    "follow": "Open the board that is chosen",
    "differences": "Only what differs",
    "figures": "Fold the official figures out, or away",
    "shift": "Move the column",
    "leave": "Take the column out",
    "group": "Put the region, then England, beside",
    "use": "Mark the boards of the set",
    "keep": "Keep the marked boards under a name",
    "drop": "Delete the set",
    "choose": "Go there; with two or more boards marked, compare them",
    "turn": "The statement after, the statement before",
}
"""What each action does, in a few words: for the palette and the help."""


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
    "shift": ("column_left", "column_right"),
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
    action, argument = _action_name(binding), binding.action.partition("(")[2].rstrip(")")
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
    return binding.action.split("(")[0].rpartition(".")[2]


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
