"""Kills: a process that writes is killed at a moment of chance; nothing may be lost, half or left behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from fuzz.promises import promise
from icb_tui.__main__ import main
from icb_tui.cli.arguments import open_store
from icb_tui.data_files import loader
from icb_tui.data_files.temporary_folder import make_scratch_folder
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.save import save_table
from icb_tui.store.cache_folder import ANSWERS, DATABASE, FACTS
from icb_tui.user.board_sets import save_board_set
from icb_tui.user.settings import save_settings

VARIABLES = {"XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "TMPDIR": "tmp"}
"""Where everything is written: each in a folder of the world."""

LATEST = 1.1
"""When a kill comes at the latest, as a part of the time that the work takes: some come after its end."""

CODES = ("QE1", "QHL", "QK1", "QMF", "QWE")
ROWS = [(code, year, place * 7 + year) for place, code in enumerate(CODES) for year in range(2_000)]
TABLE = Table([TablePart(heads=("icb", "year", "value"))], ("icb", "year", "value"), ROWS, [])
FIGURES = "code,period,value\n" + "".join(f"{code},2023/24,{place}\n" for place, code in enumerate(CODES))

OWN_FIGURES = """# mine
indicators:
  - id: old
    name: Old
    aim: productivity
    unit: each
    decimals: 0
    better: higher
    source: Own
    values:
      2022/23: {QE1: 1}
"""


class Work(NamedTuple):
    """Something that writes: what it does in a world, and the file that it writes (empty: only the cache)."""

    write: Callable[[Path], object]
    file: str = ""


def _first_start(world: Path) -> None:
    store = open_store([world / "own"])
    promise(store.data.source["own"] and store.count_findings() > 0, "the store has not all data")


def _export(world: Path, ending: str) -> None:
    save_table(TABLE, str(world / "exports" / f"table{ending}"), replace=True)


def _import_figures(world: Path) -> None:
    """Read the figures from standard input, and put them into the file of the own data."""
    with (world / "figures.csv").open() as figures:
        os.dup2(figures.fileno(), 0)
        sys.stdin = figures
        options = (
            "--source",
            "Own: June",
            "--aim",
            "4",
            "--better",
            "higher",
            "--unit",
            "each",
            "--name",
            "Own",
            "--replace",
        )
        sys.argv = ["icb-tui", "import", "-", *options, "--to", str(world / "own")]
        main()


WORKS = {
    "first start": Work(_first_start),
    "export of CSV": Work(lambda world: _export(world, ".csv"), "exports/table.csv"),
    "export of Parquet": Work(lambda world: _export(world, ".parquet"), "exports/table.parquet"),
    "sets": Work(lambda _: save_board_set("new", CODES), "data/icb-tui/sets.json"),
    "settings": Work(
        lambda world: save_settings(world / "config/icb-tui/config.toml", {"theme": "light"}),
        "config/icb-tui/config.toml",
    ),
    "import": Work(_import_figures, "own/indicators.yaml"),
}


def run_kills(seed: int, numbers: range) -> int:
    """Kill one kind of work after another, and say what came of it; return how many cases broke a promise."""
    began, outcomes, broken = time.perf_counter(), Counter[str](), 0
    loader.load_dataset()  # so that each process forked from this one has all that it imports
    with _make_world() as world:
        _measure(WORKS["first start"], world)
        seconds = {name: _measure(work, world) for name, work in WORKS.items()}
        for number in numbers:
            name = list(WORKS)[number % len(WORKS)]
            chance = random.Random(f"kills {seed} {number}")
            try:
                outcomes[_kill(WORKS[name], world, chance.random() * LATEST * seconds[name])] += 1
            except Exception:
                broken += 1
                print(f"kills: case {number} of seed {seed} ({name}):\n{traceback.format_exc()}", file=sys.stderr)
    summary = ", ".join(f"{count:,} {word}" for word, count in outcomes.most_common())
    took = time.perf_counter() - began
    print(f"kills: {len(numbers):,} cases of seed {seed} in {took:.0f} s, {broken} broken; {summary}", flush=True)
    return broken


@contextmanager
def _make_world() -> Iterator[Path]:
    """Make the folders of a user, and let this process take them for its own."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder)
        for variable, name in VARIABLES.items():
            (world / name / "icb-tui").mkdir(parents=True)
            os.environ[variable] = str(world / name)
        tempfile.tempdir = str(world / "tmp")
        (world / "figures.csv").write_text(FIGURES)
        yield world


def _put_back(work: Work, world: Path) -> None:
    """Make what is there before each case: nothing is prepared before a first start."""
    for name in ("own", "exports") if work.file else ("own", "exports", "cache/icb-tui"):
        shutil.rmtree(world / name, ignore_errors=True)
        (world / name).mkdir(mode=0o700)
    (world / "own" / "assessments.yaml").write_text("sources:\n  - {id: own, publisher: Own}\n")
    (world / "own" / "indicators.yaml").write_text(OWN_FIGURES)
    (world / "data/icb-tui/sets.json").write_text('{"old": ["QE1"]}')
    (world / "config/icb-tui/config.toml").write_text("mouse = true\n")


def _measure(work: Work, world: Path) -> float:
    """The seconds that a piece of work takes when nothing kills it."""
    _put_back(work, world)
    start = time.perf_counter()
    _do(work, world)
    return time.perf_counter() - start


def _kill(work: Work, world: Path, after: float) -> str:
    """Kill a piece of work after some seconds; return what came of it, and raise Broken where a promise is broken."""
    _put_back(work, world)
    before = _read(work, world)
    process = _start(work, world)
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    was_killed = _wait(process) != 0
    found, left = _read(work, world), len(list(_list_leftovers(world)))
    _do(work, world)
    _do(WORKS["first start"], world)
    with make_scratch_folder():
        pass
    promise(not [*_list_leftovers(world)], f"left behind: {[*_list_leftovers(world)]}")
    promise(found in (before, _read(work, world)), f"neither the old file nor the new: {found!r}")
    return f"{'killed' if was_killed else 'done'}{', something left for the next start' if left else ''}"


def _do(work: Work, world: Path) -> None:
    """Do a piece of work in a process of its own; raise Broken where it fails."""
    code = _wait(_start(work, world))
    promise(code == 0, f"ended with {code}: {(world / 'said').read_text()}")


def _start(work: Work, world: Path) -> int:
    """Begin a piece of work in a process of its own, and return its number."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        os.dup2(os.open(world / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(1, 2)
        work.write(world)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    except Exception:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _read(work: Work, world: Path) -> bytes | None:
    path = world / work.file
    return path.read_bytes() if path.is_file() else None


def _list_leftovers(world: Path) -> Iterator[str]:
    """Whatever is there beside the files of the user and whole prepared stores."""
    for path in (world / "cache" / "icb-tui").iterdir():
        if sorted(each.name for each in path.iterdir()) != [ANSWERS, FACTS, DATABASE]:
            yield str(path)
    for name in ("own", "exports", "data/icb-tui", "config/icb-tui", "tmp"):
        yield from (str(path) for path in (world / name).iterdir() if ".icb-tui-" in path.name)
