"""The targets of speed and size: each a figure of ours, and the most that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.place import BARE, ICB, TEXT

Results = dict[str, Any]
SIZES = (1_000, 100_000, 1_000_000)
"""How many synthetic findings are laid over the bundled data."""


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


def name_figure(figure: str, program: str = ICB, group: str = "browse") -> str:
    """Return the name of a figure."""
    return f"{group}/{program}/{figure}"


def _grown(size: int, figure: str) -> str:
    return name_figure(figure, f"icb-tui, {size:,}", "growth")


def _bundled(figure: str) -> str:
    return name_figure(figure, ICB, "growth")


def _command(name: str) -> str:
    return name_figure("ms", name, "command")


KEYS_GROWN = {
    "move": ("a move", 3),
    "page": ("a page", 3),
    "filter_change": ("a filter change", 3),
    "filter_choose": ("choosing an option", 3),
    "board_open": ("a board's page opens", 1.5),
    "board_scroll": ("a line of a page", 3),
}
"""What is measured on many findings, and the most that it may be as a multiple of the same on the bundled data."""
TARGETS = (
    Target("First board visible", name_figure("first_ms", group="ready"), 60, stretch=30),
    Target(
        "Ready for keys",
        name_figure("ready_ms", group="ready"),
        1.15,
        name_figure("ready_ms", TEXT, "ready"),
        stretch=1.05,
    ),
    Target(
        "Ready for keys, first start",
        name_figure("fresh_ready_ms", group="first"),
        1.2,
        name_figure("later_ready_ms", group="first"),
    ),
    Target("Sent at the start", name_figure("start_bytes"), 40_000, unit="bytes", stretch=12_000),
    Target("`icb-tui show llr`", _command("icb-tui show llr"), 1.3, _command("python -c 'import duckdb'")),
    Target("`icb-tui list`", _command("icb-tui list"), 4, _command("python -c pass")),
    Target("`icb-tui --version`", _command("icb-tui --version"), 2, _command("python -c pass")),
    Target("A word completed", _command("a word completed"), 60),
    Target("Cursor move, lower pane repainted, p95", name_figure("move_p95_ms"), 0.7, name_figure("move_p95_ms", BARE)),
    Target("Cursor move, the most sent", name_figure("move_bytes"), 600, unit="bytes", stretch=547),
    Target("Page up or down, the most sent", name_figure("page_bytes"), 3_000, unit="bytes"),
    Target("Filter change, p95", name_figure("filter_change_p95_ms"), 1.3, name_figure("move_p95_ms", BARE)),
    Target("Filter change, the most sent", name_figure("filter_change_bytes"), 8_000, unit="bytes"),
    Target("Choosing an option, p95", name_figure("filter_choose_p95_ms"), 1.3, name_figure("move_p95_ms", BARE)),
    Target("Choosing an option, the most sent", name_figure("filter_choose_bytes"), 8_000, unit="bytes"),
    Target("A board's page opens, p95", name_figure("board_open_p95_ms"), 20),
    Target("A board's page opens, the most sent", name_figure("board_open_bytes"), 3_500, unit="bytes"),
    Target("A comparison opens, p95", name_figure("compare_open_p95_ms"), 25),
    Target("The finder opens: paints", name_figure("finder_open_paints"), 1, unit="paints"),
    Target("A key in the finder: paints", name_figure("finder_key_paints"), 1, unit="paints"),
    Target("Idle, sent in 3 s", name_figure("idle_bytes"), 0, unit="bytes"),
    Target("Idle, processor in 3 s", name_figure("idle_cpu_ms"), 1.0, name_figure("idle_cpu_ms", BARE)),
    Target("Memory of a session (PSS)", name_figure("pss_mib"), 1.6, name_figure("pss_mib", BARE), unit="MiB"),
    Target(
        "The same once it needed DuckDB",
        name_figure("pss_mib", ICB, "question"),
        2.5,
        name_figure("pss_mib", BARE),
        unit="MiB",
    ),
    Target(
        "50 sessions: all have answered a key",
        name_figure("all_usable_ms", ICB, "together"),
        1.0,
        name_figure("all_usable_ms", BARE, "together"),
    ),
    Target("50 sessions: memory of each (USS)", name_figure("uss_mib", ICB, "together"), 30, unit="MiB"),
    Target(
        "50 sessions: a move in one, p95", name_figure("move_p95_ms", ICB, "together"), 2, name_figure("move_p95_ms")
    ),
    Target("Own data, 100,000 findings: first start", _grown(100_000, "first_start_ms"), 4_000),
    Target("Own data, 1,000,000 findings: first start", _grown(1_000_000, "first_start_ms"), 35_000),
    Target("1,000,000 findings: first board, prepared", _grown(1_000_000, "first_ms"), 1.5, _bundled("first_ms")),
    *(
        Target(f"1,000,000 findings: {what}, p95", _grown(1_000_000, f"{key}_p95_ms"), most, _bundled(f"{key}_p95_ms"))
        for key, (what, most) in KEYS_GROWN.items()
    ),
)

WEB_TARGETS = (
    Target(
        "In a browser: page open to first board",
        name_figure("first_ms", group="web"),
        1.1,
        name_figure("first_ms", BARE, "web"),
    ),
    Target(
        "In a browser: key to changed pixel, median",
        name_figure("move_p50_ms", group="web"),
        1.1,
        name_figure("move_p50_ms", BARE, "web"),
    ),
)
