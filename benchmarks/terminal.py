"""A program in a pseudo terminal: keys in, a screen out, and the moment of every change that a person would see."""

from __future__ import annotations

import fcntl
import os
import pty
import queue
import re
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte
from pyte.screens import Char

COLUMNS, LINES = 120, 40
QUIET = 0.15
"""Seconds without a byte after which a program is taken to have answered."""
MS = 1e6
"""Nanoseconds in a millisecond."""

ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronised output: known
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # resize reports: not known
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>41;390;0c",
    b"\x1b[6n": b"\x1b[1;1R",
}
_QUESTION = re.compile(b"|".join(map(re.escape, ANSWERS)))
_UNFINISHED = re.compile(rb"\x1b(\[[<=>?]?[0-9;]*[$]?)?$")
_FOREIGN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
"""What pyte takes for something else: keyboard modes and questions about modes."""
_AGAIN = re.compile(rb"([ -~])\x1b\[([0-9]+)b")
_SYNC = re.compile(rb"\x1b\[\?2026([hl])")

PAINT_START, PAINT_END = b"\x1b[?2026h", b"\x1b[?2026l"

sys.setswitchinterval(0.0005)  # so that the thread that stamps need not wait for the one that draws


class Screen:
    """What a terminal shows of a stream of bytes; inside a synchronised update it shows nothing new."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._pending = b""
        self._held = False
        self.rows: dict[int, tuple[Char, ...]] = {}  # the cells that are seen, by line
        self.paints = 0

    def feed(self, data: bytes) -> bool:
        """Take bytes; return whether they changed what is seen."""
        data = self._pending + data
        cut = _UNFINISHED.search(data)
        self._pending = data[cut.start() :] if cut else b""
        data = data[: cut.start()] if cut else data
        before, position = self.paints, 0
        for switch in _SYNC.finditer(data):
            self._draw(data[position : switch.start()])
            position = switch.end()
            self._held = switch[1] == b"h"
            self._show()
        self._draw(data[position:])
        self._show()
        return self.paints > before

    def _draw(self, data: bytes) -> None:
        self._stream.feed(_AGAIN.sub(lambda m: m[1] * (int(m[2]) + 1), _FOREIGN.sub(b"", data)))

    def _show(self) -> None:
        """Count a paint if any cell is another than before."""
        if self._held or not self._screen.dirty:
            return
        lines = self._screen.buffer
        rows = {y: tuple(lines[y][x] for x in range(COLUMNS)) for y in self._screen.dirty}
        self._screen.dirty.clear()
        blank = (self._screen.default_char,) * COLUMNS
        self.paints += any(self.rows.get(y, blank) != row for y, row in rows.items())
        self.rows.update(rows)

    @property
    def text(self) -> str:
        """What is seen, line by line."""
        return "\n".join("".join(cell.data for cell in self.rows.get(y, ())).rstrip() for y in range(LINES))


@dataclass(frozen=True)
class Answer:
    """What came after a key: milliseconds to the first and to the last visible change, bytes, and paints.

    A paint is one change of what is seen: a synchronised update, or a chunk of output of a program without them.
    """

    first_ms: float
    last_ms: float
    bytes: int
    paints: int


class Session:
    """One program in a pseudo terminal of 120×40, for use in a `with` statement.

    `started` is when it was executed (ns). After `quiet` seconds without a byte a key is taken to be answered.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, quiet: float = QUIET
    ) -> None:
        self.screen = Screen()
        self.quiet = quiet
        self.bytes = 0
        self._chunks: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self._undrawn: list[tuple[int, bytes]] = []
        self.ended = False
        self._output = bytearray()
        self.pid, self._terminal, self.started = _executed(command, environment, folder)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program and what it started: these may ignore that it hangs up (`nohup make test`)."""
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._reader.join()
        os.close(self._terminal)

    def _read(self) -> None:
        """Stamp each chunk as it comes, and answer what programs ask of terminals."""
        while True:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:
                data = b""
            self._chunks.put((time.monotonic_ns(), data))
            self._output += data
            if not data:
                return
            for question in _QUESTION.findall(data):
                os.write(self._terminal, ANSWERS[question])

    def wait_for(self, words: str, seconds: float) -> float:
        """Return the milliseconds from the start to the moment at which the words were seen; raise TimeoutError."""
        end = time.monotonic() + seconds
        seen: int | None = None
        while time.monotonic() < end and not self.ended:
            # The screen is worked out only once the program rests, so that the work never takes its processor.
            for stamp, data in self._gathered():
                if self.screen.feed(data) and seen is None and words in self.screen.text:
                    seen = stamp
            if seen is not None:
                return (seen - self.started) / MS
        raise TimeoutError(f"“{words}” did not come in {seconds:g} s; the screen:\n{self.screen.text.strip()}")

    def wait_for_paint(self, words: str, seconds: float) -> float:
        """Return the milliseconds from the start to the moment at which a paint with the words was whole.

        It returns at once, so that a key can be pressed that soon; what came is drawn later. Raise TimeoutError if the
        paint does not come.
        """
        seen = b""
        while words.encode() not in seen or is_within_paint(seen):
            try:
                self._undrawn.append(self._chunks.get(timeout=seconds))
            except queue.Empty:
                raise TimeoutError(f"“{words}” did not come in {seconds:g} s") from None
            stamp, data = self._undrawn[-1]
            if not data:
                raise TimeoutError(f"the program ended before “{words}” came")
            seen += data
            self.bytes += len(data)
        return (stamp - self.started) / MS

    def has_painted(self, words: str) -> bool:
        """Whether a paint was whole behind the words, as far as can be told without drawing; then these are past."""
        is_whole = words.encode() in self._output and not is_within_paint(self._output)
        if is_whole:
            self._output.clear()
        return is_whole

    def type(self, keys: str) -> None:
        """Send keys, and wait for nothing."""
        os.write(self._terminal, keys.encode())

    def press(self, keys: str, patience: float = 2.0) -> Answer:
        """Send keys at once, and return what came until nothing more came; raise TimeoutError if nothing changed."""
        pressed = time.monotonic_ns()
        self.type(keys)
        before, sent, end = self.screen.paints, 0, time.monotonic() + patience
        stamps: list[float] = []
        while not stamps and not self.ended and time.monotonic() < end:
            for stamp, data in self._gathered(end - time.monotonic()):
                sent += len(data)
                if self.screen.feed(data) and stamp >= pressed:
                    stamps.append((stamp - pressed) / MS)
        if not stamps:
            raise TimeoutError(f"{keys!r} changed nothing in {patience:g} s; the screen:\n{self.screen.text}")
        return Answer(stamps[0], stamps[-1], sent, self.screen.paints - before)

    def answer(self, key: str, patience: float = 5.0) -> float:
        """Send a key, and return the milliseconds until a paint was whole; what came is not drawn.

        For a program with synchronised paints, of which each key makes one. Raise TimeoutError if none came.
        """
        pressed, seen = time.monotonic_ns(), b""
        self.type(key)
        while PAINT_END not in seen:
            try:
                stamp, data = self._chunks.get(timeout=patience)
            except queue.Empty:
                raise TimeoutError(f"{key!r} was not answered in {patience:g} s") from None
            if not data:
                raise TimeoutError(f"the program ended at {key!r}")
            seen = seen[-len(PAINT_END) :] + data
        self._output.clear()
        return (stamp - pressed) / MS

    def rest(self, seconds: float) -> int:
        """Wait, and return how many bytes came meanwhile."""
        before = self.bytes
        time.sleep(seconds)
        for _, data in self._gathered():
            self.screen.feed(data)
        return self.bytes - before

    def _gathered(self, patience: float = 0.0) -> list[tuple[int, bytes]]:
        """Return the chunks until none comes for a while; wait longer (s) for the first."""
        chunks, self._undrawn = self._undrawn, []
        new = 0
        while not self.ended:
            try:
                stamp, data = self._chunks.get(timeout=self.quiet if new else max(self.quiet, patience))
            except queue.Empty:
                break
            self.ended = not data
            self.bytes += len(data)
            chunks.append((stamp, data))
            new += 1
        return chunks


def is_within_paint(sent: bytes | bytearray) -> bool:
    """Return whether a synchronised update has begun and has not ended; a first paint may come without one."""
    return sent.rfind(PAINT_START) > sent.rfind(PAINT_END)


def _executed(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> tuple[int, int, int]:
    """Execute a command on a terminal of its own; return its pid, the terminal, and when (ns, just before exec)."""
    stamp_out, stamp_in = os.pipe()
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.chdir(folder)
            os.write(stamp_in, struct.pack("q", time.monotonic_ns()))
            os.execvpe(command[0], list(command), environment)
        finally:
            os._exit(127)
    os.close(stamp_in)
    select.select([stamp_out], [], [], 10)
    stamp = os.read(stamp_out, 8)
    os.close(stamp_out)
    return pid, terminal, struct.unpack("q", stamp)[0]
