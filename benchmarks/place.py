"""A folder of its own for everything that is measured: the programs, the rows they show, homes and caches."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks.terminal import QUIET, Session

BIN = Path(sys.executable).parent
ICB, BARE, DUCKDB, VISIDATA, TEXT = "icb-tui", "bare table", "bare table, DuckDB open", "VisiData", "bare text"
FIRST_BOARD = "Bath and North"
"""What is seen once the first board is: the beginning of its name, which every program shows."""
VISIDATA_QUIET = 0.3
"""Seconds: VisiData shows which key was pressed, and only up to 0.1 s later what it does."""
COLUMNS = ("code", "short_name", "region", "region_name")


@dataclass
class Place:
    """Where programs run: never in the checkout, so that `icb_tui` is the installed one."""

    folder: Path
    homes: int = field(default=0)

    def environment(self, *, fresh: bool = False) -> dict[str, str]:
        """Return what a shell would hand over; `fresh`: with a home in which nothing has been prepared yet."""
        self.homes += fresh
        home = self.folder / (f"home-{self.homes}" if fresh else "home")
        home.mkdir(exist_ok=True)
        told = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
        return {
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **told,
        }

    @cached_property
    def rows(self) -> Path:
        """The boards of the explorer's first screen as CSV: code, name, region, and the five cells."""
        listed = self.printed("icb-tui", "list", "--format", "csv")
        heading, *rows = csv.reader(listed.splitlines())
        kept = [n for n, name in enumerate(heading) if name in COLUMNS or n >= len(heading) - 5]
        path = self.folder / "rows.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([row[n] for n in kept] for row in (heading, *rows))
        return path

    def list_read_folders(self) -> list[Path]:
        """Return the folders of what the programs read: libraries, Python's own, and what was prepared."""
        return [self.folder, *(Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")), BIN]

    def printed(self, program: str, *arguments: str) -> str:
        """Return what a program of the measured environment prints."""
        command = [str(BIN / program), *arguments]
        done = subprocess.run(
            command, env=self.environment(), cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout

    def session(self, command: Sequence[str], *, fresh: bool = False) -> Session:
        """Start a command on a terminal; `fresh`: with nothing prepared yet."""
        quiet = VISIDATA_QUIET if Path(command[0]).name == "vd" else QUIET
        return Session(command, self.environment(fresh=fresh), self.folder, quiet)

    def commands(self) -> dict[str, tuple[str, ...]]:
        """Return how each of the programs is started."""
        bare = (str(BIN / "python"), str(Path(__file__).parent / "bare_table.py"), str(self.rows))
        return {
            ICB: (str(BIN / "icb-tui"),),
            BARE: bare,
            DUCKDB: (*bare, "--duckdb"),
            TEXT: (str(BIN / "python"), str(Path(__file__).parent / "bare_text.py")),
            VISIDATA: (str(BIN / "vd"), str(self.rows)),
        }
