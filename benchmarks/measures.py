"""What is measured: each function is one run of one program, and returns its figures by name."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack

from benchmarks.place import BIN, FIRST_BOARD, ICB, VISIDATA, Place
from benchmarks.system import cpu_ms, drop_from_memory, memory
from benchmarks.terminal import PAINT_END, Answer, Session

Figures = dict[str, float]
PAGE_DOWN, PAGE_UP, DOWN, ESCAPE, ENTER = "\x1b[6~", "\x1b[5~", "\x1b[B", "\x1b", "\r"
MOVES, PAGES, IDLE_SECONDS, TOGETHER, CROWD = 20, 5, 3.0, 50, 200
POLL_SECONDS = 0.01
FILTERS = ("midlands", "london", "1:strong", "concern", "3:leading")


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not pass."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def told(name: str, answers: Sequence[Answer]) -> Figures:
    """Return the figures of some keys: milliseconds to the last change, the most bytes and paints of one key."""
    times = [answer.last_ms for answer in answers]
    return {
        f"{name}_p50_ms": statistics.median(times),
        f"{name}_p95_ms": p95(times),
        f"{name}_bytes": max(answer.bytes for answer in answers),
        f"{name}_paints": max(answer.paints for answer in answers),
    }


def started(session: Session, words: str = FIRST_BOARD, seconds: float = 60) -> Figures:
    """Wait for the first board; return when it came, and what was sent until the screen came to rest."""
    first = session.wait_for(words, seconds)
    session.rest(0.5)
    return {"first_ms": first, "start_bytes": session.bytes}


def at_rest(session: Session) -> Figures:
    """Return what a program does while nobody does anything, and what memory it holds."""
    before = cpu_ms(session.pid)
    sent = session.rest(IDLE_SECONDS)
    return {"idle_bytes": sent, "idle_cpu_ms": cpu_ms(session.pid) - before, **memory(session.pid)}


def pressed(session: Session, keys: Iterable[str], patience: float = 5) -> list[Answer]:
    """Press keys one by one, each once the one before is answered."""
    return [session.press(key, patience) for key in keys]


def filtered(session: Session) -> Figures:
    """Type filters and take them, clear them, choose options; the screen is as before afterwards."""
    opened = [session.press("f")]
    typed = pressed(session, FILTERS[0])
    changed = pressed(session, [ENTER, "x"])
    for words in FILTERS[1:]:
        pressed(session, ["f", words])
        changed += pressed(session, [ENTER, "x"])
    pressed(session, ["f", DOWN, DOWN])
    chosen = pressed(session, [" "] * 6)
    pressed(session, [ESCAPE])
    return told("filter_key", opened + typed) | told("filter_change", changed) | told("filter_choose", chosen)


def found(session: Session) -> Figures:
    """Open the finder, type, and close it."""
    opened = session.press("/")
    typed = pressed(session, ["l", "e", "i", "c", "\x7f", "\x7f", "\x7f", "\x7f", "k", "e", "n", "t"])
    session.press(ESCAPE)
    return {"finder_open_ms": opened.last_ms, "finder_open_paints": opened.paints, **told("finder_key", typed)}


def paged(session: Session) -> Figures:
    """Open a board's page twice, scroll in it, and leave it."""
    opened, scrolled = [], []
    for _ in range(2):
        opened.append(session.press(ENTER, 60))
        scrolled += pressed(session, "jjjkkk", 60)
        session.press(ESCAPE, 60)
    return told("board_open", opened) | told("board_scroll", scrolled)


def compared(session: Session) -> Figures:
    """Mark two boards, open their comparison three times, and leave it."""
    opened = []
    pressed(session, "  ")
    for _ in range(3):
        opened.append(session.press("c"))
        session.press(ESCAPE)
    session.press("M")
    return told("compare_open", opened)


def asked(place: Place) -> Figures:
    """Look at a cell, then filter by a quoted text, the first question that needs the database; return the memory."""
    with place.session(place.commands()[ICB]) as session:
        started(session)
        pressed(session, ["3", "f", '"waiting"'])
        session.press(ENTER, 20)
        session.rest(IDLE_SECONDS)
        return memory(session.pid)


def browsed(place: Place, program: str) -> Figures:
    """Start a program, leave it alone, and press keys in it: what every program does, and what only ours does."""
    with place.session(place.commands()[program]) as session:
        figures = started(session)
        # To a cell, whose evidence the lower pane repaints at every move. What is put off until a key comes shows here.
        figures["first_key_ms"] = session.press("3" if program == ICB else "j", 20).last_ms
        figures |= at_rest(session)
        figures |= told("move", pressed(session, "j" * MOVES))
        figures |= told("page", pressed(session, [PAGE_UP, PAGE_DOWN] * PAGES))
        if program == ICB:
            figures |= filtered(session) | found(session) | paged(session) | compared(session)
        return figures


def readied(place: Place, program: str) -> Figures:
    """Start a program, and press a key at once."""
    with place.session(place.commands()[program]) as session:
        return answered(session)


def first_started(place: Place, arguments: Sequence[str] = (), seconds: float = 60) -> Figures:
    """Start the explorer where nothing has been prepared yet, then once more in the same home.

    A key is pressed as soon as the first board is seen: from the second start on that is an early frame, so that only
    the answers tell when each start was ready.
    """
    figures = Figures()
    command = (*place.commands()[ICB], *arguments)
    for start in ("fresh", "later"):
        with place.session(command, fresh=start == "fresh") as session:
            figures |= {f"{start}_{name}": value for name, value in answered(session, seconds).items()}
            session.rest(0.5)  # what is kept for the next start is written meanwhile
    return figures


def answered(session: Session, seconds: float = 60) -> Figures:
    """Press a key as soon as the first board is seen; return when that was, and when the key was answered."""
    first = session.wait_for_paint(FIRST_BOARD, seconds)
    pressed_at = (time.monotonic_ns() - session.started) / 1e6
    return {"first_ms": first, "ready_ms": pressed_at + session.press("j", 20).first_ms}


def started_cold(place: Place, program: str) -> Figures:
    """Start a program none of whose files is in memory."""
    drop_from_memory(place.list_read_folders())
    with place.session(place.commands()[program]) as session:
        return {"first_ms": session.wait_for(FIRST_BOARD, 60)} if program == VISIDATA else answered(session)


def grown(place: Place, command: Sequence[str], words: str, seconds: float) -> Figures:
    """Start a program on synthetic findings; in the explorer, move, scroll, filter and open a board."""
    with place.session(command) as session:
        figures = started(session, words, seconds)
        if words == FIRST_BOARD:
            figures["first_key_ms"] = session.press("3", seconds).last_ms
            figures |= told("move", pressed(session, "j" * MOVES, seconds))
            figures |= told("page", pressed(session, [PAGE_UP, PAGE_DOWN] * PAGES, seconds))
            figures |= filtered(session) | paged(session) | memory(session.pid)
        return figures


def together(place: Place, program: str, count: int = TOGETHER) -> Figures:
    """Start many sessions at once; when each has answered a key, press keys in one while the others are idle."""
    command = place.commands()[program]
    with ExitStack() as stack:
        sessions = [stack.enter_context(place.session(command)) for _ in range(count)]
        figures = await_all(sessions, 4 * count)
        time.sleep(2)
        for session in sessions:  # so that each holds what it needs to show the evidence of a cell
            session.press("3" if program == ICB else "j", 20)
        held = [memory(session.pid) for session in sessions]
        return figures | {
            "uss_mib": statistics.median(each["uss_mib"] for each in held),
            "pss_sum_mib": sum(each["pss_mib"] for each in held),
            **told("move", pressed(sessions[0], "j" * MOVES)),
        }


def await_all(sessions: Sequence[Session], seconds: float) -> Figures:
    """Press a key in each session once it shows a board; return when the last showed one, and when it answered.

    Nothing is drawn before all have answered: that would take the processor from those still starting.
    """
    end, figures = time.monotonic() + seconds, Figures()
    for name, done, key in (("all_shown_ms", FIRST_BOARD, "j"), ("all_usable_ms", PAINT_END.decode(), "")):
        left = [*sessions]
        while left and time.monotonic() < end:
            time.sleep(POLL_SECONDS)
            for session in [each for each in left if each.has_painted(done)]:
                session.type(key)
                left.remove(session)
        figures[name] = (time.monotonic_ns() - sessions[0].started) / 1e6
    for session in sessions:
        session.rest(0)
    return figures


KEY_ESCAPE = "\x1b[27u"
"""Escape as the kitty protocol sends it: a key that comes right behind it is its own."""
ROUND = (
    *("jjjjj3kkw0[]w", ENTER, "jjk", KEY_ESCAPE, "iljhki", "mlhm", "/lon", KEY_ESCAPE, "fmid", KEY_ESCAPE, "fmid"),
    *(ENTER, "uUx-u", "ssss", "  c", KEY_ESCAPE, "M", "kk", "n", KEY_ESCAPE, "v", KEY_ESCAPE, "?jk", KEY_ESCAPE),
    *("=j", KEY_ESCAPE, "\x10b", KEY_ESCAPE, PAGE_DOWN, PAGE_UP, "ooooooooo", "x", "k", "0"),
)
"""What people do in the explorer; the view is as before afterwards. Each key is seen to do something."""
LANDMARKS = (1_000, 10_000, 50_000, 100_000, 150_000, 200_000)
"""How many keys are pressed in one session, and where it is measured on the way."""


def split_keys(typed: Iterable[str]) -> list[str]:
    """Return the keys one by one: what begins with an escape is a key of its own."""
    return [key for part in typed for key in ([part] if part.startswith("\x1b") else part)]


def endured(place: Place) -> Figures:
    """Press a day's keys in one session, each once the one before is answered; return memory and times on the way."""
    with place.session(place.commands()[ICB]) as session:
        started(session)
        figures, done, keys = Figures(), 0, split_keys(ROUND)
        for landmark in LANDMARKS:
            times, before = list[float](), cpu_ms(session.pid)
            while done < landmark:
                times += [session.answer(key) for key in keys]
                done += len(keys)
            reached = endured_so_far(session, times) | {"key_cpu_ms": (cpu_ms(session.pid) - before) / len(times)}
            figures |= {f"{name}_{landmark}": value for name, value in reached.items()}
            print(f"{done:,} keys: {reached}", file=sys.stderr, flush=True)
        return figures


def endured_so_far(session: Session, times: Sequence[float]) -> Figures:
    """Return the memory that a session holds, and what its last thousand keys took."""
    session.rest(1)
    last = times[-1_000:]
    return {**memory(session.pid), "key_p50_ms": statistics.median(last), "key_p95_ms": p95(last)}


COMMANDS: dict[str, tuple[str, ...]] = {
    "icb-tui --version": ("icb-tui", "--version"),
    "python -c pass": ("python", "-c", "pass"),
    "icb-tui show llr": ("icb-tui", "show", "llr"),
    "python -c 'import duckdb'": ("python", "-c", "import duckdb"),
    "icb-tui list": ("icb-tui", "list"),
    "a word completed": ("icb-tui",),
}
VARIABLES = {
    "a word completed": {"_ICB_TUI_COMPLETE": "bash_complete", "COMP_WORDS": "icb-tui show le", "COMP_CWORD": "2"}
}
"""The variables of a command: here what bash asks with, as somebody presses tab."""


def commanded_cold(place: Place, name: str) -> Figures:
    """Run a command none of whose files is in memory."""
    drop_from_memory(place.list_read_folders())
    return commanded(place, name)


def commanded(place: Place, name: str) -> Figures:
    """Run a command to its end."""
    program, *arguments = COMMANDS[name]
    begun = time.monotonic_ns()
    subprocess.run(
        [str(BIN / program), *arguments],
        env=place.environment() | VARIABLES.get(name, {}),
        cwd=place.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return {"ms": (time.monotonic_ns() - begun) / 1e6}


Results = dict[str, dict[str, list[float]]]


def interleaved(names: Sequence[str], runs: int, measure: Callable[[str], Figures]) -> Results:
    """Measure A B C A B C …, so that whatever else the machine does falls on all alike; return every run's figures."""
    results: Results = {name: {} for name in names}
    for _ in range(runs):
        for name in names:
            for figure, value in measure(name).items():
                results[name].setdefault(figure, []).append(round(value, 3))
    return results
