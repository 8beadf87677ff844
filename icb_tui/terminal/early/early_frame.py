"""The early frame: what the explorer painted first last time, shown before anything is imported that draws.

The terminal is in raw mode from then on, so that what is typed meanwhile waits for the explorer. Where one thing that
decides how the first frame looks is another than last time, nothing is shown early.
"""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # typing itself would take a fifth of the time that all of this needs
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Any, TextIO

    from icb_tui.terminal.early.frame_file import Inputs

STDIN, STDERR = 0, 2
"""Where the driver reads keys, and where it sends what it paints."""

SHOW = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2026h"
"""What goes before a frame: the other screen, no cursor, no line wrap, and a paint that is shown in one piece."""

SHOWN, WITHDRAW = "\x1b[?2026l", "\x1b[?2026l\x1b[?7h\x1b[?1049l\x1b[?25h"
"""What goes behind a frame, and what takes it off again."""

END_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")
"""The signals that end the program in order."""

DEADLY_SIGNALS = tuple(f"SIG{name}" for name in "QUIT ABRT USR1 USR2 ALRM VTALRM PROF XCPU IO PWR STKFLT".split())


class suppress:  # noqa: N801 - it stands in for contextlib's, whose import would take longer than all of this
    """A context that ends without the errors of these kinds."""

    def __init__(self, *kinds: type[BaseException]) -> None:
        self._kinds = kinds

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, self._kinds)


class ShownFrame:
    """A frame that is on the terminal: its `text`, its `size` in columns and rows.

    `settings` are those of termios for the terminal from before, to be restored.
    """

    def __init__(self, text: str, size: tuple[int, int], settings: list[Any]) -> None:
        self.text, self.size, self.settings = text, size, settings


class EarlyStart:
    """A start of the program: the early frame that is on the terminal, and what the next start needs to show one.

    There is one at a time, so all of it belongs to the class. As a context it takes the frame off at its end, where no
    driver took it over. What is said on standard error within it waits until then.
    """

    _place = ""
    frame: ShownFrame | None = None
    """The frame that is on the terminal, until a driver takes it over."""
    _errors: TextIO | None = None
    inputs: Inputs = {}
    """The files that decide how the first frame looks, and what they held when they were read; set once it is known."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = arguments

    def __enter__(self) -> None:
        if self._may_draw() and (size := _measure_terminal()) and (text := self._find_frame(size)):
            EarlyStart._errors, sys.stderr = sys.stderr, io.StringIO()
            EarlyStart.frame = _show_frame(text, size)

    def _may_draw(self) -> bool:
        """Whether the arguments can open the explorer: other commands need not wait for a frame to be looked for."""
        first = "".join(self._arguments[:1])
        return first in ("", "pick") or first.startswith("-")

    def _find_frame(self, size: tuple[int, int]) -> str | None:
        """The frame of such a start, if one is kept."""
        from icb_tui.terminal.early.frame_file import find_frame_file, read_frame

        try:
            EarlyStart._place = find_frame_file(self._arguments, size)
            return read_frame(self._place) if self._place else None
        except (OSError, ValueError):
            return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.withdraw()
        if self._errors and isinstance(sys.stderr, io.StringIO):
            held, sys.stderr = sys.stderr.getvalue(), self._errors
            with suppress(OSError):
                sys.stderr.write(held)

    @classmethod
    def withdraw(cls) -> None:
        """Take the frame off the terminal, if no driver took it over."""
        if frame := cls.take_over_frame():
            _withdraw_frame(frame)

    @classmethod
    def end_if_gone(cls) -> None:
        """End as by SIGHUP where the terminal that shows the frame is gone: the signal may come a moment later."""
        if sys.platform != "win32" and cls.frame and not os.isatty(STDIN):
            import signal

            _end_by_signal(signal.SIGHUP, None)

    @classmethod
    def doubt_frame(cls) -> None:
        """Take nothing to be shown: the program was stopped, and the shell has had the terminal meanwhile."""
        if cls.frame:
            cls.frame.size = (0, 0)

    @classmethod
    def take_over_frame(cls) -> ShownFrame | None:
        """Return the frame that is on the terminal, from now on the caller's to take off; None where there is none."""
        frame, EarlyStart.frame = EarlyStart.frame, None
        return frame

    @classmethod
    def keep_frame(cls, text: str) -> None:
        """Keep the first frame of this start for the next one, in a thread, where it is known what decided it."""
        from threading import Thread

        if cls._place and cls.inputs:
            with suppress(RuntimeError):  # no thread is to be had
                Thread(target=cls._write_frame, args=(text,)).start()

    @classmethod
    def _write_frame(cls, text: str) -> None:
        from icb_tui.store.cache_folder import find_usable_folder
        from icb_tui.terminal.early.frame_file import write_frame

        with suppress(OSError):
            if find_usable_folder():
                write_frame(cls._place, text, cls.inputs)


def _measure_terminal() -> tuple[int, int] | None:
    """The size of the terminal, where this program has it for itself; None where it has none or runs behind another."""
    if sys.platform != "win32":
        with suppress(OSError):
            size = os.get_terminal_size(STDIN)
            if all(size) and all(map(os.isatty, (0, 1, 2))) and os.tcgetpgrp(STDIN) == os.getpgrp():
                return size.columns, size.lines
    return None


def _show_frame(text: str, size: tuple[int, int]) -> ShownFrame | None:
    """Put the terminal in raw mode, as the driver does, and a frame on it. A signal takes it off again."""
    frame = None
    if sys.platform != "win32":
        from icb_tui.terminal.early.posix_line import make_raw, read_settings, send

        frame = ShownFrame(text, size, read_settings(STDIN))
        _answer_signals()
        make_raw(STDIN, frame.settings)
        send(STDERR, SHOW + text + SHOWN)
    return frame


def _answer_signals() -> None:
    import signal

    for name in END_SIGNALS:
        signal.signal(getattr(signal, name), _end_by_signal)
    for number in list_deadly_signals():
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, die_by_signal)
    if sys.platform != "win32":
        signal.signal(signal.SIGCONT, lambda *_: EarlyStart.doubt_frame())


def list_deadly_signals() -> list[int]:
    """Return the other signals that end a process unless it does something about them, but those of the processor."""
    import signal

    numbers = [getattr(signal, name) for name in DEADLY_SIGNALS if hasattr(signal, name)]
    if sys.platform == "linux":
        numbers += range(signal.SIGRTMIN, signal.SIGRTMAX + 1)
    return numbers


def _end_by_signal(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def die_by_signal(number: int, _: object = None) -> None:
    """Take the early frame off, if it is there still, and end by the signal itself."""
    import signal

    EarlyStart.withdraw()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _withdraw_frame(frame: ShownFrame) -> None:
    if sys.platform != "win32":
        import signal

        from icb_tui.terminal.early.posix_line import restore_settings, send

        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # which would stop it here
        with suppress(OSError):  # the terminal may be gone
            send(STDERR, WITHDRAW)
            if os.tcgetpgrp(STDIN) == os.getpgrp():  # else the shell has made its own settings
                restore_settings(STDIN, frame.settings)
