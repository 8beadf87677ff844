"""Texts for the terminal's clipboard: OSC 52, wrapped for tmux and screen; and what is worth copying."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Mapping

from icb_tui.grammar import unparse
from icb_tui.text import clean
from icb_tui.view import View

MOST = 74_994
"""The bytes of base64 that terminals take in one sequence."""


def sequence(text: str, environment: Mapping[str, str], *, tabs: bool = False) -> str | None:
    """Return the escape sequence that hands a text to the terminal's clipboard; None where it is too long for one.

    tmux passes it on from a DCS of its own, GNU screen in pieces of one. With `tabs` the tabs of a sheet are kept.
    """
    payload = base64.b64encode("\n".join(_cleaned(part, tabs) for part in text.split("\n")).encode()).decode()
    if len(payload) > MOST:
        return None
    osc = f"\x1b]52;c;{payload}\x07"
    if environment.get("TMUX"):
        return f"\x1bPtmux;{osc.replace(chr(27), chr(27) * 2)}\x1b\\"
    if environment.get("STY"):
        pieces = [osc[start : start + 250] for start in range(0, len(osc), 250)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return osc


def _cleaned(line: str, tabs: bool) -> str:
    return "\t".join(map(clean, line.split("\t"))) if tabs else clean(line)


def command_line(view: View, *page: str) -> str:
    """Return the command that shows a colleague the same view; `page` are the options that open a page over it."""
    words = ["icb-tui", *page]
    if wanted := unparse(view.wanted, view.data):
        words += ["--filter", wanted]
    words += ["--year", view.year]
    if view.as_at:
        words += ["--as-at", view.as_at.isoformat()]
    if view.aim:
        words += ["--aim", str(view.data.number_of(view.aim))]
    if view.centre != "matrix":
        words += ["--view", view.centre]
    if view.indicator:
        words += ["--indicator", view.indicator]
    if view.sort != "name":
        words += ["--sort", view.sort]
    return shlex.join(words)


def printing(view: View, *command: str, year: bool = True) -> str:
    """Return the command that prints a page (its empty words left out), in the year and voices of the view."""
    words = ["icb-tui", *filter(None, command), *(["--year", view.year] if year else [])]
    if len(view.voices) < len(view.data.kinds):
        words += [word for voice in view.voices for word in ("--voice", voice)]
    return shlex.join(words)
