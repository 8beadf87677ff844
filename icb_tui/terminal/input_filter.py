"""What a terminal sends, made safe: keys, clicks and pasted text pass; what nobody asked for never becomes keys."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from textual.constants import ESCAPE_DELAY

from icb_tui.terminal.kitty_keys import is_kitty_key
from icb_tui.terminal.textual_internals import ANSI_SEQUENCES_KEYS

ESC = "\x1b"

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"

MAX_PASTED = 4_096
"""The characters of one paste that are passed on, twice as many as a line takes."""

SEQUENCE_TIMEOUT, PASTE_TIMEOUT = 0.5, 2.0
"""The seconds of silence after which a sequence, or a paste, that was never finished is over.

Longer than a slow line keeps one waiting, shorter than a person waits before trying again.
"""

MAX_HELD = 64
"""The characters that are kept of a sequence that goes on and on: enough to see that it is none of ours."""

SEQUENCE = re.compile(
    r"""\x1b(?:
        (?P<string>[\]P_^X])               # OSC, DCS, APC, PM, SOS: a reply of any length
      | (?P<old>\[M...)                    # a click as X10 sends it
      | (?P<part>(?:\[M.{0,2} | \[[ -?]* | O)\Z)
      | (?P<whole>\[[ -?]*[@-~] | O[ -~])
      | (?P<broken>\[[ -?]* | O)
      | (?P<alt>[^\x1b])
    )""",
    re.VERBOSE | re.DOTALL,
)

SPLIT_SEQUENCE = re.compile(r"\[[ -?]*[@-~]|O[A-Za-z]")

STRING_ENDS = re.compile("\x07|\x1b\\\\|[\x18\x1a]|(?=\x1b[^\\\\])", re.DOTALL)

MOUSE = re.compile(r"\x1b\[<(\d{1,3});\d{1,4};\d{1,4}[Mm]")

LEFT_BUTTON, WHEEL, HELD_KEYS = 0, range(64, 68), 4 + 8 + 16
"""What of the mouse means something here, with or without shift, alt and ctrl. Textual takes others for the left one:
those for back and forward (128, 129).
"""

MOVING_KEY = re.compile(r"\x1b\[1;\d{1,3}[A-HPQS]")
"""An arrow, home, end or a function key with modifiers."""

CURSOR_REPORT = re.compile(r"\x1b\[\d+;\d+R")
"""Where the cursor is; shift, alt or ctrl with F3 look the same."""

SYNC_SUPPORT_REPORT = re.compile(r"\x1b\[\?2026;\d\$y")


class InputFilter:
    """The characters from the terminal, a chunk at a time. An escape key passes at once: it may be all that comes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._held = ""
        self._escaped = False
        self._state = ""
        self._room = 0

    def filter_chunk(self, text: str) -> str:
        """Return what of a chunk is to be read as keys, clicks or a paste."""
        now = self._clock()
        silence, self._last = now - self._last, now
        passed_on = self._drop_stale(silence)
        held, self._held = self._held, ""
        text = held + text
        # An escape that was passed on last waits for the rest a moment: what follows it belongs to it.
        late = silence >= ESCAPE_DELAY
        alone = self._escaped and bool(not late or (not self._state and (held or SPLIT_SEQUENCE.match(text))))
        at = 0
        while at < len(text):
            if alone and not self._state and text[at] != ESC:
                taken, passed = self._pass_typed(ESC + text[at:], 0)
                at += taken - 1
                passed_on.append(passed if late else passed[1:])
                if self._held and not late:
                    self._held = self._held[1:]
                alone = not passed and not late
            else:
                step = {"": self._pass_typed, "paste": self._pass_paste, "string": self._drop_reply}[self._state]
                at, passed = step(text, at)
                passed_on.append(passed)
                alone, late = passed == ESC or (alone and not passed), late and passed != ESC
        self._escaped = alone
        return "".join(passed_on)

    def _drop_stale(self, silence: float) -> list[str]:
        """Give up what was begun too long ago; return what ends it."""
        if self._state == "paste":
            if silence <= PASTE_TIMEOUT:
                return []
            self._state, self._held = "", ""
            return [PASTE_END]
        if silence > SEQUENCE_TIMEOUT:
            self._state, self._held = "", ""
        return []

    def _pass_typed(self, text: str, at: int) -> tuple[int, str]:
        """Pass on what is typed up to an escape, then what the escape begins."""
        start = text.find(ESC, at)
        if start != at:
            end = len(text) if start < 0 else start
            return end, text[at:end].replace("\r\n", "\r")  # one enter, as a terminal in its newline mode sends it
        found = SEQUENCE.match(text, at)
        if found is None:
            return at + 1, ESC
        if found["string"]:
            self._state = "string"
        elif found["part"]:
            self._held = found[0][:MAX_HELD]
        elif found[0] == PASTE_START:
            self._state, self._room = "paste", MAX_PASTED
            return found.end(), PASTE_START
        return found.end(), found[0] if found["alt"] or (found["whole"] and is_expected_sequence(found[0])) else ""

    def _pass_paste(self, text: str, at: int) -> tuple[int, str]:
        """Pass on a paste as far as any line takes it, an escape in it as a picture."""
        end = text.find(PASTE_END, at)
        if end >= 0:
            self._state = ""
            return end + len(PASTE_END), self._limit_paste(text[at:end]) + PASTE_END
        tail = next((n for n in range(len(PASTE_END) - 1, 0, -1) if text.endswith(PASTE_END[:n], at)), 0)
        self._held = text[len(text) - tail :]
        return len(text), self._limit_paste(text[at : len(text) - tail])

    def _limit_paste(self, text: str) -> str:
        taken = text[: self._room]
        self._room -= len(taken)
        return taken.replace(ESC, "␛")

    def _drop_reply(self, text: str, at: int) -> tuple[int, str]:
        """Drop a reply up to its end."""
        found = STRING_ENDS.search(text, at)
        if found:
            self._state = ""
            return found.end(), ""
        self._held = ESC if text.endswith(ESC) else ""
        return len(text), ""


def is_expected_sequence(sequence: str) -> bool:
    """Whether a whole sequence is a key, a click, or the one answer that is asked for."""
    if sequence == PASTE_END or CURSOR_REPORT.fullmatch(sequence):
        return False
    if sequence in ANSI_SEQUENCES_KEYS or SYNC_SUPPORT_REPORT.fullmatch(sequence):
        return True
    if mouse := MOUSE.fullmatch(sequence):
        button = int(mouse[1]) & ~HELD_KEYS
        return button == LEFT_BUTTON or button in WHEEL
    return is_kitty_key(sequence) or MOVING_KEY.fullmatch(sequence) is not None
