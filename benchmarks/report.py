"""results.json → the tables of docs/performance.md: a pure function, so that a test can hold the page current."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.place import BARE, DUCKDB, ICB, TEXT, VISIDATA

Results = dict[str, Any]
RESULTS = Path(__file__).parent / "results.json"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
SIZES = (1_000, 100_000, 1_000_000)
START, END = "<!-- tables: written by make bench -->", "<!-- /tables -->"


@dataclass(frozen=True)
class Target:
    """One line of the issue: a figure of ours, and the most that it may be, or may be as a multiple of `beside`.

    A figure is named `group/program/figure`; without `unit` it is milliseconds. `stretch` is the wish beyond.
    """

    what: str
    figure: str
    most: float
    beside: str = ""
    unit: str = "ms"
    stretch: float | None = None


def of(figure: str, program: str = ICB, group: str = "browse") -> str:
    """Return the name of a figure."""
    return f"{group}/{program}/{figure}"


def _grown(size: int, figure: str) -> str:
    return of(figure, f"icb-tui, {size:,}", "growth")


def _bundled(figure: str) -> str:
    return of(figure, ICB, "growth")


KEYS_GROWN = {
    "move": "a move",
    "page": "a page",
    "filter_change": "a filter change",
    "filter_choose": "choosing an option",
    "board_open": "a board's page opens",
    "board_scroll": "a line of a page",
}
TARGETS = (
    Target("First board visible", of("first_ms", group="ready"), 60, stretch=30),
    Target("Ready for keys", of("ready_ms", group="ready"), 1.15, of("ready_ms", TEXT, "ready"), stretch=1.05),
    Target("Sent at the start", of("start_bytes"), 40_000, unit="bytes", stretch=12_000),
    Target(
        "`icb-tui show llr`",
        of("ms", "icb-tui show llr", "command"),
        2,
        of("ms", "python -c 'import duckdb'", "command"),
    ),
    Target("`icb-tui --version`", of("ms", "icb-tui --version", "command"), 2, of("ms", "python -c pass", "command")),
    Target("Cursor move, lower pane repainted, p95", of("move_p95_ms"), 1.0, of("move_p95_ms", BARE)),
    Target("Cursor move, the most sent", of("move_bytes"), 1_200, unit="bytes", stretch=547),
    Target("Filter change, p95", of("filter_change_p95_ms"), 3, of("move_p95_ms", BARE)),
    Target("Filter change, the most sent", of("filter_change_bytes"), 8_000, unit="bytes"),
    Target("Choosing an option, p95", of("filter_choose_p95_ms"), 3, of("move_p95_ms", BARE)),
    Target("Choosing an option, the most sent", of("filter_choose_bytes"), 8_000, unit="bytes"),
    Target("The finder opens: paints", of("finder_open_paints"), 1, unit="paints"),
    Target("A key in the finder: paints", of("finder_key_paints"), 1, unit="paints"),
    Target("Idle, sent in 3 s", of("idle_bytes"), 0, unit="bytes"),
    Target("Idle, processor in 3 s", of("idle_cpu_ms"), 1.0, of("idle_cpu_ms", BARE)),
    Target("Memory of a session (PSS)", of("pss_mib"), 2.8, of("pss_mib", BARE), unit="MiB"),
    Target("50 sessions: all usable", of("all_usable_ms", ICB, "together"), 1.6, of("all_usable_ms", BARE, "together")),
    Target("50 sessions: memory of each (USS)", of("uss_mib", ICB, "together"), 45, unit="MiB"),
    Target("50 sessions: a move in one, p95", of("move_p95_ms", ICB, "together"), 2, of("move_p95_ms")),
    Target("1,000,000 findings: first board, prepared", _grown(1_000_000, "first_ms"), 1.5, _bundled("first_ms")),
    *(
        Target(f"1,000,000 findings: {what}, p95", _grown(1_000_000, f"{key}_p95_ms"), 3, _bundled(f"{key}_p95_ms"))
        for key, what in KEYS_GROWN.items()
    ),
)

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
    "All usable, ms": "all_usable_ms",
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
}
OWN = {
    "A key of a typed filter": "filter_key",
    "A filter taken, or cleared": "filter_change",
    "An option chosen with space": "filter_choose",
    "A key in the finder": "finder_key",
    "A board's page opens": "board_open",
    "A line of a board's page": "board_scroll",
}
WEB_TARGETS = (
    Target("In a browser: page open to first board", of("first_ms", group="web"), 1.1, of("first_ms", BARE, "web")),
    Target(
        "In a browser: key to changed pixel, median",
        of("move_p50_ms", group="web"),
        1.1,
        of("move_p50_ms", BARE, "web"),
    ),
)
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
            f"Where nothing is prepared yet the first board is there after {_ms(results, 'first/icb-tui/first_ms')}.",
            "### Commands",
            table(
                ["command", "ms"],
                [
                    [f"`{name}`", number(median(results, of("ms", name, "command")))]
                    for name in _names(results, "command")
                ],
            ),
            "### Fifty sessions at once",
            _across(
                results,
                {
                    "All usable, ms": "all_usable_ms",
                    "Memory of each, USS, MiB": "uss_mib",
                    "A move in one, median, ms": "move_p50_ms",
                    "A move in one, p95, ms": "move_p95_ms",
                },
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
        [f"{count:,}", *(number(median(results, of(f"{figure}_{count}", ICB, "endurance"))) for figure in DAY.values())]
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
        [what, *(number(median(results, of(figure, program, group))) for program in programs)]
        for what, figure in rows.items()
    ]
    return table(["", *programs], body)


def _own(results: Results) -> list[list[str]]:
    endings = ("p50_ms", "p95_ms", "bytes", "paints")
    return [
        [what, *(number(median(results, of(f"{key}_{ending}"))) for ending in endings)] for what, key in OWN.items()
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
