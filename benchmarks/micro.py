"""Single steps of the program timed inside one process: `python micro.py` prints {step: median ms} as JSON."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from icb_tui.data_files.loader import load_dataset
from icb_tui.filters.language import parse_filter
from icb_tui.sheets.workbook import open_sheets
from icb_tui.store.cache import open_cached_store
from icb_tui.store.store import Store

TIMES = 20

ROW = 'QKS,"NHS Kent and Medway, ICB",2024-03,12.345,1.5,2.5,100,10000\n'


def median_ms(step: Callable[[], Any]) -> float:
    """Return how long a step takes, after a first time that does not count."""
    step()
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter_ns()
        step()
        times.append(time.perf_counter_ns() - begun)
    return round(statistics.median(times) / 1e6, 3)


def write_rows(path: Path) -> Path:
    """Write a CSV file of 100,000 rows of eight cells."""
    path.write_text("code,name,period,value,lower,upper,count,of\n" + ROW * 100_000)
    return path


def steps(rows: Path) -> dict[str, Callable[[], Any]]:
    """Return the steps by name; `rows` is a CSV file."""
    data = load_dataset()
    store = Store(data)
    year, wanted = "2023/24", parse_filter("midlands 1:strong", data)
    return {
        "read and check the YAML": load_dataset,
        "fill a store, and find": lambda: Store(data).match_boards(wanted, year),
        "open a prepared store": open_cached_store,
        "open a prepared store, and find": lambda: open_cached_store().match_boards(wanted, year),
        "find": lambda: store.match_boards(wanted, year),
        "facets": lambda: store.count_options(wanted, year),
        "matrix": lambda: store.year_cells(year),
        "evidence of a cell": lambda: store.list_evidence("QK1", aim="inequalities", year=year),
        "read 100,000 rows of CSV": lambda: sum(1 for _ in open_sheets(rows)[0].read_rows()),
        "parse a filter": lambda: parse_filter("midlands 1:strong", data),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="icb-tui-bench-") as folder:
        table = write_rows(Path(folder) / "rows.csv")
        print(json.dumps({name: median_ms(step) for name, step in steps(table).items()}))
