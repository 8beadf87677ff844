"""Starts: keys typed at moments of chance while the explorer starts are all answered, in order, early frame or not."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from pyte.screens import Char

from benchmarks.terminal import Session
from fuzz.promises import promise

KEYS = "jjjjkklh0123450[]f msoiwx-uv?"
"""The keys that are drawn from: moves, aims, years, filters, marks, orders and pages; none writes a file."""

MOST_KEYS, LATEST = 12, 0.6
"""How many keys are typed at most, and how many seconds after the early frame at the latest: all is there by then."""

REST = 1.0
"""The seconds that a session may take for its last paint."""


def run_starts(seed: int, numbers: range) -> int:
    """Type keys into one start after another, and say what came of it; return how many cases broke a promise."""
    began, broken = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        _play(Path(folder), [])
        for number in numbers:
            chance = random.Random(f"starts {seed} {number}")
            keys = chance.choices(KEYS, k=chance.randint(1, MOST_KEYS))
            typed = sorted(zip((chance.random() * LATEST for _ in keys), keys, strict=True), key=lambda each: each[0])
            try:
                _compare(Path(folder), typed)
            except Exception:
                broken += 1
                print(f"starts: case {number} of seed {seed} ({typed}):\n{traceback.format_exc()}", file=sys.stderr)
    took = time.perf_counter() - began
    print(f"starts: {len(numbers):,} cases of seed {seed} in {took:.0f} s, {broken} broken", flush=True)
    return broken


def _compare(home: Path, typed: list[tuple[float, str]]) -> None:
    """Raise Broken where keys typed into an early frame do not end where they do once a start without one is over."""
    frames = home / "cache" / "icb-tui" / "frames"
    promise(any(frames.iterdir()), "no early frame is kept")
    early = _play(home, typed)
    frames.rename(home / "frames")
    settled = _play(home, [(2 * LATEST, key) for _, key in typed])
    shutil.rmtree(frames)
    (home / "frames").rename(frames)
    others = [
        f"{now!r}\nand not\n{wanted!r}" for now, wanted in zip(early[0], settled[0], strict=True) if now != wanted
    ]
    promise(early == settled, "the keys ended at\n" + "\n".join(others or ["other colours"]))


def _play(home: Path, typed: list[tuple[float, str]]) -> tuple[list[str], object]:
    """Type keys, each some seconds after the first board is seen; return the lines of the screen, and its cells."""
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    with Session([sys.executable, "-m", "icb_tui"], environment | own, Path.cwd()) as session:
        session.wait_for_paint("Bath and North", 60)
        begun = time.monotonic()
        for moment, key in typed:
            time.sleep(max(0.0, begun + moment - time.monotonic()))
            session.type(key)
        session.rest(max(0.0, begun + 2 * LATEST - time.monotonic()) + REST)
        rows = {line: [_describe_cell(cell) for cell in row] for line, row in session.screen.rows.items()}
        return session.screen.text.splitlines(), rows


def _describe_cell(cell: Char) -> tuple[object, ...]:
    """What is seen of a cell: of a blank one its ground alone."""
    return (cell.bg, cell.underscore, cell.reverse) if cell.data == " " else tuple(cell)
