"""Single steps of the program timed inside one process: `python micro.py` prints {step: median ms} as JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from icb_tui.grammar import parse
from icb_tui.prepared import opened
from icb_tui.seed import load
from icb_tui.store import Store

TIMES = 20


def median_ms(step: Callable[[], Any]) -> float:
    """Return how long a step takes, after a first time that does not count."""
    step()
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter_ns()
        step()
        times.append(time.perf_counter_ns() - begun)
    return round(statistics.median(times) / 1e6, 3)


def steps() -> dict[str, Callable[[], Any]]:
    """Return the steps by name."""
    data = load()
    store = Store(data)
    year, wanted = "2023/24", parse("midlands 1:strong", data)
    return {
        "read and check the YAML": load,
        "fill a store, and find": lambda: Store(data).find(wanted, year),
        "open a prepared store": opened,
        "open a prepared store, and find": lambda: opened().find(wanted, year),
        "find": lambda: store.find(wanted, year),
        "facets": lambda: store.facets(wanted, year),
        "matrix": lambda: store.matrix(year),
        "evidence of a cell": lambda: store.evidence("QK1", aim="inequalities", year=year),
        "parse a filter": lambda: parse("midlands 1:strong", data),
    }


if __name__ == "__main__":
    print(json.dumps({name: median_ms(step) for name, step in steps().items()}))
