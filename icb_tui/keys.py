"""The bindings that more than one screen or pane has: moving, aims and years, each list written once."""

from __future__ import annotations

from textual.binding import Binding

FAR = 1_000_000
"""More steps than anything has."""


def moving(step: str, page: str) -> list[Binding]:
    """Return the bindings of moving up and down: `step` and `page` are the actions, called with how many of them."""
    return [
        Binding("up,k", f"{step}(-1)", "up", show=False),
        Binding("down,j", f"{step}(1)", "down", show=False),
        Binding("home,g", f"{step}({-FAR})", "first", show=False),
        Binding("end,G", f"{step}({FAR})", "last", show=False),
        Binding("pageup", f"{page}(-1)", "page up", show=False),
        Binding("pagedown", f"{page}(1)", "page down", show=False),
    ]


AIMS = [Binding(str(n), f"aim({n})", "aim", key_display="1…5", show=n == 1) for n in range(1, 10)]
YEARS = [
    Binding("left_square_bracket", "year(-1)", "year", key_display="[ ]"),
    Binding("right_square_bracket", "year(1)", "year", show=False),
]
VOICES = [
    Binding("o", "voice(1)", "voice"),
    Binding("O", "voice(-1)", "voice before", show=False),
]
WHY = Binding("w", "why", "why")
