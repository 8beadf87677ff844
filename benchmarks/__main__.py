"""Measure everything, write results.json and the tables of docs/performance.md: `make bench`, or QUICK=1 for a glance.

Give groups to measure only these again: `make bench ARGS="browse together"`; what was measured of the others is kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import grow, measures, report, web
from benchmarks.measures import Figures, Results, interleaved
from benchmarks.place import BARE, BIN, DUCKDB, FIRST_BOARD, ICB, TEXT, VISIDATA, Place
from benchmarks.system import load, machine, versions
from benchmarks.targets import SIZES

FIRST_STARTS = 3
"""How often a first start on synthetic findings is measured: on a million of them it takes long."""
SETTLED = 2.5
"""Seconds for which files must have been left alone before the program keeps what it prepared of them."""
LONGEST = 1200.0
"""Seconds after which a program that shows no board is given up."""


def said(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def browse(place: Place, runs: int) -> Results:
    names = (ICB, BARE, DUCKDB, VISIDATA)
    for name in names:  # once, uncounted: it prepares what is prepared, and reads the files into memory
        measures.browsed(place, name)
    return interleaved(names, runs, lambda name: measures.browsed(place, name))


def ready(place: Place, runs: int) -> Results:
    for name in (ICB, TEXT, BARE):  # once, uncounted
        measures.readied(place, name)
    return interleaved([ICB, TEXT, BARE], runs, lambda name: measures.readied(place, name))


def question(place: Place, runs: int) -> Results:
    return interleaved([ICB], runs, lambda _: measures.asked(place))


def first(place: Place, runs: int) -> Results:
    return interleaved([ICB], runs, lambda _: measures.first_started(place))


def command(place: Place, runs: int) -> Results:
    return interleaved(list(measures.COMMANDS), runs * 2, lambda name: measures.commanded(place, name))


def cold(place: Place, runs: int) -> Results:
    """Measure starts and commands none of whose files is in memory."""
    programs, commands = (ICB, BARE, VISIDATA), ("icb-tui show llr", "python -c 'import duckdb'", "python -c pass")
    for name in programs:  # once, uncounted: it prepares what is prepared
        measures.browsed(place, name)
    return interleaved(programs, runs, lambda name: measures.started_cold(place, name)) | interleaved(
        commands, runs, lambda name: measures.commanded_cold(place, name)
    )


def together(place: Place, runs: int) -> Results:
    return interleaved([ICB, BARE], runs, lambda name: measures.together(place, name))


def crowd(place: Place, runs: int) -> Results:
    """Measure two hundred sessions of the explorer; a run takes a minute, so three are enough."""
    return interleaved([ICB], min(runs, 3), lambda name: measures.together(place, name, measures.CROWD))


def growth(place: Place, runs: int) -> Results:
    """Measure the explorer and VisiData on synthetic findings; a size that fails is left out, and said."""
    results: Results = {}
    for size in SIZES:
        try:
            results |= grown(place, size, runs)
        except TimeoutError as error:
            said(f"{size:,} findings: {error}")
    return results


def grown(place: Place, size: int, runs: int) -> Results:
    """Measure both programs on so many findings: first starts, and what comes once they are prepared."""
    ours, theirs = f"icb-tui, {size:,}", f"VisiData, {size:,}"
    folder = place.folder / f"findings-{size}"
    grow.write(folder, size)
    time.sleep(SETTLED)
    commands = {
        ICB: (place.commands()[ICB], FIRST_BOARD),  # on the bundled data, in the same rounds
        ours: ((*place.commands()[ICB], "--data", str(folder)), FIRST_BOARD),
        theirs: ((str(BIN / "vd"), str(folder / "findings.csv")), "S000000"),
    }
    own_data = ("--data", str(folder))
    starts = [
        measures.first_started(place, own_data, LONGEST)["fresh_first_ms"] for _ in range(min(runs, FIRST_STARTS))
    ]
    measures.grown(place, *commands[ours], LONGEST)  # uncounted: it prepares
    results = interleaved(list(commands), runs, lambda name: measures.grown(place, *commands[name], LONGEST))
    results[ours]["first_start_ms"] = starts
    return results


def in_browser(place: Place, runs: int) -> Results:
    """Measure pages in Chromium; nothing where there is none."""
    if web.CHROMIUM is None:
        said("web: needs Chromium; on Debian: apt install chromium")
        return {}
    return interleaved([ICB, BARE], runs, lambda name: web.measured(place, name))


def endurance(place: Place, _: int) -> Results:
    """Measure a day's keys in one session, once: it takes half an hour or more."""
    return interleaved([ICB], 1, lambda _: measures.endured(place))


GROUPS: dict[str, Callable[[Place, int], Results]] = {
    "browse": browse,
    "ready": ready,
    "first": first,
    "question": question,
    "command": command,
    "cold": cold,
    "together": together,
    "crowd": crowd,
    "growth": growth,
    "web": in_browser,
    "endurance": endurance,
}


def steps(place: Place) -> Figures:
    """Return the steps inside the program, timed in a process of their own."""
    script = str(Path(__file__).parent / "micro.py")
    told: Figures = json.loads(place.printed("python", script))
    return told


def count_runs(measured: Results) -> int:
    """Return how often a group was measured: not each is as often as was asked for."""
    return max((len(values) for figures in measured.values() for values in figures.values()), default=0)


def keep(results: dict[str, Any]) -> None:
    """Write the results, and the tables of the page."""
    report.RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    report.write()


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("groups", nargs="*", choices=[[], *GROUPS], default=[], metavar="GROUP", help=" ".join(GROUPS))
    asked.add_argument("--runs", type=int, default=10)
    options = asked.parse_args()
    results: dict[str, Any] = (
        json.loads(report.RESULTS.read_text())
        if options.groups and report.RESULTS.exists()
        else {"measured": {}, "figures": {}}
    )
    results |= {"machine": machine(), "versions": versions()}
    with tempfile.TemporaryDirectory(prefix="icb-tui-bench-") as folder:
        place = Place(Path(folder))
        for group in options.groups or GROUPS:
            said(f"{group} …")
            results["measured"][group] = {"runs": 0, "day": f"{dt.date.today()}", "load": load()}
            results["figures"][group] = GROUPS[group](place, options.runs)
            results["measured"][group]["runs"] = count_runs(results["figures"][group])
            keep(results)
        keep(results | {"steps": steps(place)})
    said(f"Written: {report.RESULTS.name}, and the tables of {report.PAGE.name}.")


if __name__ == "__main__":
    main()
