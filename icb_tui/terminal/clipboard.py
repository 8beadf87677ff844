"""Text for the terminal's clipboard: OSC 52, wrapped for tmux and GNU screen."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from icb_tui.text.cells import clean

MAX_BASE64_BYTES = 74_994
"""The bytes of base64 that terminals take in one sequence."""

MAX_BROWSER_BYTES = 9_000_000
"""The same of xterm.js, which takes 10,000,000 bytes of any sequence."""


def make_clipboard_sequence(
    text: str, environment: Mapping[str, str], *, tabs: bool = False, most: int = MAX_BASE64_BYTES
) -> str | None:
    """Return the escape sequence that hands a text to the terminal's clipboard; None where it is too long for one.

    `most` is how many bytes of base64 it may have. tmux gets it twice: plain, which it takes and passes on with its
    `set-clipboard on`, and in a DCS, which it passes on with its `allow-passthrough on`. GNU screen passes it on in
    pieces of a DCS. With `tabs` the tabs of a sheet stay.
    """
    payload = base64.b64encode("\n".join(_clean_line(part, tabs) for part in text.split("\n")).encode()).decode()
    if len(payload) > most:
        return None
    osc = f"\x1b]52;c;{payload}\x07"
    if environment.get("TMUX"):
        return f"{osc}\x1bPtmux;{osc.replace(chr(27), chr(27) * 2)}\x1b\\"
    if environment.get("STY"):
        pieces = [osc[start : start + 250] for start in range(0, len(osc), 250)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return osc


def _clean_line(line: str, tabs: bool) -> str:
    return "\t".join(map(clean, line.split("\t"))) if tabs else clean(line)
