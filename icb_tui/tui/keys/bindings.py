"""The bindings that more than one screen or pane has: moving, aims and years, each list written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.keys import REPLACED_KEYS, key_to_character

from icb_tui.tui.keys.action_words import ACTION_HELP, GROUP_OF_ACTION, STEP_HELP


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


AIM_BINDINGS = [Binding(str(n), f"aim({n})", "aim", key_display="1–5", show=n == 1) for n in range(1, 10)]

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


def list_bound_keys(event: Key) -> tuple[str, ...]:
    """Return the keys by which a binding may know one that was pressed, the first that has one counts.

    What is no ASCII character is its own key in the settings only. Otherwise it means its place on an English keyboard.
    """
    character = event.character or ""
    return (character, event.key) if not character.isascii() and character != event.key else (event.key,)


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
