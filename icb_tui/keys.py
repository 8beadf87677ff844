"""The bindings that more than one screen or pane has: moving, aims and years, each list written once."""

from __future__ import annotations

from textual.binding import Binding

LEAVING = ("ctrl+q", "ctrl+c")
"""Keys that are never typed into a line."""

FAR = 1_000_000
"""More steps than anything has."""


def moving(step: str, page: str) -> list[Binding]:
    """Return the bindings of moving up and down: `step` and `page` are the actions, called with how many of them."""
    return [
        Binding("up,k", f"{step}(-1)", "up", key_display="↑ k", show=False),
        Binding("down,j", f"{step}(1)", "down", key_display="↓ j", show=False),
        Binding("home,g", f"{step}({-FAR})", "first", key_display="g", show=False),
        Binding("end,G", f"{step}({FAR})", "last", key_display="G", show=False),
        Binding("pageup", f"{page}(-1)", "page up", key_display="page keys", show=False),
        Binding("pagedown", f"{page}(1)", "page down", key_display="page keys", show=False),
    ]


AIMS = [Binding(str(n), f"aim({n})", "aim", key_display="1…5", show=n == 1) for n in range(1, 10)]
YEARS = [
    Binding("left_square_bracket", "year(-1)", "year", key_display="[ ]"),
    Binding("right_square_bracket", "year(1)", "year", key_display="[ ]", show=False),
]
VOICES = [
    Binding("o", "voice(1)", "voice"),
    Binding("O", "voice(-1)", "voice before", show=False),
]
WHY = Binding("w", "why", "why")

DOES = {
    "find": "Find a board, region, aim, figure or finding",
    "palette": "All commands, sets and boards",
    "help": "Help: these keys, and what the marks mean",
    "quit": "Quit",
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


KEYS = {
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


def told(binding: Binding) -> bool:
    """Whether a binding is one of ours, and worth telling; Textual has some of its own."""
    return _action(binding) in DOES


def _action(binding: Binding) -> str:
    return binding.action.split("(")[0].rpartition(".")[2]


def shown(binding: Binding) -> str:
    """Return the keys of a binding as they are shown."""
    return binding.key_display or " ".join(KEYS.get(key, key) for key in binding.key.split(","))


def does(binding: Binding) -> str:
    """Return what a binding does, in a few words."""
    return DOES[_action(binding)]
