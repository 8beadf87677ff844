"""results.json → the tables of docs/performance.md: a pure function, so that a test can hold the page current."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.place import BARE, DUCKDB, ICB, VISIDATA
from benchmarks.targets import TARGETS, WEB_TARGETS, Results, Target, name_figure

RESULTS = Path(__file__).parent / "results.json"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
FIRST_START = name_figure("fresh_first_ms", group="first")
START, END = "<!-- tables: written by make bench -->", "<!-- /tables -->"


BESIDE = {
    "First board visible, ms": "first_ms",
    "Sent at the start, bytes": "start_bytes",
    "The first key, half a second later, ms": "first_key_ms",
    "Cursor move, median, ms": "move_p50_ms",
    "Cursor move, p95, ms": "move_p95_ms",
    "Cursor move, the most sent, bytes": "move_bytes",
    "Page up or down, p95, ms": "page_p95_ms",
    "Page up or down, the most sent, bytes": "page_bytes",
    "Idle for 3 s: sent, bytes": "idle_bytes",
    "Idle for 3 s: processor, ms": "idle_cpu_ms",
    "Memory, PSS, MiB": "pss_mib",
    "Memory, USS, MiB": "uss_mib",
}
CROWD = {
    "All show a board, ms": "all_shown_ms",
    "All have answered a key, ms": "all_usable_ms",
    "Memory of each, USS, MiB": "uss_mib",
    "Memory of all, PSS, MiB": "pss_sum_mib",
    "A move in one, median, ms": "move_p50_ms",
    "A move in one, p95, ms": "move_p95_ms",
}
DAY = {
    "memory, USS, MiB": "uss_mib",
    "of it anonymous, not of files, MiB": "anonymous_mib",
    "one of the last thousand keys, median, ms": "key_p50_ms",
    "one of the last thousand keys, p95, ms": "key_p95_ms",
    "processor time of a key since the row above, ms": "key_cpu_ms",
}
OWN = {
    "A key of a typed filter": "filter_key",
    "A filter taken, or cleared": "filter_change",
    "An option chosen with space": "filter_choose",
    "A key in the finder": "finder_key",
    "A board's page opens": "board_open",
    "A line of a board's page": "board_scroll",
    "A comparison opens": "compare_open",
}
COLD = {"First board visible, ms": "first_ms", "Ready for keys, ms": "ready_ms", "A command, ms": "ms"}
WEB = {
    "Page opened to first board drawn, ms": "first_ms",
    "Sent at the start, bytes": "start_bytes",
    "Key to the last changed pixel, median, ms": "move_p50_ms",
    "Key to the last changed pixel, p95, ms": "move_p95_ms",
    "Memory of a session, PSS, MiB": "pss_mib",
    "Twenty sessions at once: all show a board, ms": "together_all_usable_ms",
    "Twenty sessions at once: memory of each, USS, MiB": "together_uss_mib",
    "Twenty sessions at once: a move in one, median, ms": "together_move_p50_ms",
    "Twenty sessions at once: a move in one, p95, ms": "together_move_p95_ms",
}
GROWN = {
    "First start, ms": "first_start_ms",
    "First board visible, prepared, ms": "first_ms",
    "The first key, half a second later, ms": "first_key_ms",
    "Cursor move, p95, ms": "move_p95_ms",
    "Page up or down, p95, ms": "page_p95_ms",
    "Filter change, p95, ms": "filter_change_p95_ms",
    "Choosing an option, p95, ms": "filter_choose_p95_ms",
    "A board's page opens, p95, ms": "board_open_p95_ms",
    "A line of a board's page, p95, ms": "board_scroll_p95_ms",
    "Memory, PSS, MiB": "pss_mib",
}


def median(results: Results, name: str) -> float | None:
    """Return the median over all runs of a figure; None where it was not measured."""
    group, program, figure = name.split("/", 2)
    values = results["figures"].get(group, {}).get(program, {}).get(figure)
    return statistics.median(values) if values else None


def number(value: float | None) -> str:
    """Return a figure as it is read: three digits matter, an absent one is a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def target_row(target: Target, results: Results) -> list[str]:
    """Return a target with what was measured, and whether it is met."""
    ours = median(results, target.figure)
    beside = median(results, target.beside) if target.beside else None
    if ours is None or (target.beside and not beside):
        return [target.what, "not measured", "", _limit(target, target.most), "**no**"]
    reached = ours / beside if beside else ours
    told = f"{number(ours)} {target.unit}"
    times = f"{reached:.2f} × {number(beside)}" if beside else ""
    met = "**no**" if reached > target.most else "yes"
    if target.stretch is not None and reached <= target.stretch:
        met = "yes, and the stretch"
    return [target.what, told, times, _limit(target, target.most), met]


def _limit(target: Target, most: float) -> str:
    stretch = f" (stretch {target.stretch:,})" if target.stretch is not None else ""
    return (f"≤ {most:g} ×" if target.beside else f"≤ {most:,g} {target.unit}") + stretch


def tables(results: Results) -> str:
    """Return everything of the page that is made from the results."""
    return "\n\n".join(
        part
        for part in (
            _measured_on(results),
            "### Targets",
            table(["what", "icb-tui", "beside", "target", "met"], [target_row(target, results) for target in TARGETS]),
            "### Beside other programs",
            _across(results, BESIDE, "browse", (ICB, BARE, DUCKDB, VISIDATA)),
            "### What only the explorer does",
            table(["what", "median, ms", "p95, ms", "the most sent, bytes", "the most paints"], _own(results)),
            f"Where nothing is prepared yet the first board is there after {_ms(results, FIRST_START)}.",
            *_cold(results),
            "### Commands",
            table(
                ["command", "ms"],
                [
                    [f"`{name}`", number(median(results, name_figure("ms", name, "command")))]
                    for name in _names(results, "command")
                ],
            ),
            "### Fifty sessions at once",
            _across(
                results,
                CROWD,
                "together",
                (ICB, BARE),
            ),
            *_crowd(results),
            *list_day_of_keys(results),
            *_in_browser(results),
            "### Growth",
            _across(results, GROWN, "growth", _names(results, "growth")),
            "### Steps inside the program",
            table(["step", "ms"], [[step, number(value)] for step, value in results.get("steps", {}).items()]),
        )
    )


def _cold(results: Results) -> list[str]:
    """The table of what has to be read from the disk, if that was measured."""
    programs = _names(results, "cold")
    rows = [
        [name, *(number(median(results, name_figure(figure, name, "cold"))) for figure in COLD.values())]
        for name in programs
    ]
    return ["### With no file in memory", table(["", *COLD], rows)] if programs else []


def _crowd(results: Results) -> list[str]:
    """The table of two hundred sessions, if they were measured."""
    if not results["figures"].get("crowd"):
        return []
    return ["### Two hundred sessions at once", _across(results, CROWD, "crowd", (ICB,))]


def list_day_of_keys(results: Results) -> list[str]:
    """Return heading and table of one session in which a day's keys were pressed, if that was measured."""
    measured = results["figures"].get("endurance", {}).get(ICB, {})
    counts = [int(name.removeprefix("uss_mib_")) for name in measured if name.startswith("uss_mib_")]
    if not counts:
        return []
    rows = [
        [
            f"{count:,}",
            *(number(median(results, name_figure(f"{figure}_{count}", ICB, "endurance"))) for figure in DAY.values()),
        ]
        for count in counts
    ]
    return ["### A day's keys in one session", table(["keys pressed", *DAY], rows)]


def _in_browser(results: Results) -> list[str]:
    """The table of pages in a browser with its targets, if they were measured."""
    if not results["figures"].get("web"):
        return []
    targets = [target_row(target, results) for target in WEB_TARGETS]
    return [
        "### In a browser",
        table(["what", "icb-tui", "beside", "target", "met"], targets),
        _across(results, WEB, "web", (ICB, BARE)),
    ]


def _measured_on(results: Results) -> str:
    """What the figures were measured on, and how often and when each group of them."""
    machine = ", ".join(f"{name} {value}" for name, value in results["machine"].items())
    versions = ", ".join(f"{name} {value}" for name, value in results["versions"].items())
    measured = "; ".join(
        f"{group} {each['runs']} runs on {each['day']}, load before {each['load']}"
        for group, each in results["measured"].items()
    )
    return f"Medians of interleaved runs: {measured}. Machine: {machine}. Versions: {versions}."


def _ms(results: Results, name: str) -> str:
    return f"{number(median(results, name))} ms"


def _names(results: Results, group: str) -> list[str]:
    return list(results["figures"].get(group, {}))


def _across(results: Results, rows: dict[str, str], group: str, programs: Sequence[str]) -> str:
    """A table with a column for each program."""
    body = [
        [what, *(number(median(results, name_figure(figure, program, group))) for program in programs)]
        for what, figure in rows.items()
    ]
    return table(["", *programs], body)


def _own(results: Results) -> list[list[str]]:
    endings = ("p50_ms", "p95_ms", "bytes", "paints")
    return [
        [what, *(number(median(results, name_figure(f"{key}_{ending}"))) for ending in endings)]
        for what, key in OWN.items()
    ]


def written(page: str, results: Results) -> str:
    """Return the page with its tables made anew; the prose around them stays."""
    between = re.compile(f"({re.escape(START)}\n).*?(\n{re.escape(END)})", re.DOTALL)
    return between.sub(lambda found: found[1] + tables(results) + found[2], page)


def write() -> None:
    """Write the tables of the page from the results that there are."""
    PAGE.write_text(written(PAGE.read_text(), json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    write()
